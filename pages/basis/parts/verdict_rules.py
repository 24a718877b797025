"""The rules of judgement, each with a case that the engine computes."""

from markupsafe import Markup

from data.words.numbers import format_change, format_number, format_share, format_year
from indicators.targets.worked_examples import (
    compute_deadline_example,
    compute_matched_example,
    compute_proposal_example,
    compute_sustained_example,
    list_base_examples,
)
from pages.blocks.status import get_word
from pages.blocks.tables import Column, render_table
from pages.documents.wording import describe_years
from pages.shell import cache
from pages.shell.i18n import t

PER_CENT = "%"


@cache.keep_drawing
def render_verdict_rules() -> Markup:
    """Return each rule, its reason, and a case computed by the engine."""
    thresholds = cache.get_inputs().thresholds
    worked = {
        "matched": _write_matched(thresholds),
        "fixed_base": {},
        "bases": {"list": _write_bases(thresholds)},
        "deadline": _write_deadline(thresholds),
        "age": {"years": format_number(thresholds["stale_years"])},
        "sustained": _write_sustained(),
        "proposal": _write_proposal(thresholds),
        "scope": {},
    }
    columns = [
        Column("name", t("methods.column.rule")),
        Column("rule", t("methods.column.meaning"), "long"),
        Column("worked", t("methods.column.worked"), "long"),
    ]
    rows = [
        {
            "name": t(f"methods.verdict_name.{name}"),
            "rule": t(f"methods.verdict_rule.{name}", **values),
            "worked": t(f"methods.verdict_worked.{name}", **values),
        }
        for name, values in worked.items()
    ]
    return render_table(columns, rows, is_labelled=True)


def _write_matched(thresholds: dict[str, float]) -> dict[str, str]:
    numbers = compute_matched_example(thresholds)
    return {
        "counties": format_number(numbers["counties"]),
        "reported": format_number(numbers["reported"]),
        "base": format_number(numbers["base"]),
        "latest": format_number(numbers["latest"]),
        "matched": format_number(numbers["matched"]),
        "matched_base": format_number(numbers["matched_base"]),
        "matched_latest": format_number(numbers["matched_latest"]),
        "needed": f"{thresholds['rollup_min_coverage']:.0%}",
    }


def _write_bases(thresholds: dict[str, float]) -> str:
    return t("shell.sentence_separator").join(
        t(
            "methods.verdict_base",
            year=format_year(year),
            base=format_number(base),
            completion=format_share(judged.completion),
            elapsed=format_share(judged.time_elapsed),
            status=get_word(judged.status),
        )
        for year, base, judged in list_base_examples(thresholds)
    )


def _write_deadline(thresholds: dict[str, float]) -> dict[str, str]:
    found = compute_deadline_example(thresholds)
    return {
        "target_year": str(found["target_year"]),
        "later_year": str(found["later_year"]),
        "level": format_number(found["level"]),
        "value": format_number(found["value"]),
        "later": format_number(found["later"]),
        "status": get_word(found["status"]),
    }


def _write_sustained() -> dict[str, str]:
    found = compute_sustained_example()
    return {
        "level": format_number(found["level"]),
        "values": t("shell.list_separator").join(
            t("methods.verdict_value", year=format_year(year), value=format_number(value))
            for year, value in found["values"].items()
        ),
        "to_year": format_year(found["to_year"]),
        "breaches": describe_years(found["breaches"]),
        "missing": describe_years(found["missing"]),
    }


def _write_proposal(thresholds: dict[str, float]) -> dict[str, str]:
    example = compute_proposal_example(thresholds)
    goal = example.judgement.target_low
    return {
        "base": format_number(example.base),
        "latest": format_number(example.latest),
        "goal": format_number(goal),
        "gap": format_change(None if goal is None else example.latest - goal, PER_CENT),
        "status": get_word(example.judgement.status),
    }
