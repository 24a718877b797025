"""Plates: complete frames, names that never overlap, no missing glyph, and golden pictures."""

import io
import re
import warnings
from dataclasses import replace

import numpy as np
import pytest
import shapely
from matplotlib.font_manager import get_font
from PIL import Image

from data.clock import get_today
from data.ledger.codes import Coded, find_coded, load_figures_version
from data.words.catalogue import LANGUAGES, load_catalogue, t, use_language
from data.words.numbers import load_unit_names
from geo import sources
from geo.canvas import DPI, DRAWN, FONT_FILE, MM_PER_INCH, SIZES, PlateError, drawing, spell_powers
from geo.labels import list_labels, place_labels
from geo.multiples import MultiplesError, draw_multiples, make_page
from geo.palettes import STATUS_SYMBOLS
from geo.panel import INSETS
from geo.plate import PlateOptions, draw_plate, load_map_layer, make_sheet
from tests.geo import golden
from tests.geo.kinds import KINDS, make_view

# Mean difference of a colour channel (of 255) up to which two pictures are the same.
GOLDEN_TOLERANCE = 2.0
# Characters that stand in words of the interface and never in a picture.
NEVER_PRINTED = set(STATUS_SYMBOLS.values())


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name.endswith("zh") else pytest.mark.slow)
        for name in golden.NAMES
    ],
)
def test_the_plate_looks_as_it_did(store, name):
    drawn, kept = golden.draw(store, name).astype(int), golden.read(name).astype(int)
    assert drawn.shape == kept.shape
    assert np.abs(drawn - kept).mean() < GOLDEN_TOLERANCE


def test_another_map_is_noticed():
    role = golden.read("role-zh").astype(int)
    assert np.abs(role - golden.read("coverage-zh")).mean() > 2 * GOLDEN_TOLERANCE


@pytest.mark.parametrize(
    ("kind", "language"),
    [
        *(
            (kind, "zh")
            if kind in ("indicator", "roles", "status")
            else pytest.param(kind, "zh", marks=pytest.mark.slow)
            for kind in KINDS
        ),
        ("peers", "en"),
        pytest.param("change", "en", marks=pytest.mark.slow),
    ],
)
def test_the_frame_is_complete(store, kind, language):
    with use_language(language), drawing():
        view = make_view(store, kind)
        words = " ".join(make_sheet(view, PlateOptions(size="wide")).words)
        keys = [t("plate.key", label=item.label, n=item.count) for item in view.legend]
        wanted = [t("plate.internal"), t("plate.north"), "300", "85°E"]
    flat = re.sub(r"\s", "", words)
    for text in [view.title, view.cutoff, *view.sources, *keys, *wanted]:
        assert re.sub(r"\s", "", text) in flat


def test_a_picture_tells_the_regions_figure_who_disagrees_and_its_day(store):
    view = make_view(store, "indicator")
    assert view.region == "全区：62.08万吨（已公布）"
    names = ("昭苏县", "特克斯县", "新源县", "尼勒克县", "巩留县", "伊宁县")
    with drawing():
        words = make_sheet(replace(view, disagreeing=names), PlateOptions()).words
        plain = make_sheet(view, PlateOptions()).words
    assert "制图日期：" + f"{get_today():%Y-%m-%d}" in words
    line = next(text for text in words if text.startswith("全区"))
    assert line == (
        "全区：62.08万吨（已公布）；"
        "不同来源的数不一致：昭苏县；特克斯县；新源县；尼勒克县；巩留县等6个"
    )
    assert "全区：62.08万吨（已公布）" in plain


@pytest.mark.parametrize(
    ("kind", "indicator_id", "year"),
    [("indicator", "beef_output", 2024), ("change", "beef_output", None), ("status", None, 2024)],
)
def test_the_code_on_a_map_is_found_and_stands_for_its_figures(store, kind, indicator_id, year):
    with drawing():
        words = make_sheet(make_view(store, kind), PlateOptions()).words
    (code,) = (text.removeprefix("数据码") for text in words if text.startswith("数据码"))
    version = load_figures_version(store)
    assert find_coded(store, code) == [Coded(indicator_id, "650000", year, version)]


