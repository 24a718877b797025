"""The data package: valid, complete, the same for the same facts, and written by the database."""

import json
import re
import shutil
import tracemalloc

import duckdb
import frictionless
import numpy as np
import pandas as pd
import pytest

from data.clock import get_now
from data.errors import UnreadableFileError
from data.ledger.decisions import record_decision
from data.ledger.events import record_event
from data.ledger.groups import define_group, save_members, withdraw_group
from data.ledger.uploads import undo_upload
from data.package.dictionary import LEFT_OUT, describe_unit, find_field, load_tables
from data.package.save import save_package
from data.store.database import Store
from data.store.ids import make_id
from data.words.names import MADE_UP
from tests.conftest import record_figures

ORIGIN = {"decided_by": "厅长办公会", "decided_on": "2024-03-01", "document_no": "1号"}
FIGURE = {"indicator_id": "beef_output", "area_id": "654026", "year": 2024, "value": 1.25}


def read_descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def list_bytes(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def full_file(plan_file, tmp_path_factory):
    """A file with a record of many kinds, to be copied."""
    path = tmp_path_factory.mktemp("package") / "full.duckdb"
    with Store(shutil.copy(plan_file, path)) as store:
        fill(store)
    return path


@pytest.fixture
def full_store(full_file, tmp_path):
    """A store with a record of many kinds, some of them undone or withdrawn."""
    with Store(shutil.copy(full_file, tmp_path / "caomu.duckdb")) as store:
        yield store


@pytest.fixture(scope="module")
def package(full_file, tmp_path_factory):
    """The package of a store with a record of many kinds; for tests that only read."""
    folder = tmp_path_factory.mktemp("saved") / "package"
    with Store(full_file, is_read_only=True) as store:
        save_package(store, folder)
    return folder


def fill(store):
    """Record something of many kinds, undo and withdraw some of it."""
    record_figures(store, FIGURE | {"note": '两行\n"引号"，逗号,\n三行'})
    undo_upload(store, record_figures(store, FIGURE | {"value": 99}), by="李明")
    group_id = define_group(store, "重点县", by="李明")
    save_members(store, group_id, ["654026", "652823"], by="李明")
    record_figures(store, FIGURE | {"area_id": group_id})
    withdraw_group(store, group_id, by="李明")
    record_decision(store, "reading", "grass_yield", reading_id="grass_yield_range", **ORIGIN)
    record_event(
        store,
        area_id="650000",
        indicator_id=None,
        kind="drought",
        happened_on="2023-07",
        name="春旱",
        source="简报",
        by="李明",
    )


def test_frictionless_finds_it_valid(package):
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "note"])
    assert len(report.tasks) == 2 * len(load_tables())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b",2024,", b",zwei,", marks=pytest.mark.slow),
        pytest.param(b"654026", b"999999", marks=pytest.mark.slow),
        (b"1.25", b"1.26"),
    ],
)
def test_a_changed_file_is_no_longer_valid(package, tmp_path, old, new):
    """Types, keys of other tables and hashes are checked, so a valid report means something."""
    shutil.copytree(package, tmp_path / "package")
    file = tmp_path / "package" / "csv" / "observation_revision.csv"
    content = file.read_bytes()
    assert old in content
    file.write_bytes(content.replace(old, new))
    assert not frictionless.validate(str(tmp_path / "package" / "datapackage.json")).valid


def test_every_table_is_in_it_or_left_out(store):
    """Whoever adds a table says here whether it leaves the office."""
    with store.snapshot() as cursor:
        tables = {
            f"{schema}.{name}"
            for schema, name in cursor.table("duckdb_tables")
            .project("schema_name, table_name")
            .fetchall()
            if schema in ("plan", "plans", "facts")
        }
    packed = {table.table for table in load_tables()}
    assert tables - LEFT_OUT - packed == {"plan.area"}, "package/area has the groups, too"
    assert {table for table in packed if "/" not in table} <= tables


