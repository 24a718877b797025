"""The subcommands of ``python -m data`` for the steps from sending to publishing."""

import argparse
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date

import pandas as pd

from data.clock import get_today, use_day
from data.commands import print_json, say, take_day
from data.commands.places import Made
from data.errors import UsageError
from data.files.disk import write_content
from data.ledger.steps.deadlines import DEFAULT_DAYS, ROLES, load_step_days, save_step_days
from data.ledger.steps.record import check_values, release_values, return_values
from data.ledger.steps.stages import (
    REGION,
    RETURNED,
    Selection,
    StepError,
    is_in_force,
    list_released,
    list_step_acts,
    load_return_rates,
    load_stages,
)
from data.ledger.steps.waiting import count_waiting, group_waiting, list_waiting
from data.ledger.steps.wording import describe_taken_step
from data.rights.door import enter_store
from data.statistics.returned import make_returned_book
from data.store.database import Store
from data.store.past import look_back
from data.words.catalogue import get_language, t
from data.words.numbers import format_exact, format_share, is_missing, join_unit, name_unit
from indicators.counties.completeness import compute_completeness, load_first_days
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs
from indicators.counties.step_rates import compute_step_rates

MOST_LINES = 50
OWED, OWED_BEFORE_PLAN = "owed", "owed_before_plan"


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    passed = add(commands, "pass", run_pass, "record that sent values were checked")
    add_selection(passed, has_upload=True)
    _add_act(passed)
    back = add(commands, "return", run_return, "return values to who sent them, with remarks")
    add_selection(back, has_upload=True)
    back.add_argument(
        "--value",
        metavar="INDICATOR:AREA:YEAR=REMARK",
        action="append",
        default=[],
        help="one value and what is wrong with it; may be given several times",
    )
    _add_act(back)
    release = add(commands, "release", run_release, "release verified values by a decision")
    add_selection(release)
    release.add_argument("--document", metavar="NO", required=True, help="number of the decision")
    release.add_argument("--on", metavar="DATE", required=True, help="day of the decision")
    _add_act(release)
    returned = add(commands, "returned", run_returned, "write a workbook of what was returned")
    returned.add_argument("out", type=Made, metavar="OUT.xlsx", help="where to write it")
    add_selection(returned)
    waiting = add(commands, "waiting", run_waiting, "list what waits for whom, and by when")
    waiting.add_argument("--role", choices=ROLES, help="only what waits for this role")
    add_selection(waiting)
    _add_listing(waiting)
    released = add(commands, "released", run_released, "list what was released, and what became")
    add_selection(released)
    _add_listing(released)
    _add_listing(add(commands, "steps", run_steps, "list who checked, returned and released what"))
    rates = add(commands, "rates", run_rates, "list how each county sends: in time, returned")
    add_selection(rates)
    _add_listing(rates)
    _add_deadline(commands, add)


def _add_deadline(commands, add) -> None:
    deadline = add(commands, "deadline", run_deadline, "show or set the days for each step")
    deadline.add_argument("stage", nargs="?", choices=tuple(DEFAULT_DAYS), help="the step before")
    deadline.add_argument("days", nargs="?", type=int, help="days until the next step")
    deadline.add_argument("--by", metavar="NAME", default="", help="who sets it")
    deadline.add_argument("--json", action="store_true", help="the days as JSON")


def add_selection(command: argparse.ArgumentParser, *, has_upload: bool = False) -> None:
    """Let a command ask for values by area, indicator, year, and perhaps upload."""
    if has_upload:
        command.add_argument("--upload", metavar="UPLOAD_ID", help="only values of this upload")
    command.add_argument("--area", metavar="ID", help="only this area and those below it")
    command.add_argument("--indicator", metavar="ID", help="only this indicator")
    command.add_argument("--year", metavar="Y", type=int, help="only this year")


def _add_act(command: argparse.ArgumentParser) -> None:
    command.add_argument("--remark", metavar="TEXT", default="", help="what there is to say")
    command.add_argument("--by", metavar="NAME", required=True, help="who does it")


def _add_listing(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as-of",
        metavar="DATE",
        type=take_day,
        help="as it was known at the end of this day (default: now)",
    )
    command.add_argument("--json", action="store_true", help="the list as JSON")


def make_selection(options: argparse.Namespace) -> Selection:
    """Return the selection that a command line asks for."""
    return Selection(
        area_id=options.area,
        indicator_id=options.indicator,
        year=options.year,
        upload_id=getattr(options, "upload", None),
    )


@contextmanager
def open_as_of(options: argparse.Namespace):
    """Open the database, as it was known at the end of the day that is asked for."""
    day = options.as_of
    with enter_store(options.db) as store:
        if day is None or day >= get_today():
            yield store
            return
        with use_day(day):
            yield look_back(store, day)