def test_maps_of_several_years_have_the_code_of_all_years_and_roles_have_none(store):
    views = [make_view(store, "indicator", year) for year in (2023, 2024)]
    with drawing():
        many = make_page(views, ["2023", "2024"], "x", PlateOptions()).words
        roles = make_sheet(make_view(store, "roles"), PlateOptions()).words
    (code,) = (text.removeprefix("数据码") for text in many if text.startswith("数据码"))
    assert find_coded(store, code)[0].year is None
    assert not [text for text in roles if text.startswith("数据码")]


def test_made_up_figures_are_marked_on_one_map_and_on_many(store):
    views = [
        replace(make_view(store, "indicator"), watermark=mark)
        for mark in ("", t("map.demonstration"))
    ]
    with drawing():
        one = make_sheet(views[1], PlateOptions(size="square"))
        many = make_page(views, ["2023", "2024"], "x", PlateOptions())
    for sheet in (one, many):
        (mark,) = (text for text in sheet.figure.texts if text.get_text() == views[1].watermark)
        assert mark.get_window_extent(sheet.canvas.get_renderer()).width < sheet.figure.bbox.width


def test_an_approval_number_takes_the_place_of_the_internal_sentence(store):
    with drawing():
        words = make_sheet(
            make_view(store, "role"), PlateOptions(approval_number="GS(2024)0000")
        ).words
    assert "审图号：GS(2024)0000" in words
    assert t("plate.internal") not in words


@pytest.mark.parametrize("size", SIZES)
def test_png_has_300_dots_per_inch_at_every_size(store, size):
    data = draw_plate(make_view(store, "role"), "png", PlateOptions(size=size, labels="none"))
    with Image.open(io.BytesIO(data)) as picture:
        width, height = (length / MM_PER_INCH * DPI for length in SIZES[size])
        assert abs(picture.width - width) <= 1 and abs(picture.height - height) <= 1
        assert picture.info["dpi"] == pytest.approx((DPI, DPI), abs=0.5)


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_vector_files_are_what_they_say_and_always_the_same(store, kind, start):
    view = make_view(store, "role")
    first, second = (draw_plate(view, kind) for _ in range(2))
    assert first.startswith(start)
    assert first == second
    assert kind != "pdf" or b"NotoSansSC" in first, "a PDF carries its font"


@pytest.mark.parametrize(
    ("kind", "size", "key"), [("jpg", "a4", "plate_format"), ("png", "a0", "plate_size")]
)
def test_what_cannot_be_made_is_said(store, kind, size, key):
    with pytest.raises(PlateError) as caught:
        draw_plate(make_view(store, "role"), kind, PlateOptions(size=size))
    assert caught.value.key == key


def test_no_glyph_of_any_word_is_missing(store):
    areas, roles = sources.load_map_areas(store), sources.load_role_names(store)
    indicators = sources.load_map_indicators(store)
    texts = [
        text
        for language in LANGUAGES
        for key, text in load_catalogue(language).items()
        if key.startswith(("map.", "plate.", "status.", "shell.unit"))
    ]
    for table in (areas, roles, indicators):
        texts += [*table["name_zh"], *table["name_en"]]
    texts += [*indicators["unit"], *load_unit_names().values()]
    texts += list(sources.load_figures(store, "livestock_stock")["source"])
    missing = find_missing_glyphs("".join(text for text in texts if text))
    assert not missing - NEVER_PRINTED


def test_a_missing_glyph_is_found_and_does_not_pass_unseen(store):
    assert find_missing_glyphs("草\u1234") == {"\u1234"}
    view = replace(make_view(store, "role"), title="草牧\u1234")
    with warnings.catch_warnings(), pytest.raises(UserWarning, match="missing from font"):
        warnings.simplefilter("error")
        draw_plate(view, "png", PlateOptions(labels="none"))


