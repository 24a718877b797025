"""The page of the balance: empty, one county, an upload, a factor set by hand, a publication."""

import pytest

from data.balance.commit import commit_balance
from data.balance.listing import read_balance
from data.balance.publications import list_publications
from data.ledger.uploads import list_uploads
from indicators.balance.figures import record_balance_figures
from pages.shell.cache import get_store
from tests.data.balance.sheets import GRASS, HAY, SHEEP, make_book, make_factors
from tests.pages.conftest import list_notices, read_text, unfold, use_own_database

# Of the file, the first of the visit.
FOLD = "balance_upload_0"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOOK = {"pastures": [GRASS], "forages": [HAY], "herds": [SHEEP], "factors": make_factors()}


@pytest.fixture(autouse=True)
def database(plan_file, tmp_path):
    """Give each test a database of its own: what one sends is asked about by the next."""
    with use_own_database(plan_file, tmp_path):
        yield


@pytest.fixture
def sent():
    """Send what the pages then judge."""
    store = get_store()
    reading = read_balance(make_book(**BOOK), "草畜平衡.xlsx", store)
    commit_balance(store, reading, by="草原科 李某", finish=record_balance_figures)


def send(app, **sheets):
    """Upload a book on the page and confirm it."""
    unfold(app, FOLD).file_uploader[0].upload("草畜平衡.xlsx", make_book(**sheets), XLSX).run()
    app.text_input(key="actor_field_balance").input("草原科 李某").run()
    return app


def test_an_empty_page_says_what_to_send(open_page):
    text = read_text(open_page("balance"))
    assert "尚无草畜平衡数据" in text and "尚无系数集" in text


def test_a_book_is_looked_at_confirmed_and_judged(open_page):
    app = send(open_page("balance"), **BOOK)
    text = read_text(app)
    assert "采用8行（新增8" in text and "昭苏县" in text
    assert list_uploads(get_store()).empty
    app.button(key="balance_confirm").click().run()
    assert len(list_uploads(get_store())) == 1
    text = read_text(open_page("balance", area="654026"))
    for words in ("超载", "81.0%", "10.8%", "7,968", "合理载畜量6.85万羊单位", "某标准第3页"):
        assert words in text
    region = read_text(open_page("balance"))
    assert "另有" in region and "昭苏县" in region


def test_a_rejected_row_comes_back_as_a_book(open_page):
    wrong = [*GRASS[:3], "沙漠", *GRASS[4:]]
    app = unfold(open_page("balance"), FOLD)
    app.file_uploader[0].upload("草原.xlsx", make_book(pastures=[wrong]), XLSX).run()
    assert "没有名为“沙漠”的草地类型" in read_text(app)
    assert any("未采用" in button.label for button in app.get("download_button"))


@pytest.mark.parametrize(
    ("query", "language", "words"),
    [
        ({"area": "654026"}, "en", "Zhaosu County: forage and livestock in 2024"),
        ({"area": "654025"}, "zh", "2024年本县未报草畜平衡数据"),
        ({"area": "654000"}, "zh", "昭苏县"),
    ],
)
@pytest.mark.usefixtures("sent")
def test_each_area_has_its_sheet(open_page, query, language, words):
    assert words in read_text(open_page("balance", lang=language, **query))


@pytest.mark.usefixtures("sent")
def test_a_publication_gets_a_number_and_stays(open_page):
    app = open_page("balance", area="654026")
    app.text_input(key="actor_field_publication").input("草原科 李某").run()
    app.button(key="publication_save").click().run()
    assert "已保存公布稿" in list_notices(app, "done")[0]
    published = list_publications(get_store())
    assert published["area_id"].tolist() == ["654026"] and "1号" in published["number"][0]
    assert published["number"][0] in read_text(app)
    again = open_page("balance", area="654026")
    number = next(field for field in again.text_input if field.key.startswith("publication_number"))
    assert "2号" in number.value


@pytest.mark.usefixtures("sent")
def test_two_sets_stand_side_by_side(open_page):
    app = send(open_page("balance"), factors=make_factors("mild", 利用率="95%"))
    app.button(key="balance_confirm").click().run()
    text = read_text(open_page("balance", area="654026"))
    assert "口径待定" in text and "按“xj-2024”" in text and "按“mild”" in text
    one = read_text(open_page("balance", area="654026", set="mild"))
    assert "口径待定" not in one.split("系数集")[0]


@pytest.mark.usefixtures("sent")
def test_a_corrected_row_is_saved_once_it_is_said_what_it_is(open_page):
    right = [*GRASS[:3], "温性草原", 80_000, *GRASS[5:]]
    app = unfold(open_page("balance"), FOLD)
    app.file_uploader[0].upload("更正.xlsx", make_book(pastures=[right]), XLSX).run()
    text = read_text(app)
    assert "待确认1行" in text and "100,000公顷" in text
    assert not [button for button in app.button if button.key == "balance_confirm"]
    (question,) = [radio for radio in app.radio if radio.key.startswith("balance_answer_")]
    assert question.value is None
    question.set_value("whole").run()
    app.text_input(key="actor_field_balance").input("草原科 李某").run()
    button = app.button(key="balance_confirm")
    assert "新增1行" in button.label and "撤回1行" in button.label
    button.click().run()
    assert "撤回1行" in list_notices(app, "done")[0]
    (pasture,) = get_store().query_rows("queries/pastures")
    assert pasture["type_id"] == "temperate_steppe"