def run_pass(options: argparse.Namespace) -> int:
    """Record values as checked."""
    selection = _require_selection(options)
    with enter_store(options.db) as store:
        step_id, count = check_values(store, selection, by=options.by, remark=options.remark)
    say(t("steps.done.checked", n=count, step_id=step_id))
    return 0


def run_return(options: argparse.Namespace) -> int:
    """Return values, those of a selection with one remark or each with its own."""
    named = pd.DataFrame()
    with enter_store(options.db) as store:
        names = load_name_lists(store)
        if options.value:
            remarks, named = _find_values(store, options.value)
            step_id, count = return_values(store, by=options.by, remarks=remarks)
        else:
            selection = _require_selection(options)
            step_id, count = return_values(store, selection, by=options.by, remark=options.remark)
    say(t("steps.done.returned", n=count, step_id=step_id))
    _say_lines(named, lambda row: _describe_returned(row, names))
    return 0


def _describe_returned(row: dict, names: dict) -> str:
    """Return which value was returned, and which one is in force if it is another."""
    return t(
        "steps.returned_value" if is_in_force(row) else "steps.returned_not_in_force",
        what=name_figure(row, names),
        value=join_unit(format_exact(row["value"]), name_unit(row["unit"])),
        standing=format_exact(row["standing_value"]),
        state=t(f"shell.state.{row['standing_state']}"),
    )


def run_release(options: argparse.Namespace) -> int:
    """Release values."""
    with enter_store(options.db) as store:
        step_id, count = release_values(
            store,
            _require_selection(options),
            by=options.by,
            document_no=options.document,
            decided_on=options.on,
            remark=options.remark,
        )
    say(t("steps.done.released", n=count, step_id=step_id))
    return 0


def _require_selection(options: argparse.Namespace) -> Selection:
    """Return a selection that asks for something: nobody acts on everything by mistake."""
    selection = make_selection(options)
    if selection == Selection():
        raise UsageError("step_needs_selection")
    return selection


def _find_values(store: Store, texts: list[str]) -> tuple[dict[str, str], pd.DataFrame]:
    """Read ``INDICATOR:AREA:YEAR=REMARK`` texts as {subject_id: remark}, and find the values."""
    remarks: dict[str, str] = {}
    found = []
    for text in texts:
        name, _, remark = text.partition("=")
        parts = name.split(":")
        if len(parts) not in (3, 4) or not parts[2].isdecimal():
            raise UsageError("step_value_form", value=text)
        indicator_id, area_id, year, period = [*parts, "Y"][:4]
        rows = load_stages(store, Selection(area_id, indicator_id, int(year)))
        rows = rows[(rows["area_id"] == area_id) & (rows["period"] == period)]
        rows = rows[rows["state"] != "verified"] if len(rows) > 1 else rows
        if rows.empty:
            raise StepError("step_value_unknown_named", value=name)
        remarks[rows.iloc[0]["subject_id"]] = remark
        found.append(rows.head(1))
    return remarks, pd.concat(found)


def run_returned(options: argparse.Namespace) -> int:
    """Write the workbook of what was returned; without any it has only its headings."""
    with enter_store(options.db) as store:
        values = load_stages(store, make_selection(options))
        values = values[values["stage"] == RETURNED]
        content = make_returned_book(store, values)
    write_content(options.out, content)
    key = "returned_written" if len(values) else "returned_none"
    say(t(f"ingest.{key}", path=options.out, n=len(values)))
    return 0


def run_waiting(options: argparse.Namespace) -> int:
    """List what waits, for each role or one."""
    selection = make_selection(options)
    with open_as_of(options) as store:
        today = get_today()
        stages = load_stages(store, selection)
        rows = list_waiting(stages, load_step_days(store), today)
        owed = _list_owed(store, selection, today)
        names = load_name_lists(store)
    rows = pd.concat([owed, rows], ignore_index=True) if len(owed) else rows
    if options.role:
        rows = rows[rows["role"] == options.role]
    if options.json:
        print_json(rows)
        return 0
    _say_lines(group_waiting(rows), lambda row: _describe_waiting(row, names))
    for role, (count, late) in count_waiting(rows).items():
        say(t("steps.waiting_total", role=t(f"steps.role.{role}"), n=count, late=late))
    undated = int(rows["due_on"].isna().sum())
    if undated:
        say(t("steps.waiting_before_plan", n=undated))
    hidden = [row for row in stages.to_dict("records") if not is_in_force(row)]
    if hidden:
        say(t("steps.waiting_hidden", n=len(hidden)))
    say_what_is_seen(store)
    return 0


def _list_owed(store: Store, selection: Selection, today: date) -> pd.DataFrame:
    """Return what was not sent, as rows of what waits for who reports.

    What is of a year before the plan is never due: its due_on and days_left are missing.
    """
    cells = list_missing(
        load_county_inputs(store),
        today,
        selection.area_id or REGION,
        indicator_id=selection.indicator_id,
        year=selection.year,
    )
    is_due = cells["due_on"].notna()
    days_left = [(due - today).days if due else None for due in cells["due_on"]]
    return cells[["area_id", "indicator_id", "year", "due_on"]].assign(
        role=ROLES[0],
        stage=is_due.map({True: OWED, False: OWED_BEFORE_PLAN}),
        period="Y",
        days_left=pd.array(days_left, dtype="Int64"),
    )


