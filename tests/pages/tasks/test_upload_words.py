"""Words of a file on the page: what each was read as, and questions about those unread."""

import pytest
from markupsafe import escape

from data.ledger.answers import list_answers
from data.words.catalogue import LANGUAGES, t, use_language
from pages.shell.cache import get_store
from tests.pages.conftest import list_notices, read_text

WORD = "乙种"
FORM = f"县市,年份,牛存栏（万头）,羊存栏{WORD}（万只）\n昭苏县,2022,12.5,80\n特克斯县,2022,9,60\n"
MISSPELT = "县市,年份,牛存栏（万头）\n昭苏县,2022,12.5\n巩流县,2022,9\n"


@pytest.fixture
def uploaded(open_page):
    """Return a function that opens the page and hands it a file."""

    def upload(text: str, name: str = "a.csv", **query):
        app = open_page("upload", **query)
        app.file_uploader[0].upload(name, text.encode(), "text/csv").run()
        return app

    return upload


def find(boxes, start: str):
    """Return the widget whose key begins with a text."""
    return next(box for box in boxes if (box.key or "").startswith(start))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_stands_with_what_it_was_read_as(uploaded, language):
    app = uploaded(FORM, lang=language)
    assert not app.exception
    text = read_text(app)
    with use_language(language):
        assert t("reading.read_as.unread") in text
        assert escape(t("upload.words_title")) in text
        assert escape(t("upload.no_own_source")) in text
    assert 'class="word unread"' in text and 'class="word what"' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_values_stay_out_until_the_word_is_answered(uploaded, language):
    app = uploaded(FORM, lang=language)
    with use_language(language):
        assert t("upload.confirm", new=2, revised=0) == app.button(key="confirm").label
        assert t("upload.held_stay_out", count=2) in list_notices(app, "warning")
        title = t("upload.questions_title", count=1, values=2)
        assert escape(title) in read_text(app)
        kinds = find(app.selectbox, "answer_kind").options
        assert kinds[:2] == [t("upload.question_kind.nothing"), t("upload.question_kind.part")]


def test_an_answer_is_kept_for_the_form_and_the_file_read_again(uploaded, open_page):
    app = uploaded(FORM)
    app.button(key="answers_record").click().run()
    assert list_notices(app, "error") == [t("upload.answers_missing")]
    find(app.selectbox, "answer_kind").set_value("nothing").run()
    app.button(key="answers_record").click().run()
    assert list_notices(app, "error")
    assert list_answers(get_store()).empty
    app.text_input(key="actor_field_answers").input("王").run()
    app.button(key="answers_record").click().run()
    assert not app.exception
    assert t("upload.answers_recorded", count=1) in list_notices(app, "done")
    assert t("upload.confirm", new=4, revised=0) == app.button(key="confirm").label
    answer = list_answers(get_store()).iloc[0]
    assert (answer["word"], answer["recorded_by"]) == (WORD, "王")
    assert answer["shape"] != "*", "an answer holds for files of the same form"
    again = uploaded(FORM, "b.csv")
    assert not any((box.key or "").startswith("answer_kind") for box in again.selectbox)
    listed = open_page("upload")
    assert WORD in read_text(listed) and t("upload.shape.same") in read_text(listed)
    listed.text_input(key="actor_field_withdraw").input("李")
    send = next(b for b in listed.button if b.label == t("upload.answer_withdraw"))
    send.click().run()
    assert not list_answers(get_store())["is_in_force"].any()
    asked = uploaded(FORM, "c.csv")
    assert t("upload.confirm", new=2, revised=0) == asked.button(key="confirm").label


def test_a_misspelt_area_is_suggested_and_taken_with_one_click(uploaded):
    app = uploaded(MISSPELT)
    offer = find(app.button, "answer_area_654024")
    assert offer.label == t("upload.question_area", area="巩留县")
    offer.click().run()
    assert find(app.selectbox, "answer_value_area").value == "654024"
    assert list_answers(get_store())["word"].tolist().count("巩流县") == 0
    app.text_input(key="actor_field_answers").input("王").run()
    app.button(key="answers_record").click().run()
    assert not app.exception
    answer = list_answers(get_store()).iloc[0]
    assert (answer["word"], answer["meaning"]) == ("巩流县", "area:654024")


def test_equal_faults_are_one_line_with_their_cells_behind(uploaded):
    lines = "".join(f"牛存栏,{name},2022,1,担\n" for name in ("昭苏县", "特克斯县", "巩留县"))
    text = read_text(uploaded("指标,地区,年份,数值,单位\n" + lines))
    assert text.count('<details class="issue">') == 1
    assert "E2:E4" in text and "第3行E列" in text


def test_rows_like_all_others_are_not_told_word_by_word(uploaded):
    rows = "".join(f"昭苏县,{year},{year - 2000}\n" for year in range(2011, 2020))
    text = read_text(uploaded(f"县市,年份,牛存栏（万头）\n{rows}特克思县,2022,9\n"))
    assert t("upload.words_more", count=9) in text
    assert "<b>特克思县</b>" in text and "<b>昭苏县</b>" not in text
    assert "cattle_stock" not in text
