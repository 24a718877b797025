"""What the interface answers, and that its description is true."""

import csv
import io
import re

import pytest

from data.store.kept import find_kept
from pages.server.resources import RESOURCES
from tests.conftest import record_figures
from tests.pages.server.asking import ask

DESCRIPTION = "/api/v1/openapi.json"
WORKBOOK = "/api/v1/missing.xlsx"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
JSON_TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
# One good value of each parameter, and one that is refused.
VALUES = {
    "plan": ("livestock", "yili"),
    "released": ("1", "yes"),
    "indicator": ("cattle_stock", "no_such"),
    "area": ("654026", "999999"),
    "year": ("2024", "20x4"),
    "period": ("Y", "year"),
    "state": ("reported", "good"),
    "limit": ("3", "0"),
    "offset": ("1", "-1"),
    "format": ("json", "xml"),
    "lang": ("en", "fr"),
    "as_of": ("2025-06-30", "2025-13-01"),
    "asof": ("2025-06-30", "2025-13-01"),
    "box": ("3", "11"),
    "level": ("county", "village"),
    "goal": ("smart", "fun"),
    "target": ("offtake_rate", "gone"),
    "example": ("1", "2"),
}


def list_operations(app):
    description = ask(app, DESCRIPTION).json()
    return {path: item["get"] for path, item in description["paths"].items()}


def get_rows_schema(operation):
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return answer["properties"]["data"]["items"]


def test_health_is_bad_while_the_database_is_closed(app, monkeypatch):
    monkeypatch.setattr("pages.server.interface._find_open_store", lambda: None)
    answer = ask(app, "/healthz")
    assert (answer.status, answer.json()["status"]) == (503, "closed")


def test_every_described_path_answers_with_what_is_described(app):
    operations = list_operations(app)
    assert len(operations) == 2 + len(RESOURCES)
    for path, operation in operations.items():
        if path == WORKBOOK:
            (kind,) = operation["responses"]["200"]["content"]
            assert ask(app, path).headers["content-type"] == kind
            continue
        body = ask(app, path).json()
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert set(body) == set(schema["properties"])
        if path == "/healthz":
            continue
        fields = get_rows_schema(operation)
        assert body["data"] and body["count"] == len(body["data"])
        for row in body["data"]:
            assert list(row) == list(fields["properties"])
            for name, value in row.items():
                kinds = tuple(JSON_TYPES[kind] for kind in fields["properties"][name]["type"][:1])
                assert value is None or isinstance(value, kinds[0]), (path, name, value)
                assert not isinstance(value, bool) or kinds[0] is bool, (path, name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_is_described_in_the_language_asked(app, language):
    description = ask(app, f"{DESCRIPTION}?lang={language}").json()
    is_chinese = language == "zh"
    assert ("数据接口" in description["info"]["title"]) is is_chinese
    for path, item in description["paths"].items():
        assert bool(CHINESE.search(item["get"]["summary"])) is is_chinese
        for parameter in item["get"].get("parameters", []):
            assert bool(CHINESE.search(parameter["description"])) is is_chinese
        if path.startswith("/api") and path != WORKBOOK:
            fields = get_rows_schema(item["get"])["properties"].values()
            assert all(bool(CHINESE.search(f["description"])) is is_chinese for f in fields)


def test_every_parameter_takes_a_good_value_and_refuses_a_wrong_one(app):
    for path, operation in list_operations(app).items():
        for parameter in operation.get("parameters", []):
            good, wrong = VALUES[parameter["name"]]
            # To look at the example makes it, which takes half a minute; a store of today has no
            # former day.
            if parameter["name"] not in ("example", "asof"):
                assert ask(app, f"{path}?{parameter['name']}={good}").status == 200
            refused = ask(app, f"{path}?{parameter['name']}={wrong}")
            assert refused.status == 400
            sentence = refused.json()["error"]
            assert parameter["name"] in sentence and wrong in sentence


def test_every_parameter_has_its_effect(app):
    plain = {resource.path: ask(app, resource.path).body for resource in RESOURCES}
    silent = [
        (resource.path, parameter.name)
        for resource in RESOURCES
        for parameter in resource.parameters
        # There is one plan here; tests/data/test_example_plans.py asks for others.
        if parameter.name not in ("format", "lang", "plan")
        and ask(app, f"{resource.path}?{parameter.name}={VALUES[parameter.name][0]}").body
        == plain[resource.path]
    ]
    assert not silent


@pytest.mark.parametrize(
    "query", ["nonsense=1", "year=2024&limit=5&limit=6", "format=csv&fomat=csv"]
)
def test_unknown_and_repeated_parameters_are_refused(app, query):
    refused = ask(app, f"/api/v1/figures?{query}&lang=en")
    assert refused.status == 400
    assert "parameter" in refused.json()["error"]


def test_a_figure_says_what_it_is(app):
    address = "/api/v1/figures?indicator=cattle_stock&area=654026&year=2024"
    (row,) = ask(app, address).json()["data"]
    expected = {
        "value": 12.5,
        "unit": "万头",
        "year": 2024,
        "period": "Y",
        "state": "reported",
        "source": "=旗",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["note"] is None


@pytest.mark.parametrize(
    ("address", "header"),
    [("&format=csv", "application/json"), ("", "text/csv"), ("", "text/csv, */*;q=0.1")],
)
def test_csv_is_the_same_figure_guarded(app, address, header):
    base = "/api/v1/figures?indicator=cattle_stock&area=654026"
    answer = ask(app, base + address, headers={"Accept": header})
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig")))
    assert (row["value"], row["note"], row["source"]) == ("12.5", "", "'=旗")


def test_pages_follow_each_other_without_gap_or_repeat(app):
    whole = ask(app, "/api/v1/figures?area=650000&limit=10000").json()
    assert whole["next"] is None
    rows, address = [], "/api/v1/figures?area=650000&limit=100"
    while address:
        page = ask(app, address).json()
        rows, address = rows + page["data"], page["next"]
    assert rows == whole["data"]


def test_the_tag_changes_with_the_data_and_with_the_question(app, database):
    first = ask(app, "/api/v1/progress")
    again = ask(app, "/api/v1/progress", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    other = ask(app, "/api/v1/progress?year=2020", headers={"If-None-Match": first.headers["etag"]})
    assert other.status == 200
    figure = {"indicator_id": "sheep_stock", "area_id": "654026", "year": 2024, "value": 3.0}
    record_figures(find_kept(database), figure)
    changed = ask(app, "/api/v1/progress", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status == 200


def test_the_base_value_has_state_and_source_where_it_is_a_figure(app):
    rows = ask(app, "/api/v1/progress").json()["data"]
    based = [row for row in rows if row["baseline_value"] is not None]
    assert based
    for row in based:
        assert row["unit"] and row["period"] == "Y" and row["latest_state"]
        assert (row["baseline_state"], bool(row["baseline_source"])) == ("derived", True)


def test_an_unknown_address_is_said(app):
    answer = ask(app, "/api/v1/figure?lang=en")
    assert answer.status == 404
    assert "/api/v1/figure" in answer.json()["error"]