def run_released(options: argparse.Namespace) -> int:
    """List what was released, and what became of it."""
    with open_as_of(options) as store:
        rows = list_released(store, make_selection(options))
        names = load_name_lists(store)
    if options.json:
        print_json(rows)
        return 0
    changed = rows[rows["now"] != "same"]
    _say_lines(changed, lambda row: _describe_released(row, names))
    say(t("steps.released_total", n=len(rows), changed=len(changed)))
    return 0


def run_steps(options: argparse.Namespace) -> int:
    """List the acts, newest first."""
    with open_as_of(options) as store:
        rows = list_step_acts(store)
    if options.json:
        print_json(rows)
        return 0
    _say_lines(rows, describe_taken_step)
    say(t("steps.steps_total", n=len(rows)))
    return 0


def run_rates(options: argparse.Namespace) -> int:
    """List how each county sends."""
    with open_as_of(options) as store:
        today, inputs = get_today(), load_county_inputs(store)
        found = compute_completeness(
            inputs,
            load_first_days(store, inputs.progress.plan["first_year"] - 10, today.year),
            today,
            options.area or REGION,
            year=options.year,
            indicator_id=options.indicator,
        )
        rows = compute_step_rates(found, load_return_rates(store, make_selection(options)))
        names = load_name_lists(store)
    if found.left_out:
        say(t("steps.counties_left_out", n=found.left_out))
    if options.json:
        print_json(rows)
        return 0
    for row in rows.to_dict("records"):
        counts = {name: row[name] for name in ("owed", "on_time", "late", "missing", "sent")}
        say(
            t(
                "steps.rates_line",
                area=names["area"][row["area_id"]],
                rate=format_share(row["rate"]),
                returned=row["returned"],
                returned_rate=format_share(row["returned_rate"]),
                **counts,
            )
        )
    return 0


def load_name_lists(store: Store) -> dict[str, dict[str, str]]:
    """Return the names of areas and indicators."""
    name = f"name_{get_language()}"
    return {
        "area": {row["area_id"]: row[name] for row in store.query_rows("queries/areas")},
        "indicator": {
            row["indicator_id"]: row[name] for row in store.query_rows("queries/indicators")
        },
    }


def say_what_is_seen(store: Store) -> None:
    """Say that what is owed is known in the person's areas only, where a store shows a part."""
    if store.seen_areas is not None:
        say(t("rights.sees_part"))


def _say_lines(rows: pd.DataFrame, describe: Callable[[dict], str]) -> None:
    """Say the first rows, and how many more there are."""
    for row in rows.head(MOST_LINES).to_dict("records"):
        say(describe(row))
    if len(rows) > MOST_LINES:
        say(t("steps.more", n=len(rows) - MOST_LINES))


def _describe_waiting(row: dict, names: dict) -> str:
    first, last = row["first_year"], row["last_year"]
    return t(
        "steps.waiting_line_undated" if is_missing(row["due_on"]) else "steps.waiting_line",
        stage=t(f"steps.stage.{row['stage']}"),
        due=row["due_on"],
        area=names["area"][row["area_id"]],
        years=first if first == last else f"{first}—{last}",
        n=row["values"],
        upload_id="" if is_missing(row["upload_id"]) else row["upload_id"],
    )


def _describe_released(row: dict, names: dict) -> str:
    return t(
        "steps.released_line",
        what=name_figure(row, names),
        value=format_exact(row["value"]),
        document=row["document_no"],
        day=f"{row['decided_on']:%Y-%m-%d}",
        now=t(f"steps.now.{row['now']}"),
        value_now="" if is_missing(row["value_now"]) else format_exact(row["value_now"]),
    )


def name_figure(row: dict, names: dict) -> str:
    """Return which figure a row is about: area, indicator, year and period."""
    return t(
        "steps.figure",
        area=names["area"][row["area_id"]],
        indicator=names["indicator"][row["indicator_id"]],
        year=row["year"],
        period="" if row["period"] == "Y" else row["period"],
    )


def run_deadline(options: argparse.Namespace) -> int:
    """Show the days for each step, or set those of one."""
    with enter_store(options.db) as store:
        if options.stage and options.days is None:
            raise UsageError("deadline_needs_days")
        if options.stage:
            save_step_days(store, options.stage, options.days, by=options.by)
        days = load_step_days(store)
    if options.json:
        print_json(days)
        return 0
    for stage, count in days.items():
        key = "steps.deadline_ours" if count == DEFAULT_DAYS[stage] else "steps.deadline_set"
        say(t(key, stage=t(f"steps.stage.{stage}"), days=count))
    return 0
