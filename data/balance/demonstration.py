"""Makes up pastures, forage, herds and an example factor set; every row is marked.

They are never loaded by themselves: somebody has to write the file and upload it, or open the
example, which is a file of its own.
"""

import io
import math
import random

from data.balance.fields import SHEETS, VOCABULARIES
from data.balance.template import format_heading
from data.files.workbook import make_workbook, set_looks, write_cell
from data.statistics.demonstration import SEED
from data.store.database import Queries
from data.words.catalogue import t
from data.words.names import MADE_UP, pick_name

YEARS = (2021, 2022, 2023, 2024)
SET_ID = "example"
# Season, days and share of the grassland; the types that lie there.
_SEASONS = (
    ("spring_autumn", 120, 0.46, ("temperate_desert_steppe", "temperate_desert")),
    ("summer", 95, 0.14, ("mountain_meadow", "alpine_meadow")),
    ("winter", 150, 0.40, ("temperate_steppe", "temperate_desert_steppe")),
)
_YIELDS = {
    "mountain_meadow": 2400,
    "alpine_meadow": 1500,
    "temperate_steppe": 1300,
    "temperate_desert_steppe": 850,
    "temperate_desert": 620,
}
# Round numbers that show how a set is written; they are nobody's standard.
_FACTORS = (
    ("edible_share", "any", "any", "any", "90%"),
    ("hay_factor", "any", "any", "any", "1"),
    ("use_rate", "any", "any", "any", "50%"),
    ("use_rate", "any", "winter", "any", "60%"),
    ("use_rate", "any", "spring_autumn", "any", "40%"),
    ("dry_share", "silage", "any", "any", "30%"),
    ("forage_use", "any", "any", "any", "95%"),
    ("sheep_unit", "sheep", "any", "any", "1"),
    ("sheep_unit", "goat", "any", "any", "0.8"),
    ("sheep_unit", "cattle", "any", "any", "5"),
    ("sheep_unit", "horse", "any", "any", "6"),
)


def make_balance_rows(source: Queries, seed: int = SEED) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each sheet as texts by field, the same for the same seed.

    The counties that the plan names have pastures in three seasons, forage, and herds on the
    pasture and in the stall. One lacks the head of its herds, one a factor: what is missing is
    shown too.
    """
    generator = random.Random(seed)
    named = {row["area_id"] for row in source.query_rows("queries/county_roles")}
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in SHEETS}
    for number, area_id in enumerate(sorted(named)):
        size = math.exp(generator.gauss(0, 0.4))
        stock = size * generator.uniform(0.5, 1.3)
        lie = {season: math.exp(generator.gauss(0, 0.22)) for season, *_ in _SEASONS}
        for year in YEARS:
            weather = generator.uniform(0.9, 1.1)
            fewer = stock * 0.985 ** (year - YEARS[0])
            grass = {season: size * weather * part for season, part in lie.items()}
            _add_county(rows, (area_id, str(year)), size, fewer, grass, generator)
            if number == 3:
                rows["herd"] = [row for row in rows["herd"] if row["area_id"] != area_id]
            if number == 7:
                rows["herd"].append(_make((area_id, str(year)), kind="camel", head="1200"))
    for factor, subject, season, age, value in _FACTORS:
        rows["factors"].append(
            {
                "set_id": SET_ID,
                "set_name": t("balance.example_set"),
                "set_source": MADE_UP,
                "is_example": "yes",
                "factor": factor,
                "subject": subject,
                "season": season,
                "age": age,
                "value": value,
                "note": MADE_UP,
            }
        )
    return rows


def _make(key: tuple[str, str], **fields: str) -> dict[str, str]:
    common = {"area_id": key[0], "year": key[1], "season": "year", "source": MADE_UP}
    return common | {"age": "any", "place": "grazing"} | fields


def _add_county(
    rows: dict[str, list[dict[str, str]]],
    key: tuple[str, str],
    size: float,
    stock: float,
    grass: dict[str, float],
    generator: random.Random,
) -> None:
    for season, days, share, types in _SEASONS:
        for part, type_id in zip((0.65, 0.35), types, strict=True):
            fields = {
                "type_id": type_id,
                "area_ha": str(round(260_000 * size * share * part)),
                "yield_kg_ha": str(round(_YIELDS[type_id] * grass[season] / size)),
                "condition": "dry",
                "days": str(days),
            }
            rows["pasture"].append(_make(key, season=season, **fields))
    banned = {"type_id": "temperate_desert", "use": "banned", "days": "120", "condition": "dry"}
    amount = {"area_ha": str(round(30_000 * size)), "yield_kg_ha": "400"}
    rows["pasture"].append(_make(key, season="spring_autumn", **banned, **amount))
    for kind, condition, tonnes in (("hay", "dry", 9_000), ("silage", "fresh", 16_000)):
        amount_t = str(round(tonnes * size * generator.uniform(0.6, 1.4)))
        fields = {"kind": kind, "condition": condition, "amount_t": amount_t}
        rows["forage_source"].append(_make(key, **fields))
    for kind, place, head in (
        ("sheep", "grazing", 105_000),
        ("goat", "grazing", 16_000),
        ("cattle", "grazing", 9_500),
        ("horse", "grazing", 2_600),
        ("sheep", "stall_fed", 9_000),
        ("cattle", "stall_fed", 2_200),
    ):
        herd = {"kind": kind, "place": place, "head": str(round(head * stock))}
        rows["herd"].append(_make(key, **herd))


def make_balance_demonstration(source: Queries, seed: int = SEED) -> bytes:
    """Return the made-up rows as a workbook for `ingest`, in the words of the template."""
    rows = make_balance_rows(source, seed)
    words = {
        name: {
            word: t(f"balance.{'season' if name == 'factor_season' else name}.{word}")
            for word in ids
        }
        for name, ids in VOCABULARIES.items()
    }
    words["type"] = {
        row["type_id"]: pick_name(row) for row in source.query_rows("queries/grassland_types")
    }
    words["subject"] = words["type"] | words["animal"] | words["forage"] | words["age"]
    words["area"] = {row["area_id"]: pick_name(row) for row in source.query_rows("queries/areas")}
    book, first = make_workbook("x")
    for sheet in SHEETS.values():
        page = book.create_sheet(t(f"balance.sheet.{sheet.name}"))
        for column, field in enumerate(sheet.fields, start=1):
            write_cell(page, 1, column, format_heading(field))
            known = words.get(field.vocabulary or field.kind, {})
            for at, row in enumerate(rows[sheet.name], start=2):
                text = row.get(field.name, "")
                write_cell(page, at, column, known.get(text, text))
        set_looks(page, 1, [15.0] * len(sheet.fields))
    book.remove(first)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
