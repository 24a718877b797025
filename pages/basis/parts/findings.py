"""What the audit found, as tables: first what differs, then what is open, then what agrees."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from indicators.audit.findings import AGREES, VERDICTS
from pages.blocks.links import render_link
from pages.blocks.markup import render_note, render_sub, render_title
from pages.blocks.status import render_bar, render_mark
from pages.blocks.tables import Column, render_table
from pages.blocks.takeaway import make_file_name, offer_files
from pages.blocks.target_names import name_reading_subject, name_reading_subjects
from pages.shell import address, cache
from pages.shell.audit_cache import get_findings
from pages.shell.i18n import t

SYMBOLS = {"contradicts": "◆", "open": "○", "agrees": "●"}
FILE_COLUMNS = ("verdict", "check", "subject_name", "clause", "stated", "found", "follows")
COLUMNS = ("subject", "stated", "found", "follows")
OF_SUBJECT = ("check", "stated", "found", "verdict", "follows")
KINDS = {"subject": "name", "found": "long", "follows": "long", "verdict": "html"}
# A check that found more is folded.
MOST_UNFOLDED = 7
# The page of a subject, and the key of its address.
PAGES = {
    "target": ("targets", "target"),
    "box_item": ("boxes", "item"),
    "role": ("roles", "role"),
    "indicator": ("indicator", "id"),
}


@cache.keep("figures", "decisions", "groups", in_words=True, by_day=True)
def render_summary() -> Markup:
    """Return in a sentence how many things were checked, and what came of them."""
    found = get_findings()["verdict"].value_counts()
    counts = {verdict: int(found.get(verdict, 0)) for verdict in VERDICTS}
    parts = [
        t("audit.count", verdict=_get_word(verdict), n=count) for verdict, count in counts.items()
    ]
    bar = render_bar(counts, SYMBOLS, {verdict: _get_word(verdict) for verdict in VERDICTS})
    return Markup('<section class="verdict"><p>{}</p>{}</section>').format(
        t("audit.summary", n=int(found.sum()), parts=t("shell.list_separator").join(parts)), bar
    )


def choose_verdict() -> str:
    """Let the reader narrow the list to one verdict; "" is all of them."""
    names = {"": t("audit.all")} | {verdict: _get_word(verdict) for verdict in VERDICTS}
    key = address.adopt_choice("verdict", list(names), "")
    return st.selectbox(
        t("audit.column.verdict"), list(names), key=key, format_func=names.__getitem__, width=180
    )


def list_finding_filters(verdict: str) -> list[str]:
    """Return what narrows the list, in words; for a printed sheet."""
    return [_get_word(verdict)] if verdict else []


def choose_subject() -> str:
    """Let the reader choose words to decide; at first none are chosen."""
    names = {"": t("audit.no_subject")} | {
        _join_subject(*pair): name for pair, name in name_reading_subjects().items()
    }
    key = address.adopt_choice("subject", list(names), "")
    return st.selectbox(
        t("audit.decide"), list(names), key=key, format_func=names.__getitem__, width=360
    )


def split_subject(subject: str) -> tuple[str, str]:
    """Return kind and id of a subject as the address writes it."""
    kind, _, subject_id = subject.partition(".")
    return kind, subject_id


def _join_subject(kind: str, subject_id: str) -> str:
    return f"{kind}.{subject_id}"


@cache.keep("figures", "decisions", "groups", in_words=True, by_day=True)
def render_subject(subject: str) -> Markup:
    """Return what was found about one subject."""
    kind, subject_id = split_subject(subject)
    found = get_findings()
    own = found[(found["subject_kind"] == kind) & (found["subject"] == subject_id)]
    title = render_title(
        name_reading_subject(kind, subject_id), render_link("audit", t("audit.to_all"))
    )
    if own.empty:
        return title + render_note(t("audit.one_reading"))
    return title + _render_table(own, OF_SUBJECT)


@cache.keep("figures", "decisions", "groups", in_words=True, by_day=True)
def render_all(verdict: str) -> Markup:
    """Return the findings of a verdict, or of each, by check; long lists are folded."""
    found = get_findings()
    drawn = []
    for name in VERDICTS if verdict == "" else (verdict,):
        own = found[found["verdict"] == name]
        if own.empty:
            continue
        checks = Markup("").join(
            _render_check(check_id, group)
            for check_id, group in own.groupby("check_id", sort=False)
        )
        title = render_title(_render_verdict(name), str(len(own)))
        drawn.append(Markup('<section class="findings">{}{}</section>').format(title, checks))
    return Markup("").join(drawn)


def _render_check(check_id: str, group: pd.DataFrame) -> Markup:
    """Return the findings of one check; what is the same in all of them is said once."""
    is_settled = (group["verdict"] == AGREES).all()
    same = [name for name in ("stated", "follows") if len(group) > 1 and _is_same(group[name])]
    notes = [
        t("audit.once", what=t(f"audit.column.{name}"), text=group[name].iloc[0]) for name in same
    ]
    fold = Markup("<details {}><summary>{} <small>{}</small></summary>{}{}</details>")
    return fold.format(
        "" if is_settled or len(group) > MOST_UNFOLDED else "open",
        t(f"audit.check.{check_id}"),
        len(group),
        Markup("").join(map(render_note, notes)),
        _render_table(group, [name for name in COLUMNS if name not in same]),
    )


def _is_same(column: pd.Series) -> bool:
    return column.nunique() == 1


def _render_table(group: pd.DataFrame, names: Sequence[str]) -> Markup:
    columns = [Column(name, t(f"audit.column.{name}"), KINDS.get(name, "text")) for name in names]
    return render_table(
        columns, [_make_row(row) for row in group.to_dict("records")], is_labelled=True
    )


def _make_row(row: dict) -> dict:
    page, key = PAGES.get(row["subject_kind"], (None, ""))
    name = row["subject_name"]
    if page is not None:
        name = render_link(page, name, **{key: row["subject"]})
    decide = Markup()
    if row["check_id"] in ("readings", "no_number") or row["verdict"] == "contradicts":
        decide = _render_decide(row)
    return {
        "subject": Markup("{}{}").format(name, render_sub(row["clause"])),
        "check": t(f"audit.check.{row['check_id']}"),
        "stated": row["stated"],
        "found": Markup("{}{}").format(row["found"], decide),
        "verdict": _render_verdict(row["verdict"]),
        "follows": row["follows"],
    }


def _render_decide(row: dict) -> Markup:
    """Return the link to the form for a subject with readings; "" for another."""
    if row["subject"] not in set(cache.get_readings()["subject_id"]):
        return Markup()
    subject = _join_subject(row["subject_kind"], row["subject"])
    return Markup(" {}").format(render_link("audit", t("audit.to_form"), subject=subject))


def _get_word(verdict: str) -> str:
    return t(f"audit.verdict.{verdict}")


def _render_verdict(verdict: str) -> Markup:
    return render_mark(verdict, SYMBOLS[verdict], _get_word(verdict))


def offer_findings_file() -> None:
    """Offer all findings as data and as a workbook."""
    offer_files("findings", make_file_name(t("shell.page.audit")), rows=list_finding_rows)


def list_finding_rows() -> tuple[list[str], list[list]]:
    """Return titles and rows of all findings in the language in use, a row for each."""
    rows = [
        row | {"verdict": _get_word(row["verdict"]), "check": t(f"audit.check.{row['check_id']}")}
        for row in get_findings().to_dict("records")
    ]
    header = [t(f"audit.column.{name}") for name in FILE_COLUMNS]
    return header, [[row[name] for name in FILE_COLUMNS] for row in rows]
