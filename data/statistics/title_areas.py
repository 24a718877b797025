"""Finds the area that the lines above a table are about."""

from data.names.books import Books

# The label of a line that says who sends the form.
OFFICE = "office"


def find_area(lines: list[tuple[str | None, tuple[str, ...]]], books: Books) -> str | None:
    """Return the finest area that lines name, if the named areas contain each other.

    Parameters
    ----------
    lines : list of (label, names of areas)
        A label 地区 goes before a title, and that before who sends the form.
    """
    for chosen in (
        [names for label, names in lines if label == "area"],
        [names for label, names in lines if label != OFFICE],
        [names for _, names in lines],
    ):
        found = _find_finest(list(dict.fromkeys(name for names in chosen for name in names)), books)
        if found:
            return found
    return None


def _find_finest(names: list[str], books: Books) -> str | None:
    if len(names) < 2:
        return names[0] if names else None
    ids = {name: books.areas.resolve(name, None).id for name in names}
    if len(set(ids.values())) == 1:
        return names[0]
    for name, own in ids.items():
        within = list_above(own, books) | {own} if own else set()
        if within.issuperset(ids.values()):
            return name
    return None


def list_above(area_id: str, books: Books) -> set[str]:
    """Return the areas that contain an area."""
    above, at = {"650000"}, books.areas.parents.get(area_id)
    while at and at not in above:
        above.add(at)
        at = books.areas.parents.get(at)
    return above | ({"ili_direct"} if "654000" in above else set())
