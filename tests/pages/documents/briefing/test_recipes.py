"""Recipes are files: ours can be read, an office's own take their place, faults are named."""

import pytest

from data.words.catalogue import LANGUAGES, use_language
from pages.documents.briefing.recipes import PARTS, SHIPPED, RecipeError, list_recipes, load_recipe

KNOWN = {
    "beef_output",
    "mutton_output",
    "milk_output",
    "cattle_stock",
    "sheep_stock",
    "cattle_slaughtered",
    "sheep_slaughtered",
    "beef_carcass_yield",
    "mutton_carcass_yield",
}
GOOD = """
name: {zh: 我的, en: Mine}
title: {zh: "{area}情况", en: "{area}"}
parts: [summary, owed]
"""


@pytest.mark.parametrize("name", ["pack", "quarterly", "one_page"])
def test_our_recipes_can_be_read(name, tmp_path):
    recipe = load_recipe(name, KNOWN, own=tmp_path)
    assert recipe.parts and set(recipe.parts) <= set(PARTS)
    for language in LANGUAGES:
        with use_language(language):
            assert recipe.name and "{area}" in recipe.title


def test_the_whole_pack_has_every_part(tmp_path):
    assert set(load_recipe("pack", KNOWN, own=tmp_path).parts) == set(PARTS)


def test_a_file_of_the_office_takes_the_place_of_ours(tmp_path):
    (tmp_path / "pack.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "leader.yml").write_text(GOOD, encoding="utf-8")
    assert list(list_recipes(tmp_path)) == ["pack", "one_page", "quarterly", "leader"]
    assert load_recipe("pack", KNOWN, own=tmp_path).parts == ("summary", "owed")


def test_parts_asked_for_take_the_place_of_the_recipes(tmp_path):
    assert load_recipe("pack", KNOWN, ("maps",), tmp_path).parts == ("maps",)


def test_a_name_is_no_path(tmp_path):
    with pytest.raises(RecipeError) as caught:
        load_recipe(f"../{SHIPPED.name}/pack", KNOWN, own=tmp_path)
    assert caught.value.key == "recipe_unknown"


@pytest.mark.parametrize(
    ("content", "key", "problem"),
    [
        ("- a list", "recipe_malformed", "name"),
        (GOOD + "colour: red", "recipe_malformed", "colour"),
        (GOOD.replace("en: Mine", "en: 3"), "recipe_malformed", "name"),
        (GOOD.replace("[summary, owed]", "summary"), "recipe_malformed", "parts"),
        (GOOD.replace("[summary, owed]", "[]"), "recipe_malformed", "parts"),
        (GOOD + "most_rows: -1", "recipe_malformed", "most_rows"),
        (GOOD + "pages: 3", "recipe_malformed", "pages"),
        (GOOD + "key: [", "recipe_syntax", "5"),
        (GOOD + "\tzh: 3", "recipe_syntax", "5"),
        (GOOD + "parts: [maps]", "recipe_twice", "parts"),
        (GOOD + "#" * 20_001, "recipe_long", ""),
        (GOOD.encode("gb18030"), "recipe_encoding", ""),
        (GOOD.encode("utf-16"), "recipe_encoding", ""),
        (GOOD.replace("{area}情况", "{county}"), "recipe_title", "county"),
        (GOOD.replace("{area}情况", "{area"), "recipe_title", "{area"),
        (GOOD.replace("{area}情况", "{}"), "recipe_title", "{}"),
        (GOOD.replace("{area}情况", "{area.__class__}"), "recipe_title", "__class__"),
        (GOOD.replace("{area}情况", "{year:>99999999}"), "recipe_title", "99999999"),
        (GOOD.replace("owed", "weather"), "recipe_part", "weather"),
        (GOOD + "charts: [rain]", "recipe_indicator", "rain"),
        ("!!python/object/apply:os.system ['true']", "recipe_syntax", ""),
    ],
)
def test_a_fault_is_named(content, key, problem, tmp_path):
    written = content if isinstance(content, bytes) else content.encode()
    (tmp_path / "mine.yml").write_bytes(written)
    with pytest.raises(RecipeError) as caught:
        load_recipe("mine", KNOWN, own=tmp_path)
    assert caught.value.key == key
    fields = caught.value.fields
    assert fields["file"] and problem in str(fields.get("problem", fields.get("value", fields)))
