"""Names, notes, clauses and sources of rows in the language in use."""

import re
from collections.abc import Mapping
from typing import Any

from data.words.catalogue import LANGUAGES, get_language, t
from data.words.numbers import is_missing

# An id that says where in the plan a clause stands.
IS_NUMBERED = re.compile(r"(?P<kind>s|box)(?P<number>[0-9]+(_[0-9]+)*)")
_NESTED = str.maketrans({"“": "‘", "”": "’", '"': "'"})


def name_sender(by: str | None) -> str:
    """Return who sent or recorded something; "" is a name that was not given, a missing one is not
    seen (``data/sql/rights/seen/uploads.sql``)."""
    return t("data.sender_unseen") if is_missing(by) else by or t("data.nobody")


def pick_note(row: Any) -> str:
    """Return the note of a figure: in the language in use if it is published, else as the
    user wrote it. `row` has note and note_zh."""
    is_chinese = get_language() == "zh" and isinstance(row.note_zh, str) and row.note_zh
    note = row.note_zh if is_chinese else row.note
    return format_note(note) if isinstance(note, str) else ""


# Sources of figures that the program makes: in both languages, for files that go from hand to hand.
MADE_UP = "演示数据，非真实统计数字 / demonstration data, not real"
FROM_BALANCE = "草畜平衡计算 / computed from the forage–livestock balance"
_IN_BOTH = (MADE_UP, FROM_BALANCE)
# How the notes of figures begin that follow from the balance.
LOAD_FORMULA = "Σ head × sheep_unit"
CAPACITY_FORMULA = "Σ area × yield × edible_share × hay_factor × use_rate ÷ (1.8 kg × days)"
_FORMULAS = {LOAD_FORMULA: "load", CAPACITY_FORMULA: "capacity"}


def format_note(note: str) -> str:
    """Return a note in words: what the program wrote in the language in use, else as it stands.

    A figure that follows from the balance notes its formula, season, factor set with version, and
    whether it is made up (`indicators.balance.figures`).
    """
    formula, *rest = note.split("; ")
    if formula not in _FORMULAS or len(rest) < 2:
        return _pick_language(note)
    season, version, *marks = rest
    set_id, _, number = version.rpartition(" v")
    parts = [
        t(f"balance.note.{_FORMULAS[formula]}"),
        t(f"balance.season.{season}"),
        t("balance.note.set", set=set_id, version=number),
        *map(_pick_language, marks),
    ]
    return t("shell.sentence_separator").join(parts)


def _pick_language(text: str) -> str:
    return text.split(" / ")[LANGUAGES.index(get_language())] if text in _IN_BOTH else text


def cite_source(source: Any, sources_en: Mapping[str, str]) -> str:
    """Return the citation of a source in the language in use; "" if there is none.

    `sources_en` has the English citation of each published source. A user's own source stays
    as it was written.
    """
    if is_missing(source) or not str(source).strip():
        return ""
    if source in _IN_BOTH:
        return _pick_language(source)
    return str(source) if get_language() == "zh" else sources_en.get(source, str(source))


def nest_quotes(text: str) -> str:
    """Return a text that is to stand between quotation marks: its own become single ones."""
    return text.translate(_NESTED)


def name_clause(clause_id: str, path: str) -> str:
    """Return the place of a clause: numbered as in the plan, or in figures in English.

    The figures are those of the id: s2_1 is section 2.1, box3 is box 3. Another id has none.
    """
    numbered = IS_NUMBERED.fullmatch(clause_id)
    if get_language() == "zh" or numbered is None:
        return path
    kind = "box" if numbered["kind"] == "box" else "section"
    return t(f"county.clause.{kind}", number=numbered["number"].replace("_", "."))


def pick_name(row: Any, stem: str = "name") -> str:
    """Return a row's name in the language in use, from its columns name_zh and name_en.

    A name without a translation is returned in Chinese.
    """
    names = {language: row[f"{stem}_{language}"] for language in LANGUAGES}
    own = names[get_language()]
    return names[LANGUAGES[0]] if is_missing(own) or not own else own
