"""The workbook of what is missing as a download."""

import io
import shutil
from urllib.parse import unquote

import openpyxl
import pytest

from data.projects.example import open_example
from data.store.kept import get_lock_path
from tests.pages.server.asking import ask


def test_the_workbook_of_an_area_and_a_target(app):
    answer = ask(app, "/api/v1/missing.xlsx?area=654026&target=mechanisation_rate")
    assert answer.status == 200
    name = unquote(answer.headers["content-disposition"])
    assert name.endswith("未报清单_昭苏县_畜牧养殖机械化率.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0].values)
    assert {(row[0], row[2]) for row in rows[1:]} == {("mechanisation_rate", "654026")}


@pytest.mark.parametrize("query", ["area=999999", "target=none", "year=20x4", "colour=red"])
def test_what_cannot_be_is_refused_in_words(app, query):
    answer = ask(app, f"/api/v1/missing.xlsx?{query}")
    assert answer.status == 400
    assert query.split("=")[1] in answer.json()["error"] or "colour" in answer.json()["error"]


def test_in_the_example_it_is_of_the_example(app, example_file, tmp_path, monkeypatch):
    path = shutil.copy(example_file, tmp_path / "example.duckdb")
    monkeypatch.setenv("CAOMU_EXAMPLE", str(path))
    asked = "/api/v1/missing.xlsx?area=654026&year=2024"
    rows = [
        list(openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0].values)[1:]
        for answer in (ask(app, asked), ask(app, f"{asked}&example=1"))
    ]
    open_example().close()
    get_lock_path(path).unlink(missing_ok=True)
    assert rows[0] and not rows[1]
