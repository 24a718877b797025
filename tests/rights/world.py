"""A small region under rights: persons of every role in one prefecture, figures in and out of it.

Each figure that is nobody's business outside its county is a number that occurs nowhere else.
"""

from pathlib import Path

import pandas as pd

from data.clock import get_now
from data.projects.register import save_project
from data.rights.actions import ROLES
from data.rights.grants import load_actor, record_grant
from data.rights.handles import act_as
from data.rights.tokens import make_token
from data.statistics.ingest import ingest_file
from data.store.database import Store
from data.store.ids import make_id
from tests.conftest import record_figures

REGION, OWN, BELOW = "650000", "654000", "654026"
OTHER, ABROAD = "653100", "653121"
AREAS = (OWN, BELOW, OTHER, ABROAD, REGION)
INSIDE = (OWN, BELOW)
# Value -> where it is reported.
SECRETS = {"713.1257": ABROAD, "724.2368": OTHER, "735.3479": ABROAD, "746.4581": ABROAD}
FORM = "2023年各县牛存栏（单位：万头）\n地区,牛年末存栏\n疏附县,735.3479\n".encode()
FILE = "疏附县牛存栏.csv"
OPEN_VALUES = {"813.1257": BELOW, "824.2368": OWN, "857.5692": ABROAD}
STRANGER = "stranger"


def build_world(store: Store, folder: Path) -> dict[str, str]:
    """Fill a store, and return a token for each person: the roles, in the prefecture `OWN`."""
    for text, area_id, more in (
        ("713.1257", ABROAD, {}),
        ("724.2368", OTHER, {"state": "provisional"}),
        ("813.1257", BELOW, {}),
        ("824.2368", OWN, {}),
        ("857.5692", ABROAD, {"state": "verified", "year": 2021}),
    ):
        figure = {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2022}
        record_figures(store, figure | {"value": float(text)} | more)
    file = folder / FILE
    file.write_bytes(FORM)
    assert ingest_file(store, file, by="甲")["new"] == 1
    project = {"item_id": "demo_base", "area_id": ABROAD, "name": "外县项目", "stage": "building"}
    items = {row["item_id"] for row in store.query_rows("queries/box_items")}
    project["item_id"] = "demo_base" if "demo_base" in items else _find_item(store)
    save_project(store, project | {"investment_wan": "746.4581"}, by="甲")
    record_herd(store, ABROAD)
    for role in ROLES:
        record_grant(store, person_id=role, person_name=role, role=role, area_id=OWN)
    record_grant(store, person_id="boss", person_name="boss", role="administrator")
    return {person: make_token(store, person)[0] for person in (*ROLES, "boss")}


def enter(store: Store, role: str, area_id: str, person: str = "") -> Store:
    """Return a store that acts for a person with a role in an area."""
    person = person or f"{role}-{area_id}"
    record_grant(store, person_id=person, person_name=person, role=role, area_id=area_id)
    return act_as(store, load_actor(store, person))


def _find_item(store: Store) -> str:
    rows = store.query_rows("queries/box_items")
    return next(row["item_id"] for row in rows if row["kind"] == "count")


def record_herd(store: Store, area_id: str) -> None:
    """Record a herd of an area: a figure of the balance."""
    row = {
        "revision_id": make_id(),
        "area_id": area_id,
        "year": 2022,
        "season": "year",
        "kind": "cattle",
        "age": "any",
        "place": "",
        "head": 7574691.0,
        "recorded_at": get_now(),
        "recorded_by": "甲",
        "is_withdrawn": False,
    }
    with store.transaction() as writer:
        writer.insert("facts.herd_revision", pd.DataFrame([row]))


def find_leaks(content: str | bytes) -> list[str]:
    """Return what of `SECRETS` stands in an answer, also with thousands separators or rounded."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    text = text.replace(",", "")
    wanted = [*SECRETS, *(f"{float(secret):.2f}" for secret in SECRETS)]
    wanted += ["7574691", "外县项目", FILE]
    return sorted({secret for secret in wanted if secret in text})
