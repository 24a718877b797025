"""By when each step is to be done: days after the step before, ours until an office sets them."""

from data.ledger.settings import load_setting, load_setting_number, save_setting
from data.ledger.steps.stages import CHECKED, RELEASED, RETURNED, SENT, VERIFIED, StepError
from data.store.database import Store

# A stage -> in how many days the next step is to follow. They are ours, no rule of an authority.
DEFAULT_DAYS = {SENT: 10, RETURNED: 10, CHECKED: 20, VERIFIED: 30}
# Whom a value waits for at each stage.
ROLES = ("reporter", "checker", "verifier", "releaser")
ROLE_OF_STAGE = {
    RETURNED: "reporter",
    SENT: "checker",
    CHECKED: "verifier",
    VERIFIED: "releaser",
    RELEASED: None,
}
MOST_DAYS = 366


def load_step_days(source: Store) -> dict[str, int]:
    """Return stage -> days until the next step, those that the office set among them."""
    days = {}
    for stage, default in DEFAULT_DAYS.items():
        said = load_setting(source, _name_setting(stage))
        days[stage] = int(said) if said else default
    return days


def load_step_days_numbers(source: Store) -> dict[str, int]:
    """Return stage -> number of its setting, what a change of it is based on; 0 for one of ours."""
    return {stage: load_setting_number(source, _name_setting(stage)) for stage in DEFAULT_DAYS}


def save_step_days(
    store: Store, stage: str, days: int, *, by: str = "", based_on: int | None = None
) -> bool:
    """Record in how many days the step after a stage is to follow; tell whether it changed.

    Raises
    ------
    StepError
        No step follows this stage, or the number is below 1 or above `MOST_DAYS`.
    ChangedMeanwhileError
        Somebody else changed it since `based_on` was read.
    """
    if stage not in DEFAULT_DAYS or not 1 <= days <= MOST_DAYS:
        raise StepError("step_days", most=MOST_DAYS, stages=", ".join(DEFAULT_DAYS))
    return save_setting(store, _name_setting(stage), str(days), by=by, based_on=based_on)


def _name_setting(stage: str) -> str:
    return f"step_days_{stage}"
