"""Readings, decisions and areas in words, including what users decided."""

from collections.abc import Sequence

from data.words.names import pick_name
from geo.legend import name_no_data
from indicators.decision_wording import describe_decided, describe_decided_number
from indicators.targets.decided import DECIDED
from pages.shell import cache
from pages.shell.i18n import get_language, t

MOST_NAMES = 8


def name_reading(reading_id: str) -> str:
    """Return the name of a reading; a decided number is written out."""
    if reading_id.startswith(DECIDED):
        record = _find_decision(reading_id.removeprefix(DECIDED))
        return t("decisions.number_reading", ask=describe_decided_number(record, _get_unit(record)))
    return pick_name(cache.get_readings().loc[reading_id], "reading")


def name_reading_subject(kind: str, subject_id: str) -> str:
    """Return what words with readings are about: a target, an item of a box, or a change."""
    return name_reading_subjects()[kind, subject_id]


@cache.keep("plan", in_words=True)
def name_reading_subjects() -> dict[tuple[str, str], str]:
    """Return what words with readings are about, by kind and id, in the plan's order."""
    subjects = cache.get_readings().drop_duplicates(["subject_kind", "subject_id"])
    return {
        (row["subject_kind"], row["subject_id"]): t(
            f"audit.subject.{row['subject_kind']}", name=pick_name(row)
        )
        for row in subjects.to_dict("records")
    }


def explain_reading(reading_id: str) -> str:
    """Return the grounds of a reading: its rationale, or who decided the number."""
    if reading_id.startswith(DECIDED):
        return describe_origin(_find_decision(reading_id.removeprefix(DECIDED)))
    return pick_name(cache.get_readings().loc[reading_id], "rationale")


def describe_origin(record) -> str:
    """Return who decided, when, and under which document."""
    return t(
        "decisions.origin",
        by=record["decided_by"],
        on=f"{record['decided_on']:%Y-%m-%d}",
        document=record["document_no"],
    )


def describe_decision(record) -> str:
    """Return what was decided, without who decided it.

    `record` is a row of `data.ledger.decisions.list_decisions`.
    """
    reading = name_reading(record["reading_id"]) if record["kind"] == "reading" else None
    return describe_decided(record, reading, _get_unit(record))


def name_target(target_id: str) -> str:
    """Return the name of a target in the language in use."""
    return cache.get_target_names(get_language())[target_id]


def name_silent(area_ids: Sequence[str]) -> str:
    """Return which areas have no figure, or to who sees a part none that is seen."""
    what = name_no_data(is_partial=not cache.sees(area_ids))
    return t("indicator.silent", what=what, n=len(area_ids), names=name_areas(area_ids))


def name_areas(codes) -> str:
    """Return the names of some areas; of many only the first, and how many there are."""
    areas = cache.get_areas()
    names = [pick_name(areas.loc[code]) for code in codes[:MOST_NAMES]]
    text = t("shell.list_separator").join(names)
    return text if len(codes) <= MOST_NAMES else t("rollup.and_others", areas=text, n=len(codes))


def _get_unit(record) -> str | None:
    """Return the unit of what the target of a decision is measured by; None for other subjects."""
    index = cache.get_inputs().index
    measures = index.measures.get(record["subject_id"], [])
    return index.indicators[measures[0]["indicator_id"]]["unit"] if measures else None


def _find_decision(decision_id: str):
    decisions = cache.get_inputs().decisions
    return decisions[decisions["decision_id"] == decision_id].iloc[0]
