"""Runs the checks of plan and facts: queries in data/sql/checks that must return no row."""

from dataclasses import dataclass

from data.store.database import Store
from data.store.statements import SQL


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
    """Run every check against `store` and return one result each."""
    return [
        CheckResult(check_id, _read_statement(check_id), store.query_rows(f"checks/{check_id}"))
        for check_id in list_checks()
    ]


def _read_statement(check_id: str) -> str:
    lines = (SQL / "checks" / f"{check_id}.sql").read_text(encoding="utf-8").splitlines()
    comments = []
    for line in lines:
        if not line.startswith("--"):
            break
        comments.append(line.removeprefix("--").strip())
    return " ".join(comments)
