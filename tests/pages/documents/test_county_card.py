"""The card of a county: one A4 page, its fonts in it, nothing that the plan does not say."""

import re
import shutil
from datetime import date

import pytest
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

from data.errors import UnknownIdError
from data.ledger.codes import Coded, find_coded
from data.ledger.groups import save_members
from data.store.database import Store
from data.words.catalogue import LANGUAGES, use_language
from indicators.counties.profile import load_county_inputs
from indicators.targets.progress import find_newest_year
from pages.documents.__main__ import make_parser
from pages.documents.county_card import build_county_card, make_county_card
from tests.conftest import IN_BOTH_LANGUAGES, record_figures

AS_OF = date(2025, 8, 1)


@pytest.fixture(scope="module")
def plan(plan_store):
    return load_county_inputs(plan_store)


@pytest.fixture(scope="module")
def full(plan_file, tmp_path_factory):
    """Every indicator of every role, for every county of box 1, in two years."""
    store = Store(shutil.copy(plan_file, tmp_path_factory.mktemp("full") / "caomu.duckdb"))
    inputs = load_county_inputs(store)
    indicators = sorted(set(inputs.role_indicators["indicator_id"]))
    derived = inputs.progress.index.operands
    figures = [
        {
            "indicator_id": name,
            "area_id": area_id,
            "year": year,
            "value": 1234.56 % number + 1,
            "source": f"统计年报第{number % 7}册",
        }
        for number, area_id in enumerate(sorted(inputs.roles_by_county), start=7)
        for name in indicators
        if name not in derived
        for year in (2023, 2024)
    ]
    record_figures(store, *figures)
    with store:
        yield load_county_inputs(store)


def test_the_code_on_a_card_is_found_and_stands_for_its_area_and_year(plan, plan_store):
    printed = build_county_card(plan, "654026", 2024, AS_OF)["code"]
    (coded,) = find_coded(plan_store, printed.removeprefix("数据码"))
    assert coded == Coded(None, "654026", 2024, plan.figures_version)


def list_texts(value):
    """Yield every text of a card."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif not isinstance(value, (int, float)):
        for item in value:
            yield from list_texts(item)


@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_every_area_gets_one_page(full, language):
    areas = [
        "650000",
        "654026",
        "654321",
        "652701",
        "653131",
        "654300",
        "box1_counties",
        "local",
        "ili_direct",
        "pastoral",
        "650102",
        "659013",
    ]
    with use_language(language):
        for area_id in areas:
            assert make_county_card(full, area_id, 2024, AS_OF).startswith(b"%PDF"), area_id


def test_it_is_a_pdf_with_its_fonts_inside(plan):
    pdf = make_county_card(plan, "654026", 2024, AS_OF)
    assert pdf.startswith(b"%PDF")
    assert b"/FontFile3" in pdf
    assert b"NotoSansSC" in pdf
    assert re.search(rb"/MediaBox\s*\[\s*0 0 595\.2[0-9]* 841\.8", pdf)


def test_the_same_day_makes_the_same_file(plan):
    assert make_county_card(plan, "654022", 2024, AS_OF) == make_county_card(
        plan, "654022", 2024, AS_OF
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_character_is_missing_from_the_font(full, language):
    known = set(TTFont(sans_path()).getBestCmap())
    with use_language(language):
        for area_id in ("654026", "box1_counties", "650102"):
            content = build_county_card(full, area_id, 2024, AS_OF)
            texts = "".join(list_texts(content))
            assert not {character for character in texts if ord(character) not in known}


def test_it_names_exactly_the_roles_of_the_county(plan):
    for area_id in ("654026", "652823", "653131", "650121"):
        role_ids = plan.roles_by_county[area_id]
        content = build_county_card(plan, area_id, 2024, AS_OF)
        shown = "、".join(row["roles"] for row in content["roles"])
        names = plan.roles.set_index("role_id")["name_zh"]
        assert shown == "、".join(names[role_id] for role_id in role_ids)


def test_a_county_outside_the_plan_says_so(plan):
    content = build_county_card(plan, "652926", 2024, AS_OF)
    assert content["roles"] == []
    assert content["roles_summary"] == "规划未列拜城县，没有明确产业定位。"


def test_a_group_without_members_says_so(plan):
    content = build_county_card(plan, "pastoral", 2024, AS_OF)
    assert "尚未上传" in content["roles_summary"]
    assert content["stated"] == ["牧民人均牧业收入6,858元（2021 · 规划数据，一（一）2）"]


def test_what_is_missing_is_said_and_never_zero(plan):
    rows = build_county_card(plan, "654026", find_newest_year(plan.progress), AS_OF)["figures"]
    assert len(rows) > 10
    assert {row["value"] for row in rows} == {"无数据"}
    assert {row["change"] for row in rows} == {""}
    assert {row["place"] for row in rows} == {"—"}


def test_every_figure_carries_year_state_and_source(full):
    for row in build_county_card(full, "654026", 2024, AS_OF)["figures"]:
        assert row["has_value"], row["name"]
        assert re.match(r"2024 · (自报|计算)", row["provenance"])
        assert row["source"]


def test_formulas_are_told_with_names(full):
    sources = build_county_card(full, "654026", 2024, AS_OF)["sources"]
    assert any("计算公式：牛出栏÷牛年末存栏（上年）" in source for source in sources)
    assert not any("[t" in source for source in sources)


def test_the_duties_of_the_boxes_stand_with_their_clause(plan):
    duties = {row["name"]: row for row in build_county_card(plan, "654026", 2024, AS_OF)["duties"]}
    assert duties["肉牛扩繁场"]["asked"] == "每县1个以上"
    assert duties["智慧草原畜牧业示范场"]["asked"] == "每县3户以上"
    assert duties["县级信息化平台"]["clause"] == "专栏9"
    assert duties["北疆肉羊核心育种场"]["asked"] == "北疆共2—3个"


def test_english_is_english(plan):
    with use_language("en"):
        content = build_county_card(plan, "654026", 2024, AS_OF)
    assert not [text for text in list_texts(content) if re.search(r"[\u4e00-\u9fff]", text)]


def test_members_sent_later_change_the_card(store):
    save_members(store, "pastoral", ["654026", "654027"])
    content = build_county_card(load_county_inputs(store), "pastoral", 2024, AS_OF)
    assert [county["name"] for county in content["counties"]] == ["昭苏县", "特克斯县"]


def test_an_unknown_code_is_refused(plan):
    with pytest.raises(UnknownIdError):
        make_county_card(plan, "110000", 2024, AS_OF)


def run(*arguments):
    from data.commands import run_command

    return run_command(make_parser(), [str(argument) for argument in arguments])


def test_the_command_writes_the_file(plan_file, tmp_path, capsys):
    out = tmp_path / "a.pdf"
    assert run("county", "654026", "--out", out, "--db", plan_file, "--lang", "en") == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert str(out) in capsys.readouterr().err


def test_the_command_says_what_it_does_not_know(plan_file, tmp_path, capsys):
    assert run("county", "999999", "--out", tmp_path / "a.pdf", "--db", plan_file) == 1
    assert "999999" in capsys.readouterr().err


def test_the_command_makes_no_folder(plan_file, tmp_path, capsys):
    out = tmp_path / "a" / "b" / "c.pdf"
    assert run("county", "654026", "--out", out, "--db", plan_file, "--lang", "en") == 1
    assert str(out.parent) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_said(plan_file, tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert run("county", "654026", "--out", tmp_path / "file" / "a.pdf", "--db", plan_file) == 1
    assert "a.pdf" in capsys.readouterr().err
