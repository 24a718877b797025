"""Replays what was done to figures between two days, act by act.

The newest act on a figure need not be the one that made it what it is: an undo of a file that only
repeated a value changes nothing. Therefore each figure is computed again after every act that
touched it or an input of it, by the rules of the current figures, and a change belongs to the act
at which it happened. Where one act alone touched a figure, it is that act: nothing is computed.
"""

from datetime import datetime, timedelta

import pandas as pd

from data.ledger.span import Span
from data.ledger.steps.stages import RETURNED
from data.store.database import Queries, Store
from data.store.past import look_at_time

KEYS = ["indicator_id", "area_id", "year", "period"]
NEW, REVISED, WITHDRAWN, RESTATED = "new", "revised", "withdrawn", "restated"
# A value that was converted from another unit may differ in its last digit.
CLOSE = 1e-9
ACT = ["acted_by", "acted_at", "file_name", "upload_id", "act", "note"]
STEP = ["change", "old_value", "new_value", "old_state", "new_state", *ACT]


def name_changes(old: pd.Series, new: pd.Series, is_other_unit: pd.Series) -> pd.Series:
    """Return for each pair of values what the change is: new, revised, withdrawn, or restated
    where the value is the same."""
    is_other = (old - new).abs() > CLOSE * pd.concat([old.abs(), new.abs()], axis=1).max(axis=1)
    change = pd.Series(RESTATED, index=old.index, dtype=object)
    change[is_other | is_other_unit] = REVISED
    change[old.isna()] = NEW
    change[new.isna()] = WITHDRAWN
    return change


def replay_figures(span: Span, keys: pd.DataFrame) -> pd.DataFrame:
    """Return every change of some figures between two days, with the act that made it.

    Parameters
    ----------
    span : Span
    keys : DataFrame
        One row per figure: `KEYS`.

    Returns
    -------
    DataFrame
        One row per change, by figure, oldest first: `KEYS`, change, old_value, new_value,
        old_state, new_state (missing where no figure stood), acted_by, acted_at (UTC), file_name,
        upload_id, act (sent, verified, undo, restored: an undo that was undone,
        unverified or reverified: the same of a verification), note (the
        document of a verification, the reason of an undo) and seq (the number of the act); of a
        release of the program, which is no act on a file, these are missing but for seq.
    """
    return _find_steps(pd.concat(_list_states(span, keys), ignore_index=True))


def find_only_steps(span: Span, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the changes of figures that one act alone touched between two days.

    Parameters
    ----------
    span : Span
    changes : DataFrame
        One row per figure: `KEYS`, change, old_value, new_value, old_state, new_state.

    Returns
    -------
    DataFrame
        As `replay_figures` returns them for these figures. Figures without a row are to be
        replayed: those of ``changes/only_acts``, those that were returned, and all of them where
        a release of the program changed what figures follow from.
    """
    is_returned = changes["old_state"].eq(RETURNED) | changes["new_state"].eq(RETURNED)
    own = changes[~is_returned].head(0 if _list_releases(span) else None)
    acts = span.after.query_batch(
        "changes/only_acts",
        own[KEYS],
        upload_seq=span.get_number("upload"),
        step_seq=span.get_number("step_revision"),
    )
    return own[[*KEYS, *(name for name in STEP if name not in ACT)]].merge(acts, on=KEYS)


def replay_since_ever(source: Queries, keys: pd.DataFrame) -> pd.DataFrame:
    """Return every change of some figures since the first upload, as `replay_figures`.

    The published series and the rules of the plan are those of now from the beginning on. Most
    figures were touched by one file alone: only the others are replayed.
    """
    known = source.query_batch("changes/first_acts", keys)
    steps = known[known["new_value"].notna()]
    if len(known) == len(keys):
        return steps
    rest = keys.merge(known[KEYS], "left_anti", on=KEYS)
    states = source.query_batch("changes/replay", rest, upload_seq=0)
    states.loc[states["upload_id"].isna(), "act"] = None
    replayed = _find_steps(states)
    return pd.concat([steps, replayed], ignore_index=True) if len(steps) else replayed


def _find_steps(stands: pd.DataFrame) -> pd.DataFrame:
    """Return what changed from each state of a figure to its next one."""
    stands = stands.sort_values(KEYS, kind="stable", ignore_index=True)
    earlier = stands.groupby(KEYS, sort=False)[["value", "unit", "state"]].shift()
    is_first = ~stands.duplicated(KEYS)
    is_other_unit = earlier["unit"].notna() & stands["unit"].notna()
    is_other_unit &= earlier["unit"] != stands["unit"]
    change = name_changes(earlier["value"], stands["value"], is_other_unit)
    is_known = earlier["value"].notna() | stands["value"].notna()
    is_same_state = earlier["state"].fillna("") == stands["state"].fillna("")
    steps = stands[KEYS].assign(
        change=change,
        old_value=earlier["value"],
        new_value=stands["value"],
        old_state=earlier["state"],
        new_state=stands["state"],
        **{name: stands[name] for name in [*ACT, "seq"]},
    )
    is_change = is_known & ~is_first & ((change != RESTATED) | ~is_same_state)
    return steps[is_change].reset_index(drop=True)


def _list_states(span: Span, keys: pd.DataFrame) -> list[pd.DataFrame]:
    """Return what stood after each act, in stretches between which a release changed the plan.

    The first state of a stretch is the last of the one before, by the plan of the release.
    """
    stretches, number = [], span.get_number("upload")
    for store in _list_stores(span):
        states = store.query_batch("changes/replay", keys, upload_seq=number)
        states.loc[states["upload_id"].isna(), "act"] = None
        stretches.append(states)
        number = store.query_rows("queries/newest_upload")[0]["seq"]
    return stretches


def _list_stores(span: Span) -> list[Store]:
    """Return what was known just before each release of the program, and at the end."""
    just_before = timedelta(microseconds=1)
    return [
        *(look_at_time(span.after, at - just_before) for at in _list_releases(span)),
        span.after,
    ]


def _list_releases(span: Span) -> list[datetime]:
    """Return when releases of the program changed what figures follow from."""
    rows = span.after.query_rows("changes/releases", plan_seq=span.get_number("plan_change"))
    return [row["recorded_at"] for row in rows]


def credit_changes(changes: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Add to each figure that changed the act that made it what it is, and all its steps.

    Parameters
    ----------
    changes : DataFrame
        One row per figure: `KEYS`, change and other columns.
    steps : DataFrame
        As `replay_figures` returns them for these figures.

    Returns
    -------
    DataFrame
        `changes` with acted_by, acted_at, file_name, upload_id, act and steps (list of dict, as
        `STEP`, oldest first). The act is the last that changed the value; where only the state
        differs, the last that changed it.
    """
    found: dict[tuple, list[dict]] = {}
    for row in steps.astype(object).where(steps.notna(), None).to_dict("records"):
        key = tuple(row[name] for name in KEYS)
        found.setdefault(key, []).append({name: row[name] for name in STEP})
    told = [found.get(key, []) for key in changes[KEYS].itertuples(index=False, name=None)]
    acts = [_find_act(change, own) for change, own in zip(changes["change"], told, strict=True)]
    columns = {name: [act[name] for act in acts] for name in ACT}
    return changes.assign(**columns, steps=told).astype({"acted_at": "datetime64[us]"})


def _find_act(change: str, steps: list[dict]) -> dict:
    of_value = [step for step in steps if step["change"] != RESTATED]
    of_state = [step for step in steps if step["old_state"] != step["new_state"]]
    found = (of_state if change == RESTATED else of_value) or steps
    return found[-1] if found else dict.fromkeys(ACT)
