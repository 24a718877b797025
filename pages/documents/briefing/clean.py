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
FIELDS = {
    part: tuple(field.name for field in fields(part))
    for part in (
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
}


def clean_texts(value: Any) -> Any:
    """Return a briefing, or a part of one, without the signs that XML forbids in its texts.

    What has none of them, which is nearly everything, is returned itself.
    """
    if isinstance(value, str):
        return FORBIDDEN.sub("", value) if FORBIDDEN.search(value) else value
    if type(value) in (tuple, list):
        items = [clean_texts(item) for item in value]
        is_same = all(new is old for new, old in zip(items, value, strict=True))
        return value if is_same else type(value)(items)
    if isinstance(value, dict):
        return {key: clean_texts(item) for key, item in value.items()}
    if type(value) in FIELDS:
        said = {name: getattr(value, name) for name in FIELDS[type(value)]}
        changed = {name: new for name, old in said.items() if (new := clean_texts(old)) is not old}
        return replace(value, **changed) if changed else value
    return value
