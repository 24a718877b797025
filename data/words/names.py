"""Names and notes of rows in the language in use."""

from typing import Any

from data.words.catalogue import LANGUAGES, get_language
from data.words.numbers import is_missing


def pick_note(row: Any) -> str:
    """Return the note of a figure: a published one's in the language in use, a user's own as
    it was written. `row` has note and note_zh."""
    is_chinese = get_language() == "zh" and isinstance(row.note_zh, str) and row.note_zh
    note = row.note_zh if is_chinese else row.note
    return note if isinstance(note, str) else ""


def pick_name(row: Any, stem: str = "name") -> str:
    """Return a row's name in the language in use, from its columns name_zh and name_en.

    A name without a translation is shown in the language that it has.
    """
    names = {language: row[f"{stem}_{language}"] for language in LANGUAGES}
    own = names[get_language()]
    return names[LANGUAGES[0]] if is_missing(own) or not own else own
