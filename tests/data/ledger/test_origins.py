"""What bears on a cell: title, heading and labels of its own table, and of no other."""

from data.ledger.origins import find_what_was_read, load_what_was_read
from data.statistics.commit import commit_upload
from data.statistics.read import read_statistics
from data.store.revisions import load_figure_history

TWO_TABLES = """2024年各县牛情况（单位：万头）
地区,年末存栏,出栏
昭苏县,12.5,5.5
尼勒克县,11.1,4.2

2024年各县羊情况（单位：万只）
地区,年末存栏,出栏
昭苏县,80.2,40.1
"""


def read_back(store, indicator_id, area_id="654026"):
    history = load_figure_history(store, [indicator_id], area_id)
    (row,) = history.to_dict("records")
    return row, load_what_was_read(store, row)


def test_each_value_has_its_own_title_and_heading(store):
    reading = read_statistics(TWO_TABLES.encode(), "两表.csv", store)
    commit_upload(store, reading, by="甲")
    row, read = read_back(store, "cattle_slaughtered")
    assert (row["sheet"], row["file_row"], row["file_column"]) == ("两表", 3, "C")
    assert (read.title, read.heading) == ("2024年各县牛情况", "出栏")
    assert {"万头", "2024年", "昭苏县"} <= {word["text"] for word in read.words}
    assert read.heading_rows == (1, 2)
    row, read = read_back(store, "sheep_stock")
    assert (row["file_row"], row["file_column"]) == (8, "B")
    assert (read.title, read.heading) == ("2024年各县羊情况", "年末存栏")
    texts = {word["text"] for word in read.words}
    assert "万只" in texts and not texts & {"万头", "出栏", "尼勒克县"}
    assert read.heading_rows == (6, 7)


def test_a_verification_leads_to_the_file_that_it_verifies(store):
    from data.ledger.uploads import verify_upload

    reading = read_statistics(TWO_TABLES.encode(), "两表.csv", store)
    report = commit_upload(store, reading, by="甲")
    verify_upload(store, report["upload_id"], by="乙", document="1号")
    history = load_figure_history(store, ["cattle_stock"], "654026")
    verified = history[history["state"] == "verified"].to_dict("records")[0]
    assert load_what_was_read(store, verified).heading == "年末存栏"


def test_an_upper_heading_over_several_columns_is_found():
    def word(row, column, text, read_as="indicator"):
        return {
            "row_no": row,
            "column_name": column,
            "text": text,
            "read_as": read_as,
            "meaning": None,
        }

    rows = [
        word(1, "A", "地区", "area"),
        word(1, "B", "牛"),
        word(1, "D", "羊"),
        word(2, "B", "存栏"),
        word(2, "C", "出栏"),
        word(2, "D", "存栏"),
        word(2, "B", "牛存栏", "heading"),
        word(2, "C", "牛出栏", "heading"),
        word(2, "D", "羊存栏", "heading"),
    ]
    cell = {"file_row": 3, "file_column": "C", "area_read": "昭苏县"}
    read = find_what_was_read(rows, cell)
    assert [word["text"] for word in read.words] == ["牛", "出栏"]
    assert (read.title, read.heading) == (None, "牛出栏")


def test_what_nobody_recorded_is_not_made_up(store, send_figures):
    figure = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2024, "value": 1.0}
    send_figures(store, figure | {"sheet": "a", "file_row": 3, "file_column": "B"})
    assert read_back(store, "cattle_stock")[1] is None


def test_a_table_without_a_heading_of_its_own_has_the_upper_one(store):
    text = TWO_TABLES.replace("地区,年末存栏,出栏\n昭苏县,80.2", "昭苏县,80.2")
    reading = read_statistics(text.encode(), "两表.csv", store)
    commit_upload(store, reading, by="甲")
    history = load_figure_history(store, ["sheep_stock"], "654026").to_dict("records")
    assert history
    for row in history:
        read = load_what_was_read(store, row)
        assert (read.heading, read.title, read.heading_rows) == ("年末存栏", None, (1, 2))
        texts = [word["text"] for word in read.words]
        assert "万只" in texts and "万头" not in texts
