"""Once confirmed, the counties with a port are a filter wherever an area can be chosen."""

import json
import shutil
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from data.__main__ import make_parser
from data.commands import run_command
from data.ledger.groups import PORT_GROUP
from data.ledger.matters.record import record_matter
from data.ledger.ports import confirm_port_group, load_port_group, record_port
from data.store.build import open_store
from geo.__main__ import make_parser as make_map_parser
from indicators.__main__ import make_parser as make_engine_parser
from indicators.boxes.register_sums import filter_projects
from indicators.counties.duties import list_duties
from indicators.counties.profile import list_counties, load_county_inputs
from indicators.rollup import list_members
from tests.pages.documents.making import compose, list_texts

PORTS, OTHER, DAY = ("652702", "654326"), "654026", date(2026, 11, 26)


@pytest.fixture(scope="module")
def ported(plan_file, tmp_path_factory):
    """A database with two counties that have a port, and a figure and a matter of three."""
    path = tmp_path_factory.mktemp("ports") / "caomu.duckdb"
    shutil.copy(plan_file, path)
    with open_store(path) as store:
        record_port(store, name="吉木乃口岸", area_id=PORTS[1], kind="road", source="测试文件1号")
        confirm_port_group(store, load_port_group(store).counties)
        for place, area_id in enumerate((*PORTS, OTHER)):
            record_matter(
                store,
                kind="inspection",
                title=f"事项{place}",
                lead_unit="测试单位",
                authority="测试机关",
                document_no="测试1号",
                area_id=area_id,
                assigned_on=DAY,
            )
    return path


def run(ported, capsys, parser, *arguments):
    code = run_command(parser(), [*arguments, "--db", str(ported)])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    return json.loads(captured.out) if "--json" in arguments else captured.err


def test_functions_take_the_group_as_an_area(ported):
    with open_store(ported) as store:
        inputs = load_county_inputs(store)
        briefing = compose(store, PORT_GROUP, parts=("counties", "targets"), year=None)
    assert list_counties(inputs, PORT_GROUP, 2026) == list(PORTS)
    bound = {area for areas in list_duties(inputs, PORT_GROUP, DAY)["area_ids"] for area in areas}
    assert bound and bound <= set(PORTS)
    projects = pd.DataFrame({"area_id": [*PORTS, OTHER]})
    found = filter_projects(projects, area_ids=list_members(inputs.progress, PORT_GROUP, 2026))
    assert list(found["area_id"]) == list(PORTS)
    texts = " ".join(list_texts(briefing))
    assert "阿拉山口市" in texts and "吉木乃县" in texts and "昭苏县" not in texts


def test_commands_take_the_group(ported, capsys, tmp_path):
    progress = ("progress", "--area", PORT_GROUP, "--json")
    rows = run(ported, capsys, make_engine_parser, *progress)
    assert {row["area_id"] for row in rows} == {PORT_GROUP}

    matters = ("matters", "--area", PORT_GROUP, "--as-of", str(DAY), "--json")
    rows = run(ported, capsys, make_parser, *matters)
    assert {row["title"] for row in rows if row["title"].startswith("事项")} == {"事项0", "事项1"}

    out = tmp_path / "missing.xlsx"
    run(ported, capsys, make_parser, "missing", str(out), "--area", PORT_GROUP)
    sheet = load_workbook(out).worksheets[0]
    named = {cell.value for column in sheet.iter_cols() for cell in column}
    assert "吉木乃县" in named and "昭苏县" not in named

    picture = tmp_path / "map.svg"
    plate = ("plate", "--indicator", "cattle_stock", "--year", "2024", "--role", PORT_GROUP)
    run(ported, capsys, make_map_parser, *plate, "--out", str(picture))
    assert picture.stat().st_size > 10_000
