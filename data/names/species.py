"""Combines species and measure to an indicator, and tells which species contains which.

species.csv has one row per species or product; within lists the wider ones; the other columns
are measures and hold the indicator of species and measure.
"""

import csv
from collections.abc import Set
from functools import lru_cache
from pathlib import Path

_PATH = Path(__file__).with_name("species.csv")


@lru_cache(maxsize=1)
def _load() -> dict[str, dict[str, str]]:
    with _PATH.open(encoding="utf-8", newline="") as file:
        return {row.pop("species"): row for row in csv.DictReader(file)}


def list_species() -> tuple[str, ...]:
    """Return the ids of all species and products."""
    return tuple(_load())


def find_indicator(species: str | None, measure: str | None) -> str | None:
    """Return the indicator of a species and a measure; None if there is none."""
    return list_indicators(species).get(measure or "") or None


def list_indicators(species: str | None) -> dict[str, str]:
    """Return the indicator of each measure of a species; "" where there is none."""
    return _load().get(species or "", {})


def split_indicator(indicator_id: str) -> tuple[str, str] | None:
    """Return the species and measure of an indicator; None if it has none."""
    return _load_parts().get(indicator_id)


@lru_cache(maxsize=1)
def _load_parts() -> dict[str, tuple[str, str]]:
    parts: dict[str, tuple[str, str]] = {}
    for species, row in _load().items():
        for measure, indicator in row.items():
            if measure != "within" and indicator:
                parts.setdefault(indicator, (species, measure))
    # Meat of cattle is beef, so the product's own row is preferred.
    for species, row in _load().items():
        if row["output"]:
            parts[row["output"]] = (species, "output")
    parts["cattle_slaughtered"] = ("cattle", "slaughtered")
    parts["sheep_slaughtered"] = ("sheep", "slaughtered")
    return parts


def is_within(narrow: str, wide: str) -> bool:
    """Tell whether a species is the wider one or a part of it."""
    return narrow == wide or wide in _load().get(narrow, {"within": ""})["within"].split()


def is_animal(species: str) -> bool:
    """Tell whether a species is of animals, and no product of theirs (羊肉)."""
    return species == "livestock" or is_within(species, "animal_poultry")


def may_be_of(whole: str, named: Set[str | None]) -> bool:
    """Tell whether what a measure alone names may be of the animals named beside it: a rate of all
    animals (出栏率) beside some, and meat (肉产量) beside animals of one kind."""
    if is_animal(whole):
        return bool(named) and whole not in named
    animals = {species for species in named if species and is_animal(species)}
    is_named = any(species and is_within(species, whole) for species in named)
    is_one = any(all(is_within(each, kind) for each in animals) for kind in animals - HERDS)
    return whole == "meat" and is_one and not is_named


HERDS = {"livestock", "animal_poultry", "large_animal", "hog_cattle_sheep", "cattle_sheep"}


def refine(upper: str | None, lower: str | None) -> tuple[str | None, bool]:
    """Return the species that two words of one heading mean together, and whether they agree.

    It is the narrower of the two, or the product if an animal is above meat (牛 over 肉产量).
    """
    if upper is None or lower is None:
        return upper or lower, True
    if is_within(lower, upper):
        return lower, True
    if is_within(upper, lower):
        return upper, True
    product = _PRODUCTS.get((upper, lower)) or _PRODUCTS.get((lower, upper))
    return (product, True) if product else (lower, False)


def join_breeding(above: str | None, own: str | None) -> tuple[str | None, bool]:
    """Return the species that a word (羊) means below a title of breeding stock (能繁母畜), and
    whether there is one; below any other title it means what it says."""
    return refine(above, own) if above == _BREEDING else (own, True)


_BREEDING = "breeding_livestock"
_PRODUCTS = {
    ("cattle", "meat"): "beef",
    ("beef_cattle", "meat"): "beef",
    ("sheep", "meat"): "mutton",
    ("meat_sheep", "meat"): "mutton",
    ("hog", "meat"): "pork",
    ("poultry", "meat"): "poultry_meat",
    ("cattle_sheep", "meat"): "beef_mutton",
    ("hog_cattle_sheep", "meat"): "four_meat",
    ("cattle", "dairy"): "milk",
    ("breeding_livestock", "cattle"): "breeding_cattle",
    ("breeding_livestock", "sheep"): "breeding_sheep",
}
