"""Colours tell apart: by lightness in a ramp, and for eyes that miss red or green."""

import itertools

import numpy as np
import pytest

from geo import palettes
from geo.addresses import ROOT
from pages.blocks import status

# Linear RGB as dichromats see it: Viénot, Brettel and Mollon 1999.
PROTANOPE = np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]])
DEUTERANOPE = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])
EYES = {"normal": np.eye(3), "protanope": PROTANOPE, "deuteranope": DEUTERANOPE}


def to_lab(color: str, eye) -> np.ndarray:
    """Return CIE L*a*b* (D65) of a colour as an eye sees it."""
    encoded = np.array([int(color[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(eye @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    ratio = to_xyz @ seen / np.array([0.95047, 1, 1.08883])
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("count", range(1, 7))
def test_ramps_fall_in_lightness(count, eye):
    ramp = ["#FFFFFF", *palettes.pick_sequential(count)]
    lightness = [to_lab(color, EYES[eye])[0] for color in ramp]
    assert all(light - dark >= 5 for light, dark in itertools.pairwise(lightness))


@pytest.mark.parametrize("eye", EYES)
def test_more_overload_is_darker(eye):
    lightness = [to_lab(color, EYES[eye])[0] for color in palettes.OVERLOAD]
    assert all(light - dark >= 5 for light, dark in itertools.pairwise(lightness))


@pytest.mark.parametrize("eye", EYES)
def test_change_colours_tell_apart(eye):
    colors = palettes.pick_diverging(3, 3)
    for one, other in itertools.combinations(colors, 2):
        assert np.linalg.norm(to_lab(one, EYES[eye]) - to_lab(other, EYES[eye])) >= 10


def test_ramps_have_as_many_colours_as_classes():
    assert [len(palettes.pick_sequential(count)) for count in range(1, 7)] == [1, 2, 3, 4, 5, 6]
    assert len(palettes.pick_diverging(2, 1)) == 3


def test_status_looks_the_same_on_maps_and_in_words():
    assert palettes.STATUS_SYMBOLS == status.SYMBOLS
    text = (ROOT / "static/page/style.css").read_text(encoding="utf-8").lower()
    for name, color in palettes.STATUS_COLORS.items():
        if name != "cannot_judge":
            assert f"--{name}: {color.lower()};" in text


@pytest.mark.parametrize("eye", EYES)
def test_reasons_without_a_value_tell_apart_from_each_other_and_from_classes(eye):
    reasons = [palettes.PAPER, palettes.NOT_COMPARABLE, palettes.FROM_ZERO, palettes.NOT_FOUNDED]
    ramps = [*palettes.BELOW, *palettes.ABOVE, *palettes.OVERLOAD, *palettes.pick_sequential(6)]
    for reason in reasons[2:]:
        for other in [*(one for one in reasons if one != reason), *ramps]:
            assert np.linalg.norm(to_lab(reason, EYES[eye]) - to_lab(other, EYES[eye])) >= 8
