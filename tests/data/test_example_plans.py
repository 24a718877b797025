"""The example plans of the documentation go through the same commands as the first plan."""

import json
import shutil
from datetime import date
from types import SimpleNamespace

import pytest

from data.__main__ import make_parser
from data.commands import run_command
from data.ledger.decisions import record_decision
from data.store.build import open_store
from data.store.plan import load_plan_words
from data.store.plan_logic import check_plan
from data.store.statements import DEFAULT_PLAN, ROOT
from data.words.catalogue import t, use_language, use_plan_words
from indicators.__main__ import make_parser as make_engine_parser
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs
from pages.documents.county_card import build_county_card, make_county_card
from pages.server.parameters import ParameterError, read_for_plan
from pages.server.resources import RESOURCES
from tests.data.store.test_plans import ORIGIN
from tests.pages.documents.making import ALL_BUT_CARDS, compose, list_texts

EXAMPLES = ROOT / "docs" / "examples" / "plans"
YILI, ALASHANKOU = "yili", "alashankou"


@pytest.fixture(scope="module")
def added(plan_file, tmp_path_factory):
    """A database with both example plans."""
    database = tmp_path_factory.mktemp("examples") / "caomu.duckdb"
    shutil.copy(plan_file, database)
    for plan_id in (YILI, ALASHANKOU):
        arguments = ["plan", "add", str(EXAMPLES / plan_id), "--db", str(database)]
        assert run_command(make_parser(), arguments) == 0
    return database