def test_every_field_has_its_meaning_in_both_languages(package):
    for resource in read_descriptor(package)["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert re.search("[一-鿿]", field["title"]) and field["description"].isascii()
    used = {
        (table.resource, name)
        for table in load_tables()
        for name in pd.read_csv(package / "csv" / f"{table.resource}.csv", nrows=0).columns
    }
    assert all(find_field(*pair) for pair in used)


def test_units_are_stated(package):
    fields = {
        (resource["name"], field["name"]): field
        for resource in read_descriptor(package)["resources"]
        for field in resource.get("schema", {}).get("fields", [])
    }
    assert fields["figures", "value"]["unitField"] == "unit"
    assert fields["project_revision", "investment_wan"]["unit"] == "万元"
    assert fields["baseline_change", "change_pct"]["unit"] == "%"
    assert describe_unit("unit", ["value"]) == {}, "a field that the table lacks is no unit"


def test_the_same_facts_give_the_same_bytes(package, full_store, tmp_path):
    save_package(full_store, tmp_path / "second")
    first, second = list_bytes(package), list_bytes(tmp_path / "second")
    assert first == second
    record_decision(full_store, "reading", "grass_yield", reading_id="grass_yield_range", **ORIGIN)
    save_package(full_store, tmp_path / "third")
    changed = {
        name for name, content in list_bytes(tmp_path / "third").items() if first[name] != content
    }
    assert changed == {
        "datapackage.json",
        "csv/decision_revision.csv",
        "parquet/decision_revision.parquet",
    }


def test_both_kinds_of_file_hold_the_same(package):
    for table in load_tables():
        csv = duckdb.read_csv(
            str(package / "csv" / f"{table.resource}.csv"), all_varchar=True, header=True
        )
        parquet = duckdb.read_parquet(str(package / "parquet" / f"{table.resource}.parquet"))
        assert csv.columns == parquet.columns
        assert csv.shape == parquet.shape, table.resource
        rows = csv.fetchall()
        for place, name in enumerate(parquet.columns):
            if str(parquet.types[place]) in ("VARCHAR", "DOUBLE"):
                typed = [row[0] for row in parquet.project(f'"{name}"').fetchall()]
                read = [row[place] for row in rows]
                if str(parquet.types[place]) == "DOUBLE":
                    read = [None if cell is None else float(cell) for cell in read]
                assert [cell or None for cell in read] == [cell or None for cell in typed], name


def test_figures_in_it_are_those_in_force(package):
    figures = pd.read_csv(package / "csv" / "figures.csv", dtype={"area_id": str})
    own = figures[(figures["indicator_id"] == "beef_output") & (figures["area_id"] == "654026")]
    assert own["value"].tolist() == [1.25], "what was undone is in the records only"
    assert own["note"].tolist() == ['两行\n"引号"，逗号,\n三行']
    records = pd.read_csv(package / "csv" / "observation_revision.csv")
    assert {1.25, 99} <= set(records["value"])


def test_made_up_data_are_marked(package, store, send_figures, tmp_path):
    assert read_descriptor(package)["isMadeUp"] is False
    assert "演示数据" not in (package / "README.md").read_text(encoding="utf-8")
    send_figures(store, FIGURE | {"note": MADE_UP})
    save_package(store, tmp_path / "made_up")
    descriptor = read_descriptor(tmp_path / "made_up")
    assert descriptor["isMadeUp"] is True and "DEMONSTRATION DATA" in descriptor["title"]
    readme = (tmp_path / "made_up" / "README.md").read_text(encoding="utf-8")
    assert "演示数据" in readme and "demonstration data" in readme


def test_the_readme_lists_every_table(package):
    readme = (package / "README.md").read_text(encoding="utf-8")
    assert "{" not in readme.replace("{name}", "")
    assert all(f"| {table.resource} |" in readme for table in load_tables())


def test_a_folder_that_exists_is_left_alone(store, tmp_path):
    with pytest.raises(UnreadableFileError, match="package_folder_exists"):
        save_package(store, tmp_path)
    assert not list_bytes(tmp_path).keys() - {"caomu.duckdb", "caomu.duckdb.wal"}


def test_rows_do_not_pass_through_python(store, tmp_path):
    count = 200_000
    rows = np.arange(count)
    now = get_now()
    batch = pd.DataFrame(
        {
            "upload_id": make_id(),
            "sheet": "表",
            "row_no": rows,
            "column_name": "B",
            "value": rows.astype(str),
            "rule": "unknown_area",
            "detail": str(now),
        }
    )
    with store.transaction() as writer:
        writer.insert("facts.rejection", batch)
    tracemalloc.start()
    try:
        counts = save_package(store, tmp_path / "package")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert counts["rejection"] == count
    # Where there is no figure, none is made up.
    assert read_descriptor(tmp_path / "package")["isMadeUp"] is False
    assert (tmp_path / "package" / "csv" / "rejection.csv").stat().st_size > 5 * peak / 2
