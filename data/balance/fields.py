"""The sheets of the balance and their columns: one list for files, template and tables."""

from dataclasses import dataclass

ANY = "any"
YEAR = "year"
SEASONS = (YEAR, "spring", "summer", "autumn", "winter", "spring_autumn", "warm", "cold")
"""Year is the whole year: year-round pasture, or stock and forage that do not change."""
USES = ("grazed", "banned")
CONDITIONS = ("dry", "fresh")
FORAGES = ("hay", "silage", "straw", "alfalfa", "oat_hay", "other")
ANIMALS = ("sheep", "goat", "cattle", "yak", "horse", "donkey", "mule", "camel")
AGES = (ANY, "adult", "young")
PLACES = ("grazing", "stall_fed")
PASTURE_FACTORS = ("edible_share", "hay_factor", "use_rate")
FACTORS = (*PASTURE_FACTORS, "dry_share", "forage_use", "sheep_unit")
VOCABULARIES = {
    "season": SEASONS,
    "factor_season": (ANY, *SEASONS),
    "use": USES,
    "condition": CONDITIONS,
    "forage": FORAGES,
    "animal": ANIMALS,
    "age": AGES,
    "place": PLACES,
    "factor": FACTORS,
    "yes": ("yes", "no"),
}
# Highest value of a factor: shares are at most 1, standard hay may weigh more than the grass.
HIGHEST = {"hay_factor": 2.0, "sheep_unit": 20.0}


@dataclass(frozen=True)
class BalanceField:
    """A column of a sheet.

    Attributes
    ----------
    name : str
        Its id; its name for people is ``balance.field.<name>``.
    kind : {'area', 'year', 'word', 'type', 'subject', 'number', 'value', 'text', 'id'}
        A word comes from `vocabulary`. A value is a factor, a subject what it is for.
    unit : str
        The unit it is stored in. Its heading, or the cell, has to name one.
    default : str or None
        What an empty cell means; None: the row is refused.
    """

    name: str
    kind: str
    vocabulary: str = ""
    unit: str = ""
    default: str | None = None
    high: float = 1e12


@dataclass(frozen=True)
class BalanceSheet:
    """A sheet: where its rows are kept, what tells one from another, and its columns."""

    name: str
    key: tuple[str, ...]
    fields: tuple[BalanceField, ...]

    @property
    def required(self) -> frozenset[str]:
        """The columns that a sheet must have to be this one."""
        return frozenset(field.name for field in self.fields if field.default is None)


_AREA, _YEAR = BalanceField("area_id", "area"), BalanceField("year", "year")
_SOURCE = BalanceField("source", "text", default="")
_NOTE = BalanceField("note", "text", default="")
SHEETS = {
    sheet.name: sheet
    for sheet in (
        BalanceSheet(
            "pasture",
            ("area_id", "year", "season", "type_id", "name", "use"),
            (
                _AREA,
                _YEAR,
                BalanceField("season", "word", "season"),
                BalanceField("type_id", "type"),
                BalanceField("name", "text", default=""),
                BalanceField("use", "word", "use", default="grazed"),
                BalanceField("area_ha", "number", unit="公顷"),
                BalanceField("yield_kg_ha", "number", unit="公斤/公顷", high=1e6),
                BalanceField("condition", "word", "condition"),
                BalanceField("days", "number", unit="天", high=366),
                _SOURCE,
                _NOTE,
            ),
        ),
        BalanceSheet(
            "forage_source",
            ("area_id", "year", "season", "kind", "name"),
            (
                _AREA,
                _YEAR,
                BalanceField("season", "word", "season", default=YEAR),
                BalanceField("kind", "word", "forage"),
                BalanceField("name", "text", default=""),
                BalanceField("amount_t", "number", unit="吨"),
                BalanceField("condition", "word", "condition"),
                _SOURCE,
                _NOTE,
            ),
        ),
        BalanceSheet(
            "herd",
            ("area_id", "year", "season", "kind", "age", "place"),
            (
                _AREA,
                _YEAR,
                BalanceField("season", "word", "season", default=YEAR),
                BalanceField("kind", "word", "animal"),
                BalanceField("age", "word", "age", default=ANY),
                BalanceField("place", "word", "place"),
                BalanceField("head", "number", unit="头"),
                _SOURCE,
                _NOTE,
            ),
        ),
        BalanceSheet(
            "factors",
            ("set_id", "factor", "subject", "season", "age"),
            (
                BalanceField("set_id", "id"),
                BalanceField("set_name", "text", default=""),
                BalanceField("set_source", "text", default=""),
                BalanceField("is_example", "word", "yes", default="no"),
                BalanceField("factor", "word", "factor"),
                BalanceField("subject", "subject", default=ANY),
                BalanceField("season", "word", "factor_season", default=ANY),
                BalanceField("age", "word", "age", default=ANY),
                BalanceField("value", "value"),
                _NOTE,
            ),
        ),
    )
}
FACTOR_SHEET = "factors"


def find_balance_sheet(headings: set[str]) -> BalanceSheet | None:
    """Return the sheet that has these columns: the one of which every required one is there."""
    fitting = [sheet for sheet in SHEETS.values() if sheet.required <= headings]
    return fitting[0] if fitting else None
