"""The one table of all benchmarks: a row, its verdict, and how it is printed and kept.

A benchmark is a module of this folder with a function ``measure() -> list[Row]``. It measures
the reference in the same run, because another day or another machine is no reference.
``python -m benchmarks`` runs them all; a module alone is run with ``python -m benchmarks NAME``.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

HEADS = ("Workload", "Reference in the same run", "Ours", "Ratio", "Limit", "Verdict")
# Beside a figure below ten, the first decimals matter.
SMALL = 10


@dataclass(frozen=True)
class Row:
    """One workload beside its reference.

    Parameters
    ----------
    workload : str
        What is done, in a few words: ``another county, repeated``.
    ours : float
        What it takes here, in `unit`.
    limit : float or None
        The most it may take: a multiple of `reference`, or, without a reference, in `unit`. None
        where nothing is asked of it, and it only tells why another row is as it is.
    reference : float or None
        What the reference takes, in `unit`. None for a limit that people set, such as half a
        second until an answer.
    unit : str
        ``ms``, ``s``, ``MB`` …; the workload says whether a time is the clock's or the
        processor's.
    beside : str
        What the reference is: ``empty page``.
    spare : float
        By how much ours may be above the limit, in `unit`: the step of the clock.
    """

    workload: str
    ours: float
    limit: float | None
    reference: float | None = None
    unit: str = "ms"
    beside: str = ""
    spare: float = 0.0

    @property
    def ratio(self) -> float | None:
        """How many times the reference ours is; None without a reference."""
        if self.reference is None:
            return None
        return self.ours / self.reference if self.reference else float("inf")

    @property
    def is_held(self) -> bool:
        """Whether the limit is held, if there is one."""
        if self.limit is None:
            return True
        most = self.limit if self.reference is None else self.limit * self.reference
        return self.ours <= most + self.spare

    def list_cells(self) -> tuple[str, ...]:
        """Return the texts of the row, in the order of `HEADS`."""
        beside = f" ({self.beside})" if self.beside else ""
        if self.ratio is None:
            reference, ratio = "", ""
            limit = f"{format_value(self.limit)} {self.unit}"
        else:
            reference = f"{format_value(self.reference)} {self.unit}{beside}"
            ratio = f"{self.ratio:.2f}"
            limit = f"{self.limit:g}×" if self.limit is not None else ""
        if self.spare:
            limit += f" + {format_value(self.spare)} {self.unit}"
        verdict = "held" if self.is_held else "MISSED"
        if self.limit is None:
            limit = verdict = ""
        ours = f"{format_value(self.ours)} {self.unit}"
        return self.workload, reference, ours, ratio, limit, verdict


def format_value(value: float | None) -> str:
    """Return a measured value with as many decimals as say something."""
    if value is None:
        return ""
    return f"{value:.2f}" if abs(value) < SMALL else f"{value:,.0f}"


def print_table(rows: list[Row]) -> None:
    """Print rows as one table with aligned columns."""
    cells = [HEADS, *(row.list_cells() for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(HEADS))]
    for line in cells:
        # Numbers stand to the right.
        print(
            "  ".join(
                text.rjust(width) if at in (2, 3, 4) else text.ljust(width)
                for at, (text, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip(),
            flush=True,
        )


def save_rows(path: Path, found: dict[str, list[Row]], on: date) -> None:
    """Keep the rows of some benchmarks with the day; those of others stay as they were."""
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for name, rows in found.items():
        kept[name] = {"on": on.isoformat(), "rows": [asdict(row) for row in rows]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_rows(path: Path) -> tuple[list[Row], list[date]]:
    """Return the newest rows of every benchmark, by name, and the days of their runs."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    runs = [kept[name] for name in sorted(kept)]
    days = sorted({date.fromisoformat(run["on"]) for run in runs})
    return [Row(**row) for run in runs for row in run["rows"]], days
