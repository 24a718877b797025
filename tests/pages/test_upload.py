"""Choose a file, see what it would change, confirm, undo."""

import pytest

from pages.shell.cache import get_store
from tests.pages.conftest import list_notices, read_text

TIDY = """indicator_id,area,year,value,unit
mechanisation_rate,新疆,2021,60.5,%
mechanisation_rate,新疆,2024,64.25,%
mechanisation_rate,伊宁,2024,70,%
"""


@pytest.fixture
def uploaded(open_page):
    """Return a function that opens the page and hands it a file."""

    def upload(text: str, name: str = "机械化率.csv", **query):
        app = open_page("upload", **query)
        app.file_uploader[0].upload(name, text.encode(), "text/csv").run()
        return app

    return upload


def test_nothing_is_written_before_it_is_confirmed(uploaded):
    before = get_store().version
    app = uploaded(TIDY)
    text = read_text(app)
    assert "64.25" in text
    assert "伊宁" in text
    assert not app.exception
    assert get_store().version == before


def test_without_a_name_nothing_is_written(uploaded):
    before = get_store().version
    app = uploaded(TIDY)
    app.button(key="confirm").click().run()
    assert list_notices(app, "error")
    assert get_store().version == before


def test_confirm_then_undo(uploaded, open_page):
    app = uploaded(TIDY)
    app.text_input(key="actor_field").input("畜牧科 <b>王</b>")
    app.button(key="confirm").click().run()
    assert not app.exception
    assert list_notices(app, "done")
    assert "畜牧科 &lt;b&gt;王&lt;/b&gt;" in read_text(app)
    assert "64.25" in read_text(open_page("targets", target="mechanisation_rate"))
    app.button(key="undo_this").click().run()
    assert list_notices(app, "done")
    assert "64.25" not in read_text(open_page("targets", target="mechanisation_rate"))


def test_who_acts_is_asked_once(uploaded):
    app = uploaded(TIDY.replace("64.25", "64.26"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    app.file_uploader[0].upload("b.csv", TIDY.replace("64.25", "64.27").encode(), "text/csv")
    app.run()
    assert "actor_field" not in {field.key for field in app.text_input}
    assert app.button(key="confirm")


def test_a_file_that_is_no_table_is_refused_in_words(uploaded):
    app = uploaded("\x00\x01\x02 no table", name="a.xlsx")
    assert list_notices(app, "error")
    assert not app.exception


def test_a_file_of_what_is_known_changes_nothing(uploaded):
    app = uploaded("indicator_id,area,year,value,unit\nbeef_output,新疆,2016,42.48,万吨\n")
    assert list_notices(app, "note")
    assert "confirm" not in {button.key for button in app.button}


def test_markup_in_a_file_stays_text(uploaded):
    app = uploaded(
        "indicator_id,area,year,value,unit\n"
        "beef_output,<img src=x onerror=alert(1)>,2016,42,万吨\n"
        "beef_output,新疆,2015,41,万吨\n"
    )
    assert "<img" not in read_text(app)
    assert "&lt;img" in read_text(app)


def test_an_older_upload_is_undone_from_the_list(uploaded, open_page):
    app = uploaded(TIDY.replace("64.25", "64.28"))
    app.text_input(key="actor_field").input("王")
    app.button(key="confirm").click().run()
    page = uploaded(TIDY.replace("64.25", "64.29"))
    assert not list_notices(page, "error")
    page.button(key="undo").click().run()
    assert list_notices(page, "error")
    page.text_input(key="actor_field_undo").input("李")
    page.button(key="undo").click().run()
    assert list_notices(page, "done")
    assert "64.28" not in read_text(open_page("targets", target="mechanisation_rate"))
