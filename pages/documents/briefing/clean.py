"""Takes out of a briefing the signs that no office file may have."""

import re
from dataclasses import fields, replace
from typing import Any

from pages.documents.briefing.model import (
    Briefing,
    Chart,
    ChartLine,
    Evidence,
    Plate,
    Section,
    Sentence,
    Table,
    TableCell,
    TableColumn,
)

# XML forbids them. A name from a file may have one that nobody sees.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PARTS = (
    Briefing,
    Chart,
    ChartLine,
    Evidence,
    Plate,
    Section,
    Sentence,
    Table,
    TableCell,
    TableColumn,
)


def clean_texts(value: Any) -> Any:
    """Return a briefing, or a part of one, without the signs that XML forbids in its texts."""
    if isinstance(value, str):
        return FORBIDDEN.sub("", value) if FORBIDDEN.search(value) else value
    if type(value) in (tuple, list):
        return type(value)(clean_texts(item) for item in value)
    if isinstance(value, dict):
        return {key: clean_texts(item) for key, item in value.items()}
    if isinstance(value, PARTS):
        said = {field.name: clean_texts(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **said)
    return value
