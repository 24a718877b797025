"""The lexicon that officials read and extend is well formed."""

import csv
from collections import Counter

import pytest

from data.names.lexicon import FOLDER, load_labels, load_roles, load_words
from data.names.meanings import FIGURE_KINDS
from data.names.species import list_species
from data.names.text import fold

READS_AS = {"kind", "period", "year", "species", "measure", "unit", "other", "part", "filler"}
MEASURES = {"stock", "slaughtered", "output", "consumption", "self_sufficiency", "offtake_rate"}
MEASURES |= {"carcass_yield", "meat", "milk", "egg"}


def read(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def list_files():
    return sorted(path.name for path in FOLDER.glob("*.csv"))


@pytest.mark.parametrize("name", list_files())
def test_a_word_stands_once_in_its_file(name):
    counts = Counter(fold(row["word"]) for row in read(name))
    assert [word for word, count in counts.items() if count > 1] == []


def test_a_word_that_may_stand_anywhere_reads_as_one_thing():
    places = {}
    for name in list_files():
        if name not in ("roles.csv", "labels.csv"):
            for row in read(name):
                places.setdefault(fold(row["word"]), []).append(name)
    assert {word: names for word, names in places.items() if len(names) > 1} == {}


def test_every_word_reads_as_something_that_is_known():
    assert {entry.reads_as for entry in load_words().values()} <= READS_AS
    meanings = {kind: set() for kind in READS_AS}
    for entry in load_words().values():
        meanings[entry.reads_as].add(entry.meaning)
    assert meanings["kind"] == set(FIGURE_KINDS)
    assert meanings["species"] <= set(list_species())
    assert meanings["measure"] == MEASURES
    assert meanings["period"] == {"H1", "H2", "Y", "to_month", "same", "none", "open"}


def test_roles_and_labels_are_folded():
    assert load_roles()["县(市)"] == "area"
    assert load_labels()["填报单位"] == "area"
