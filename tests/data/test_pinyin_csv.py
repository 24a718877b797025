"""The syllables by which people search: one for each Chinese character of a name."""

import re

import pandas as pd
import pytest

from data.store.statements import ROOT

AREAS = pd.read_csv(ROOT / "data/areas/area.csv", dtype=str).set_index("area_id")
PINYIN = pd.read_csv(ROOT / "data/areas/area_pinyin.csv", dtype=str).set_index("area_id")["pinyin"]


def test_every_area_has_its_syllables_in_the_same_order():
    assert list(PINYIN.index) == list(AREAS.index)


@pytest.mark.parametrize("area_id", AREAS.index[AREAS["level"] != "group"])
def test_one_syllable_a_character(area_id):
    characters = re.findall(r"[\u4e00-\u9fff]", AREAS.loc[area_id, "name_zh"])
    syllables = PINYIN[area_id].split(" ")
    assert len(syllables) == len(characters)
    assert all(re.fullmatch(r"[a-z]+", syllable) for syllable in syllables)


@pytest.mark.parametrize(
    ("area_id", "start"),
    [
        ("654300", "a le tai"),
        ("653129", "jia shi"),
        ("652823", "yu li"),
        ("653131", "ta shi ku"),
        ("652927", "wu shi"),
        ("654028", "ni le ke"),
        ("653125", "sha che"),
        ("652826", "yan qi"),
    ],
)
def test_names_are_read_as_the_places_are_called(area_id, start):
    assert PINYIN[area_id].startswith(start)
