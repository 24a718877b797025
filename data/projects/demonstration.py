"""Makes up a register of projects that shows a full one; every row is marked.

It is never loaded by itself: somebody has to write the file and upload it.
"""

import csv
import io
import random
from datetime import date, timedelta

from data.files.workbook import guard
from data.projects.record import DEMONSTRATION, FIELDS, STAGES
from data.store.database import Store

PROJECTS = 360
FIRST_DAY, LAST_DAY = date(2023, 3, 1), date(2025, 12, 31)
# From planned to accepted; an undated stage and a missing document are part of real registers.
STAGE_WEIGHTS = (15, 20, 25, 25, 15)
UNDATED, WITHOUT_EVIDENCE, WITHOUT_NAME, WITHOUT_COUNTY = 0.06, 0.25, 0.04, 0.05
FUNDS = ("中央", "自治区", "地方", "企业自筹")
# Whom an item binds, or where box 1 expects it; elsewhere any of the 40 counties.
_HISTORY = 0.3


def make_demonstration(store: Store, seed: int = 20231, projects: int = PROJECTS) -> list[dict]:
    """Return the rows of a made-up register, as texts by field, the same for the same seed.

    Parameters
    ----------
    projects : int
        Number of projects, at least ten for each of the 26 items that can be counted. Some
        have rows for earlier stages too, so there are more rows than projects.
    """
    generator = random.Random(seed)
    items = [
        row
        for row in store.query_rows("queries/box_items")
        if row["kind"] in ("count", "per_county")
    ]
    counties = _list_counties(store)
    rows = []
    for number in range(max(projects, 10 * len(items))):
        item = items[number % len(items)]
        rows += _make_project(generator, item, counties, number + 1)
    return rows


def _list_counties(store: Store) -> list[dict]:
    bound = store.query_rows("queries/box_bound_counties", year=LAST_DAY.year)
    named = {row["area_id"] for row in bound if row["area_id"]}
    return [row for row in store.query_rows("queries/areas") if row["area_id"] in named]


def _make_project(
    generator: random.Random, item: dict, counties: list[dict], number: int
) -> list[dict]:
    allowed = [
        row
        for row in counties
        if item["scope"] not in ("north", "south") or row["subregion"] == item["scope"]
    ]
    county = generator.choice(allowed)
    stage = generator.choices(STAGES, STAGE_WEIGHTS)[0]
    days = sorted(generator.sample(range((LAST_DAY - FIRST_DAY).days), len(STAGES)))
    reached = dict(zip(STAGES, (FIRST_DAY + timedelta(days=day) for day in days), strict=True))
    row = dict.fromkeys(FIELDS, "") | {
        "item_id": item["item_id"],
        "area_id": county["area_id"],
        "name": f"演示{number:03d}号{item['name_zh']}",
        "stage": stage,
        "stage_on": reached[stage].isoformat(),
        "quantity": "1",
        "investment_wan": str(generator.randrange(50, 5000, 10)),
        "funding_source": generator.choice(FUNDS),
        "operator": f"演示单位{number:03d}",
        "state": DEMONSTRATION,
        "note": "演示数据，非真实项目",
    }
    if item["kind"] == "per_county":
        row["quantity"] = str(generator.choice((1, 1, 2, 3)))
    if item["min_size"]:
        size = item["min_size"] * generator.uniform(1, 14)
        row |= {"size": str(round(size)), "size_unit": item["size_unit"]}
    if STAGES.index(stage) >= STAGES.index("building"):
        row["started_on"] = reached["building"].isoformat()
    if STAGES.index(stage) >= STAGES.index("completed"):
        row["finished_on"] = reached["completed"].isoformat()
        row["evidence_document"] = f"演示〔{reached[stage].year}〕{number}号"
    _leave_out(generator, row, county)
    return [*_make_history(generator, row, reached), row]


def _leave_out(generator: random.Random, row: dict, county: dict) -> None:
    if generator.random() < UNDATED:
        row["stage_on"] = ""
    if generator.random() < WITHOUT_EVIDENCE:
        row["evidence_document"] = ""
    if generator.random() < WITHOUT_NAME:
        row["name"] = ""
    if generator.random() < WITHOUT_COUNTY:
        row["area_id"] = county["parent_id"]


def _make_history(generator: random.Random, row: dict, reached: dict[str, date]) -> list[dict]:
    """Return rows for the stages before the present one; a nameless project has none."""
    if not row["name"] or generator.random() > _HISTORY:
        return []
    earlier = STAGES[: STAGES.index(row["stage"])]
    return [
        row
        | {
            "stage": stage,
            "stage_on": reached[stage].isoformat(),
            "finished_on": "",
            "evidence_document": "",
        }
        for stage in earlier
    ]


def make_project_demonstration(store: Store, seed: int = 20231, projects: int = PROJECTS) -> bytes:
    """Return the made-up register as a CSV file (UTF-8 with a byte order mark) for `ingest`."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
    writer.writeheader()
    rows = make_demonstration(store, seed, projects)
    writer.writerows({name: guard(text) for name, text in row.items()} for row in rows)
    return file.getvalue().encode("utf-8-sig")