@pytest.fixture
def database(added, tmp_path):
    shutil.copytree(added.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / added.name


def ask(capsys, database, *arguments, parser=make_engine_parser):
    code = run_command(parser(), [*arguments, "--json", "--db", str(database)])
    assert code == 0
    return json.loads(capsys.readouterr().out)


def send(database, send_figures, area_id, figures):
    with open_store(database) as store:
        send_figures(
            store,
            *(
                {"indicator_id": indicator_id, "area_id": area_id, "year": year, "value": value}
                for indicator_id, year, value in figures
            ),
        )


def get_targets(rows):
    return {row["target_id"]: (row["target_status"], row["target_reason"]) for row in rows}


@pytest.mark.parametrize("plan_id", [YILI, ALASHANKOU])
def test_the_examples_are_sound(plan_id):
    assert check_plan(EXAMPLES / plan_id) == []


def test_every_check_holds_with_both_plans(capsys, database):
    checks = ask(capsys, database, "check", parser=make_parser)
    assert [check for check in checks if check["rows"]] == []


def test_the_items_are_seen_from_parts_of_the_plans_own_area(capsys, database):
    rows = ask(capsys, database, "boxes", "--plan", YILI, "--area", "654026")
    assert {(row["area_id"], row["judged_area_id"], row["binding"]) for row in rows} == {
        ("654026", "654000", "whole")
    }
    outside = ["boxes", "--plan", YILI, "--area", "650000", "--db", str(database)]
    assert run_command(make_engine_parser(), outside) == 1
    assert "新疆维吾尔自治区" in capsys.readouterr().err


def test_each_plan_calls_its_tasks_by_its_own_word(database):
    with open_store(database) as store:
        found = {
            row["plan_id"]: load_plan_words(store.for_plan(row["plan_id"]))
            for row in store.list_plans()
        }
    found["without"] = load_plan_words(SimpleNamespace(query_rows=lambda name: []))
    # What holds where no plan is known is what the first plan says.
    assert t("shell.page.boxes") == found.pop(DEFAULT_PLAN)["zh"]["plan_items"] == "专栏项目"
    titles = {
        YILI: ("主要举措", "Main measures"),
        ALASHANKOU: ("主要任务", "Main tasks"),
        "without": ("重点任务", "Key tasks"),
    }
    for plan_id, words in found.items():
        title, english = titles[plan_id]
        with use_plan_words(words):
            assert t("shell.page.boxes") == title
            with use_language("en"):
                assert t("shell.page.boxes") == english
                assert english.lower() in t("boxes.verdict", total=2, parts="")


def test_what_yili_wants(capsys, database, send_figures):
    """突破40亿元 in 2023 is more than 40; 100亿元 in 2025 and 50家以上 are met at the number."""
    send(
        database,
        send_figures,
        "654000",
        [
            ("cross_border_trade", 2022, 30.0),
            ("cross_border_trade", 2023, 40.0),
            ("cross_border_trade", 2025, 100.0),
            ("incubated_firms", 2025, 50.0),
            ("leading_firms", 2025, 49.0),
            ("influential_brands", 2025, 12.0),
        ],
    )
    rows = ask(capsys, database, "progress", "--plan", YILI)
    assert get_targets(rows) == {
        "trade_2023": ("missed", None),
        "trade_2025": ("achieved", None),
        "incubated_2025": ("achieved", None),
        "leading_2025": ("missed", None),
        "brands_2025": ("achieved", None),
        # A rank without a definition: not judged, whatever figures there are.
        "rank_2030": ("cannot_judge", "qualitative"),
    }
    found = {row["target_id"]: row for row in rows}
    assert found["trade_2023"]["target_note"] == "reached_late"
    assert found["brands_2025"]["target_note"] == "differs_from_plan"
    assert {row["area_id"] for row in rows} == {"654000"}


def test_a_rank_stays_unjudged_even_with_a_figure(capsys, database, send_figures):
    send(database, send_figures, "654000", [("rank_midwest", 2024, 1.0)])
    rows = ask(capsys, database, "progress", "--plan", YILI)
    assert get_targets(rows)["rank_2030"] == ("cannot_judge", "qualitative")


def test_three_readings_of_three_years(capsys, database, send_figures):
    """28 by the end of 2025 is missed under two readings; under the third one there is a year."""
    figures = [(2022, 0.0), (2023, 3.0), (2025, 28.0)]
    send(
        database,
        send_figures,
        "652702",
        [("market_procurement_exports", year, value) for year, value in figures],
    )
    rows = ask(capsys, database, "progress", "--plan", ALASHANKOU)
    assert get_targets(rows)["exports_2023"] == ("achieved", None)
    own = {row["reading_id"]: row for row in rows if row["target_id"] == "exports_three_years"}
    assert {name: row["target_year"] for name, row in own.items()} == {
        "by_end_of_2025": 2025,
        "by_april_2026": 2025,
        "by_end_of_2026": 2026,
    }
    assert own["by_end_of_2025"]["status"] == own["by_april_2026"]["status"] == "missed"
    # Three of four years since 2022 have passed: 28 ÷ 30 is ahead of 3 ÷ 4.
    assert own["by_end_of_2026"]["status"] == "on_pace"
    assert own["by_end_of_2026"]["time_elapsed"] == pytest.approx(0.75)
    assert get_targets(rows)["exports_three_years"] == ("cannot_judge", "reading_undecided")
    with open_store(database) as store:
        record_decision(
            store.for_plan(ALASHANKOU),
            "reading",
            "exports_three_years",
            area_id="652702",
            reading_id="by_end_of_2026",
            **ORIGIN,
        )
    rows = ask(capsys, database, "progress", "--plan", ALASHANKOU)
    assert get_targets(rows)["exports_three_years"] == ("on_pace", None)


@pytest.mark.parametrize(
    ("plan_id", "area_id", "indicator_id"),
    [(YILI, "654000", "cross_border_trade"), (ALASHANKOU, "652702", "market_procurement_exports")],
)
def test_a_pack_is_about_its_own_plan(database, send_figures, plan_id, area_id, indicator_id):
    """No roles of another plan, no livestock, its own area's newest year, a target by its name."""
    figures = [(2022, 1.0), (2023, 20.0), (2025, 28.0)]
    send(database, send_figures, area_id, [(indicator_id, year, value) for year, value in figures])
    with open_store(database) as store:
        briefing = compose(store.for_plan(plan_id), area_id, parts=ALL_BUT_CARDS, year=None)
    texts = list_texts(briefing)
    for word in ("专栏1", "产业定位", "牛", "羊", "（）"):
        assert not [text for text in texts if word in text], word
    assert briefing.year == 2025
    assert "roles" not in {section.part for section in briefing.sections}
    assert len(briefing.sections) > 5
    (chart,) = (block for _, block in briefing.list_blocks() if block.block_id == "completion")
    assert len(set(chart.categories)) == len(chart.categories) > 1


def test_a_card_leaves_out_what_a_plan_without_roles_does_not_have(database):
    with open_store(database) as store:
        inputs = load_county_inputs(store.for_plan(ALASHANKOU))
        for area_id in ("652702", "652700"):
            content = build_county_card(inputs, area_id, 2025, date(2026, 11, 26))
            said = [content[f"{part}_summary"] for part in ("roles", "duties", "unreported")]
            assert said == ["", "", ""] and content["duties"] == content["roles"] == []
        assert make_county_card(inputs, "652702", 2025, date(2026, 11, 26)).startswith(b"%PDF")


def test_a_citys_own_plan_asks_the_city_for_its_figures(database):
    with open_store(database) as store:
        inputs = load_county_inputs(store.for_plan(ALASHANKOU))
        missing = list_missing(inputs, date(2026, 11, 26))
    assert [(row.area_id, row.year) for row in missing.itertuples()] == [
        ("652702", year) for year in (2023, 2024, 2025)
    ]


def test_the_interface_answers_about_the_plan_that_is_asked_for(database):
    resources = {resource.name: resource for resource in RESOURCES}

    def load(name, *given):
        resource = resources[name]
        with open_store(database) as store:
            seen, values = read_for_plan(resource.parameters, list(given), store)
            return resource.load(seen, values)[list(resource.fields)]

    assert list(load("plans")["is_default"]) == [True, False, False]
    assert set(load("progress", ("plan", YILI))["area_id"]) == {"654000"}
    assert len(load("boxes", ("plan", ALASHANKOU), ("box", "1"))) == 10
    for given in ([("plan", "gone")], [("plan", ALASHANKOU), ("box", "2")], [("box", "1")]):
        with pytest.raises(ParameterError):
            load("boxes", *given)


def test_ten_tasks_of_which_four_name_a_lead(capsys, database):
    items = ask(capsys, database, "boxes", "--plan", ALASHANKOU)
    assert len(items) == 10 and {row["status"] for row in items} == {"programme"}
    with open_store(database) as store:
        named = store.for_plan(ALASHANKOU).query("queries/box_items")
    assert list(named["lead_zh"].dropna()) == ["阿拉山口市人民政府"] * 4


def test_the_first_plan_does_not_change(capsys, database, plan_file):
    before = ask(capsys, plan_file, "progress")
    assert ask(capsys, database, "progress") == before
