"""What the package holds: its tables with their keys, its fields with their meaning and unit.

tables.csv has one row per table, fields.csv one per field: a row with a resource holds for that
table, one without for every other.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Tables of plan and facts that stay out: they say nothing about the plan's progress, or are the
# files that were sent, whose figures the package has, or say who may do what.
# The rows and parts of observations leave as `observation_revision`, which joins them.
LEFT_OUT = frozenset(
    {
        "plan.build",
        "facts.schema_version",
        "facts.file_part",
        "facts.file_area",
        "facts.file_sender",
        "facts.observation_row",
        "facts.observation_part",
        "facts.role_grant_revision",
        "facts.token_revision",
        "facts.access_log",
    }
)


@dataclass(frozen=True)
class PackageTable:
    """A table of the package.

    Attributes
    ----------
    resource : str
        Its name in the package.
    table : str
        The table or view with its schema, or the query ``package/<name>`` that gives it.
    part : {'figures', 'published', 'plan', 'facts'}
        Where its rows come from: this decides the licence.
    key : tuple of str
        The fields that no two rows share; empty where rows may be equal in them.
    refers : dict
        A field -> the resource whose key it repeats.
    titles : dict
        Its title by language.
    """

    resource: str
    table: str
    part: str
    key: tuple[str, ...]
    refers: dict[str, str]
    titles: dict[str, str]


@dataclass(frozen=True)
class PackageField:
    """The meaning of a field: titles by language; unit is another field's name, a unit, or ""."""

    titles: dict[str, str]
    unit: str


@cache
def load_tables() -> tuple[PackageTable, ...]:
    """Return the tables of the package, in the order of the descriptor."""
    return tuple(
        PackageTable(
            row["resource"],
            row["table"],
            row["part"],
            tuple(row["key"].split()),
            dict(pair.split("=") for pair in row["refers"].split()),
            _read_titles(row),
        )
        for row in _read_rows("tables.csv")
    )


def find_field(resource: str, name: str) -> PackageField:
    """Return the meaning of a field.

    Raises
    ------
    KeyError
        fields.csv does not know it.
    """
    fields = _load_fields()
    return fields.get((resource, name)) or fields["", name]


def describe_unit(unit: str, columns: Iterable[str]) -> dict[str, str]:
    """Return ``unitField`` or ``unit`` of a field; neither where the table has no such field."""
    if unit in columns:
        return {"unitField": unit}
    return {} if not unit or (unit.isascii() and unit.islower()) else {"unit": unit}


@cache
def _load_fields() -> dict[tuple[str, str], PackageField]:
    return {
        (row["resource"], row["field"]): PackageField(_read_titles(row), row["unit_field"])
        for row in _read_rows("fields.csv")
    }


def _read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _read_titles(row: dict[str, str]) -> dict[str, str]:
    return {"zh": row["title_zh"], "en": row["title_en"]}
