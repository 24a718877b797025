"""The part of README.md that shows the benchmarks: written from the results of a run."""

import re
from datetime import date

from benchmarks._table import HEADS, Row

BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
_PART = re.compile(f"(?<={BEGIN}\n).*?(?={END})", re.DOTALL)
_MADE = (
    "Measured on {on}, each workload beside a reference in the same run. `make bench` measures all "
    "of them; `python -m benchmarks --readme` writes the newest figures here."
)


def format_part(rows: list[Row], days: list[date]) -> str:
    """Return the days of the runs and the table in Markdown."""
    lines = [HEADS, tuple("---:" if at in (2, 3, 4) else "---" for at in range(len(HEADS)))]
    lines += [row.list_cells() for row in rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{_MADE.format(on=', '.join(day.isoformat() for day in days))}\n\n{table}\n"


def replace_part(readme: str, part: str) -> str:
    """Return the text of the README with another part between its two marks.

    Raises
    ------
    ValueError
        The README has not exactly one such part.
    """
    replaced, count = _PART.subn(lambda _: part, readme)
    if count != 1:
        raise ValueError(f"README.md needs one part between {BEGIN} and {END}, it has {count}")
    return replaced


def find_part(readme: str) -> str:
    """Return what stands between the two marks."""
    found = _PART.search(readme)
    return found.group(0) if found else ""
