"""Keeps the indicators that follow from the balance: actual load and carrying capacity.

They are figures like any other, in the state derived, and are recorded in the transaction that
changes what they follow from. Grazing pressure is their quotient and follows by its own formula.
"""

import pandas as pd

from data.clock import get_now
from data.store.database import Transaction
from data.store.ids import make_id
from data.words.names import CAPACITY_FORMULA, FROM_BALANCE, LOAD_FORMULA, MADE_UP
from indicators.balance.inputs import BalanceInputs, load_balance_inputs
from indicators.balance.verdict import CANNOT_JUDGE, compute_balance
from indicators.frames import make_frame

UNIT = "万羊单位"
_FORMULAS = {
    "actual_load": ("load_wan", LOAD_FORMULA),
    "carrying_capacity": ("capacity_wan", CAPACITY_FORMULA),
}
Figure = tuple[str, str, int]


def record_balance_figures(writer: Transaction, by: str) -> None:
    """Record the derived figures that changed, and withdraw those that no longer follow.

    Those that the newest file only repeats are recorded too: they are of that file once the one
    that they first followed from is undone.
    """
    wanted = list_balance_figures(load_balance_inputs(writer))
    known = {
        (row["indicator_id"], row["area_id"], row["year"]): row
        for row in writer.query_rows("queries/balance_figures")
    }
    repeated = writer.query_rows("queries/balance_repeated")
    places = {(row["area_id"], row["year"]) for row in repeated}
    sets = {row["set_id"] for row in repeated}
    rows = []
    for key, (value, note, set_id) in wanted.items():
        old = known.get(key) or {"is_withdrawn": True}
        is_same = not old["is_withdrawn"] and (old["value"], old["note"]) == (value, note)
        if not is_same or key[1:] in places or set_id in sets:
            rows.append(_make_revision(key, value, note, by, is_withdrawn=False))
    for key, old in known.items():
        if key not in wanted and not old["is_withdrawn"]:
            rows.append(_make_revision(key, old["value"], old["note"], by, is_withdrawn=True))
    if rows:
        writer.insert("facts.observation_revision", make_frame(rows, rows[0]))


def list_balance_figures(inputs: BalanceInputs) -> dict[Figure, tuple[float, str, str]]:
    """Return {indicator, county, year: value in 10 000 sheep units, note, set} of what is judged.

    Load and capacity are those of the deciding season, on the pasture alone. Where several sets
    agree on the verdict the newest one counts; where they don't, there is no figure.
    """
    rows = compute_balance(inputs)
    rows = rows[rows["deciding"].astype(bool) & (rows["status"] != CANNOT_JUDGE)]
    sets = inputs.sets.set_index("set_id")
    made_up = _list_made_up(inputs)
    figures: dict[Figure, tuple[float, str, str]] = {}
    for row in rows.to_dict("records"):
        own = sets.loc[row["set_id"]]
        is_made_up = bool(own["is_example"]) or (row["area_id"], row["year"]) in made_up
        for indicator_id, (column, formula) in _FORMULAS.items():
            note = f"{formula}; {row['season']}; {row['set_id']} v{own['version']}"
            note = f"{note}; {MADE_UP}" if is_made_up else note
            key = (indicator_id, row["area_id"], int(row["year"]))
            # A county's newest set comes first.
            figures.setdefault(key, (row[column], note, row["set_id"]))
    return figures


def _list_made_up(inputs: BalanceInputs) -> set[tuple[str, int]]:
    return {
        (row["area_id"], row["year"])
        for frame in (inputs.pastures, inputs.forages, inputs.herds)
        for row in frame.to_dict("records")
        if MADE_UP in (row["source"] or "")
    }


def _make_revision(key: Figure, value: float, note: str, by: str, *, is_withdrawn: bool) -> dict:
    indicator_id, area_id, year = key
    return {
        "revision_id": make_id(),
        "indicator_id": indicator_id,
        "area_id": area_id,
        "year": year,
        "period": "Y",
        "value": value,
        "unit": UNIT,
        "state": "derived",
        # One for every figure and both languages: another one would look like a second source.
        "source": FROM_BALANCE,
        "note": note,
        "recorded_at": get_now(),
        "recorded_by": by,
        "is_withdrawn": is_withdrawn,
    }


def is_balance_made_up(inputs: BalanceInputs, rows: pd.DataFrame) -> bool:
    """Tell whether rows of the balance rest on made-up figures or on an example set."""
    sets = set(rows["set_id"].dropna())
    examples = inputs.sets.loc[inputs.sets["is_example"].astype(bool), "set_id"]
    own = zip(rows["area_id"], rows["year"], strict=True)
    return not sets.isdisjoint(examples) or not _list_made_up(inputs).isdisjoint(own)
