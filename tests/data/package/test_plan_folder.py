"""The descriptor of a plan's folder: valid to others, and the same as the tables beside it."""

import json
import shutil

import frictionless
import pytest

from data.package.plan_folder import (
    DESCRIPTOR,
    check_plan_descriptor,
    describe_plan_folder,
    write_plan_descriptor,
)
from data.store.folders import SHIPPED
from data.store.statements import DEFAULT_PLAN, ROOT

EXAMPLES = ROOT / "docs" / "examples" / "plans"
FOLDERS = [SHIPPED / DEFAULT_PLAN, *sorted(EXAMPLES.iterdir())]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(EXAMPLES / "yili", tmp_path / "yili")


def find(folder):
    return [(fault.rule, fault.value) for fault in check_plan_descriptor(folder)]


def list_errors(folder):
    report = frictionless.validate(str(folder / DESCRIPTOR))
    return report.flatten(["name", "rowNumber", "type"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_frictionless_finds_every_folder_valid(folder):
    assert list_errors(folder) == []
    assert json.loads((folder / DESCRIPTOR).read_bytes()) == describe_plan_folder(folder)
    assert find(folder) == []


def test_keys_and_references_hold_within_the_plan(folder):
    described = {
        table["name"]: table["schema"] for table in describe_plan_folder(folder)["resources"]
    }
    assert described["target_measure"]["primaryKey"] == ["target_id", "indicator_id"]
    (reference,) = described["target_measure"]["foreignKeys"]
    assert reference["reference"] == {"resource": "target", "fields": "target_id"}
    path = folder / "target_measure.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("trade_2023,", "trade_2022,"), "utf-8")
    assert [error[2] for error in list_errors(folder)] == ["foreign-key"]


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"resources": [{"path": "plan.csv"}]}'])
def test_a_descriptor_that_says_nothing_is_told(folder, text):
    (folder / DESCRIPTOR).unlink()
    if text is not None:
        (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    assert find(folder) == [("no_descriptor", "")]
    write_plan_descriptor(folder)
    assert find(folder) == []


def test_a_table_more_or_less_or_of_other_columns_is_told(folder):
    (folder / "box.csv").unlink()
    (folder / "role.csv").write_text("role_id\n", encoding="utf-8")
    path = folder / "goal.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("name_en", "english"), "utf-8")
    assert find(folder) == [
        ("descriptor_differs", "box.csv"),
        ("descriptor_differs", "goal.csv"),
        ("descriptor_differs", "role.csv"),
    ]
