"""What happened, one line of JSON each: requests, pages, commands, and what the program reports.

``CAOMU_LOG`` names the folder; without it nothing is written, since a desk has nobody who reads it.
Each process writes a file of its own, begins a new one every day and keeps 180 days
(``CAOMU_LOG_DAYS``). The standard library does all of it.
"""

import json
import logging
import os
import re
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import date
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

from data.clock import get_now
from data.errors import UsageError

SETTING, KEPT = "CAOMU_LOG", "CAOMU_LOG_DAYS"
DAYS = 180
_LINES = logging.getLogger("caomu.journal")
_NAME = re.compile(r"caomu-[\w.-]+\.jsonl(\.\d{4}-\d\d-\d\d)?")
# The request that a thread or task answers, "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        fields = getattr(record, "fields", None) or {
            "action": "report",
            "level": record.levelname.lower(),
            "module": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            fields = fields | {"fault": self.formatException(record.exc_info)}
        at = get_now().isoformat(timespec="milliseconds")
        line = {"time": f"{at}+00:00", "request": request_id.get(), **fields}
        said = {key: value for key, value in line.items() if value not in (None, "")}
        return json.dumps(said, ensure_ascii=False, default=str)


def start_journal(name: str) -> Path | None:
    """Begin to write the journal of this process; return its file, None where there is none.

    Parameters
    ----------
    name : str
        Tells the process from others of the same folder, e.g. its port.

    Raises
    ------
    UsageError
        ``CAOMU_LOG_DAYS`` is no whole number.
    """
    folder = os.environ.get(SETTING, "").strip()
    if not folder:
        return None
    days = os.environ.get(KEPT, "").strip() or str(DAYS)
    if not days.isdecimal():
        raise UsageError("log_days", value=days)
    file = Path(folder) / f"caomu-{name}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = TimedRotatingFileHandler(
        file, when="midnight", utc=True, backupCount=int(days), encoding="utf-8"
    )
    handler.setFormatter(_JsonLines())
    for logger in (_LINES, *(logging.getLogger(room) for room in ("data", "pages", "indicators"))):
        logger.addHandler(handler)
    _LINES.setLevel(logging.INFO)
    _LINES.propagate = False
    return file


def note(action: str, **fields: Any) -> None:
    """Write a line: what was done, and fields such as user, area, path, status and seconds."""
    if _LINES.handlers:
        _LINES.info("", extra={"fields": {"action": action, **fields}})


def read_journal(
    folder: Path | str, since: date | None = None, until: date | None = None
) -> Iterator[dict]:
    """Yield the lines of all processes between two days (UTC, both included), in order of time.

    A line that was cut short when its process was killed is left out.
    """
    lines = []
    for file in sorted(Path(folder).iterdir()):
        if not _NAME.fullmatch(file.name):
            continue
        for text in file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = json.loads(text)
                day = date.fromisoformat(line["time"][:10])
            except (ValueError, KeyError, TypeError):
                continue
            if (since is None or since <= day) and (until is None or day <= until):
                lines.append(line)
    yield from sorted(lines, key=lambda line: line["time"])
