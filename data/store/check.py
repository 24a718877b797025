"""Runs the checks of plan and facts: queries in data/sql/checks that must return no row."""

from dataclasses import dataclass

from data.store.current import list_area_bounds
from data.store.database import Store
from data.store.statements import DEFAULT_PLAN, PLAN_ID, SQL, list_tables, load_sql


@dataclass(frozen=True)
class CheckResult:
    """One check and the rows that break it.

    Attributes
    ----------
    check_id : str
        The file's name in ``data/sql/checks``.
    statement : str
        What must hold, from the comment at the head of the query.
    rows : list of dict
        The rows at fault; empty when the check holds.
    """

    check_id: str
    statement: str
    rows: list[dict]


def list_checks() -> list[str]:
    """Return the ids of all checks, sorted."""
    return sorted(path.stem for path in (SQL / "checks").glob("*.sql"))


def run_checks(store: Store) -> list[CheckResult]:
    """Run every check against `store` and return one result each.

    What is a plan's own is checked for every plan; a row at fault of another plan than the default
    one names it.
    """
    return [
        CheckResult(check_id, _read_statement(check_id), find_broken_rows(store, check_id))
        for check_id in list_checks()
    ]


def find_broken_rows(store: Store, check_id: str) -> list[dict]:
    """Return the rows that break a check (`CheckResult.rows`)."""
    name = f"checks/{check_id}"
    if "$first_id" in load_sql(name):
        return _find_by_areas(store, name)
    rows = store.for_plan(DEFAULT_PLAN).query_rows(name)
    if set(list_tables("schema/plan_views")).isdisjoint(list_tables(name)):
        return rows
    for plan in store.list_plans():
        if (plan_id := plan[PLAN_ID]) != DEFAULT_PLAN:
            found = store.for_plan(plan_id).query_rows(name)
            # What the plans share was told already.
            rows += [{PLAN_ID: plan_id} | row for row in found if row not in rows]
    return rows


def _find_by_areas(store: Store, name: str) -> list[dict]:
    """Ask a query about some areas after the others: about all at once it takes 2 GB for each
    million figures."""
    rows: list[dict] = []
    for bounds in list_area_bounds(store):
        # What is no area's own is told for each part.
        rows += [row for row in store.query_rows(name, **bounds) if row not in rows]
    return rows


def _read_statement(check_id: str) -> str:
    lines = (SQL / "checks" / f"{check_id}.sql").read_text(encoding="utf-8").splitlines()
    comments = []
    for line in lines:
        if not line.startswith("--"):
            break
        comments.append(line.removeprefix("--").strip())
    return " ".join(comments)
