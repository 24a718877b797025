"""What the plan says itself is shown where it belongs, for whom it speaks, in both languages."""

import re

import pytest

from data.store.plan import load_box_terms, load_plan_items
from data.words.catalogue import load_catalogue
from pages.shell.cache import get_store
from tests.conftest import record_figures
from tests.pages.conftest import read_text

GROUPS = {
    "plan_counties": ("37", ("2,158", "54", "61", "254", "2,544", "42.59")),
    "pastoral": ("22", ("6,858",)),
    "semi_pastoral": ("15", ("6,334",)),
}


def cut(text: str, title: str) -> str:
    """Return what stands below a heading, up to the next heading or part that unfolds."""
    # The list of jumps at the head of the page names it too.
    below = text.rpartition(f">{title}<")[2]
    return re.split(r'<h2 class="block">|</?details', below)[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("area_id", GROUPS)
@pytest.mark.parametrize(("page", "key"), [("overview", "area"), ("county", "code")])
def test_a_group_shows_what_the_plan_states_of_it(open_page, page, key, area_id, language):
    words = load_catalogue(language)
    app = open_page(page, lang=language, **{key: area_id})
    assert not app.exception
    text = read_text(app)
    shown = cut(text, words["plan.baselines_title"])
    count, values = GROUPS[area_id]
    assert count in shown and all(f">{value}" in shown for value in values)
    assert shown.count("<tr") == len(values) + 1
    assert words["overview.no_figures"] not in text
    assert words["documents.no_figures"] not in text
    if area_id == "plan_counties":
        assert shown.count(words["plan.no_year"]) == 2 and shown.count("2021") == 4
        assert ("not the combined cover" if language == "en" else "不是同一指标") in shown
        assert language == "zh" or not re.search("[一-鿿]", shown)


def test_the_region_shows_no_figures_of_the_groups(open_page):
    words = load_catalogue("zh")
    text = read_text(open_page("overview"))
    assert words["plan.others_title"] in text and words["plan.baselines_title"] not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_region_lists_what_else_the_plan_asks(open_page, language):
    words = load_catalogue(language)
    shown = cut(read_text(open_page("overview", lang=language)), words["plan.others_title"])
    items = load_plan_items(get_store())
    assert len(items) == 10 and all(name in shown for name in items[f"name_{language}"])
    assert shown.count(f">{words['plan.ask.none']}</td>") == 9
    assert words["shell.no_data"] in shown and words["plan.standing.met"] not in shown


def test_below_the_region_only_the_requirement_is_asked(open_page):
    words = load_catalogue("zh")
    shown = cut(read_text(open_page("overview", area="654026")), words["plan.others_title"])
    assert shown.count("<tr") == 2 and "采精种公畜" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_terms_of_the_boxes_stand_beside_their_items(open_page, language):
    words = load_catalogue(language)
    text = read_text(open_page("boxes", lang=language))
    terms = load_box_terms(get_store()).query("subject_kind == 'box_item'")
    assert all(name in text for name in terms[f"name_{language}"])
    separator = words["shell.list_separator"]
    farms = terms[terms["subject_id"] == "box2_conservation_farms"][f"name_{language}"]
    named = words["plan.terms.open"].format(list=separator.join(farms))
    assert words["plan.terms.breed"].format(list=named) in text


def test_terms_of_a_role_stand_on_its_page(open_page):
    text = read_text(open_page("roles", role="altay_kazakh_sheep"))
    assert "品种：阿勒泰羊、哈萨克羊等<" in text
    text = read_text(open_page("roles", role="wheat_silage"))
    assert "作物：冬小麦、青贮玉米<" in text, "a closed list has no 等"


def test_a_requirement_is_met_only_at_a_hundred_per_cent(open_page):
    words = load_catalogue("zh")
    figure = {"indicator_id": "tested_sires_share", "area_id": "650000"}
    for year, value, key in ((2024, 98.0, "not_met"), (2025, 100.0, "met")):
        record_figures(get_store(), figure | {"year": year, "value": value})
        shown = cut(read_text(open_page("overview", year=str(year))), words["plan.others_title"])
        assert words[f"plan.standing.{key}"] in shown and f"{value:.0f}%" in shown