@pytest.mark.parametrize(
    ("kind", "language"),
    [("indicator", "zh"), ("role", "en"), ("status", "zh"), ("prefecture", "en")],
)
def test_names_never_overlap(store, kind, language):
    with use_language(language), drawing():
        view = make_view(store, kind)
        sheet = make_sheet(view, PlateOptions(labels="none"))
        panel = sheet.figure.axes[0]
        labels = place_labels(
            sheet,
            panel,
            load_map_layer(view.level),
            list_labels(view),
            may_stand_beside=kind == "role",
            keep_marks=kind == "status",
        )
    boxes = np.array([label.box for label in labels])
    assert len(boxes) > 3
    for number, (west, south, east, north) in enumerate(boxes[:-1]):
        rest = boxes[number + 1 :]
        assert not (
            (west < rest[:, 2]) & (east > rest[:, 0]) & (south < rest[:, 3]) & (north > rest[:, 1])
        ).any()


def test_every_county_with_the_role_is_named(store):
    view = make_view(store, "role")
    with drawing():
        words = make_sheet(view, PlateOptions()).words
    named = set(view.drawn.loc[view.drawn["key"] == "class", "short_name"])
    assert named <= set(words)


def test_extremes_are_the_highest_and_the_lowest_with_their_values(store):
    view = make_view(store, "indicator")
    words = list_labels(view, "extremes", n=2)
    ordered = view.drawn["value"].dropna().sort_values()
    assert list(words.index) == [*ordered.index[::-1][:2], *ordered.index[:2]]
    assert words.iloc[0].endswith(view.units.at[words.index[0], "text"])


def test_chosen_names_are_the_chosen_ones(store):
    words = list_labels(make_view(store, "indicator"), "chosen", chosen=("654026", "650000"))
    assert list(words.index) == ["654026"]
    assert list_labels(make_view(store, "indicator"), "none").empty


def test_insets_keep_off_the_land(store):
    land, view = load_map_layer("county").union_all(), make_view(store, "role")
    shapely.prepare(land)
    with drawing():
        for size in SIZES:
            sheet = make_sheet(view, PlateOptions(size=size, labels="none"))
            panel, insets = sheet.figure.axes[0], sheet.figure.axes[1 : 1 + len(INSETS)]
            for axes in insets:
                box = axes.get_window_extent().transformed(panel.transData.inverted())
                assert not shapely.box(box.x0, box.y0, box.x1, box.y1).intersects(land)


def test_years_on_one_page_share_breaks(store):
    views = [make_view(store, "indicator", year) for year in (2019, 2024)]
    assert draw_multiples(views, ["2019", "2024"], "x", "png").startswith(b"\x89PNG")


def test_one_legend_has_the_keys_of_every_year(store):
    views = [make_view(store, "indicator", year) for year in (2024, 2019)]
    keys = [{item.label for item in view.legend} for view in views]
    assert "当时尚未设立" in keys[1] - keys[0], "in 2024 two did not exist, without an outline"
    with drawing():
        sheet = make_page(views, ["2024", "2019"], "x", PlateOptions())
        texts = [text.get_text() for text in sheet.figure.texts]
    assert all(texts.count(label) == 1 for label in keys[0] | keys[1])


def test_maps_that_differ_do_not_share_a_page(store):
    with pytest.raises(MultiplesError) as caught:
        draw_multiples([make_view(store, "indicator"), make_view(store, "role")], ["", ""], "x")
    assert caught.value.key == "multiples_differ"
    with pytest.raises(MultiplesError) as caught:
        draw_multiples([], [], "x")
    assert caught.value.key == "multiples_count"


def find_missing_glyphs(text: str) -> set[str]:
    """Return the characters of a text that the bundled font cannot draw."""
    known = get_font(str(FONT_FILE)).get_charmap()
    return {
        character for character in text if character.isprintable() and ord(character) not in known
    }


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Unit: ×10⁴ t", "Unit: 10 000 t"),
        ("62.08 ×10⁴ t", "62.08 ×10⁴ t"),
        ("3.2\u00a0×10⁸ yuan", "3.2\u00a0×100 million yuan"),
    ],
)
def test_a_power_of_ten_is_never_a_number_beside_a_number(text, written):
    assert spell_powers(text) == written
    assert all(get_font(FONT_FILE).get_char_index(ord(sign)) for sign in DRAWN)
