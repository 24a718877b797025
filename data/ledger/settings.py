"""Settings that hold for everybody, kept as revisions; the newest one counts."""

import pandas as pd

from data.clock import get_now
from data.errors import CaomuError
from data.rights.require import require
from data.store.basis import check_basis, load_basis
from data.store.database import Store
from data.store.ids import make_id

MOST_CHARACTERS = 60
CONTACT = "contact"
"""Whom to ask about the figures: name, office and telephone in one line."""
MADE_OF = "example_made_of"
"""What an example was made of, as a hash; no other store has it."""


class SettingError(CaomuError):
    """The setting cannot be saved."""


def load_setting(store: Store, setting_id: str) -> str | None:
    """Return the present value of a setting, or None."""
    rows = store.query_rows("queries/map_setting", setting_id=setting_id)
    return rows[0]["value"].strip() or None if rows else None


def is_example(store: Store) -> bool:
    """Tell whether a store is an example, wherever its file lies."""
    return load_setting(store, MADE_OF) is not None


def load_setting_number(store: Store, setting_id: str) -> int:
    """Return the number of a setting as it stands: what a change of it is based on."""
    return load_basis(store, "setting", setting_id=setting_id).seq


def save_setting(
    store: Store, setting_id: str, value: str, *, by: str = "", based_on: int | None = None
) -> bool:
    """Record a setting and who made it; an empty value removes the setting.

    Returns
    -------
    bool
        Whether anything changed; the present value is not recorded again.

    Raises
    ------
    SettingError
        The value is longer than `MOST_CHARACTERS` or has more than one line.
    ChangedMeanwhileError
        Somebody else changed it since `based_on` was read (`load_setting_number`).
    """
    value = value.strip()
    if len(value) > MOST_CHARACTERS or len(value.splitlines()) > 1:
        raise SettingError("setting_too_long", most=MOST_CHARACTERS)
    with store.transaction() as writer:
        require(writer, "maintain", [])
        check_basis(writer, "setting", based_on, setting_id=setting_id)
        before = load_setting(store, setting_id)
        if (value or None) == before:
            return False
        writer.insert(
            "facts.setting_revision",
            pd.DataFrame(
                [
                    {
                        "revision_id": make_id(),
                        "setting_id": setting_id,
                        "value": value or before,
                        "recorded_at": get_now(),
                        "recorded_by": by.strip(),
                        "is_withdrawn": not value,
                    }
                ]
            ),
        )
    return True
