"""What a form asks for is carried out; what somebody else saved meanwhile is shown beside it.

A form is based on what stood when it was opened, held for as long as its fields live. Where
something else stands by the time it is sent, nothing is written: both versions are shown, and
the person keeps the other's or saves their own on top.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError, ChangedMeanwhileError
from data.words.sentences import describe_error
from pages.blocks.markup import show
from pages.blocks.record_choice import note_acted_on
from pages.blocks.tables import Column, render_table
from pages.shell import cache
from pages.shell.actor import accept_actor
from pages.shell.i18n import t
from pages.shell.messages import DONE, show_error, show_notice

T = TypeVar("T")
Known = dict[str, ChangedMeanwhileError]


@dataclass(frozen=True)
class Saving:
    """What a form wants written, as `run_saving` tries it.

    Attributes
    ----------
    form : str
        What the form is known by during the visit.
    act : callable
        Writes it. It takes what was shown to the person and decided on, by the key of its
        error; empty the first time.
    describe : callable
        From the result of `act` to the sentence that says what was done; empty where the page
        says it itself.
    compare : callable or None
        Draws both versions of an error; without it the error is told and that is all.
    forget : tuple of str
        Keys of the fields that begin empty the next time.
    record : str
        Key of the box in which the record was chosen that this acts on; empty for none.
    words : str
        The words of the two buttons, ``shell.conflict.<words>.keep`` and ``.save``.
    page : str
        The script of the page to go to afterwards; empty stays.
    """

    form: str
    act: Callable[[Known], Any]
    describe: Callable[[Any], str]
    compare: Callable[[ChangedMeanwhileError], Markup] | None = None
    forget: tuple[str, ...] = ()
    record: str = ""
    words: str = "change"
    page: str = ""
    known: Known = field(default_factory=dict)


def hold(form: str, standing: T, get_field: Callable[[T], str], of: object = None) -> T:
    """Return what a form is based on: what stood when it was opened.

    Parameters
    ----------
    standing
        What stands now.
    get_field : callable
        From what it is based on to the key of a field of the form. As long as this field is
        on the page, so may be what was typed; Streamlit forgets it with the form.
    of : object
        What the form is of, where the reader may make it one of something else.
    """
    key = f"held_{form}"
    held_of, held = st.session_state.get(key, (of, standing))
    if held_of != of or get_field(held) not in st.session_state:
        held = standing
    st.session_state[key] = of, held
    return held


def is_left_open(form: str) -> bool:
    """Tell whether a form was on the page that has to go: what was typed is not saved."""
    return f"held_{form}" in st.session_state


def release(form: str) -> None:
    """Let a form begin anew from what stands."""
    st.session_state.pop(f"held_{form}", None)


def run_saving(name: str, saving: Saving) -> None:
    """Do what a form asks for, or say why not; once it is done the page is shown anew.

    Without the name of who acts nothing is done. A domain error is shown in its own words, and
    the fields keep what was typed.
    """
    if accept_actor(name):
        _try_to_save(saving)


def _try_to_save(saving: Saving) -> None:
    key = _name_conflict(saving.form)
    try:
        result = saving.act(saving.known)
    except ChangedMeanwhileError as error:
        if saving.compare is None or error.now is None:
            show_error(error)
            return
        st.session_state[key] = saving, error
        st.rerun()
    except CaomuError as error:
        show_error(error)
        return
    _finish(saving)
    if said := saving.describe(result):
        st.session_state[DONE] = said
    if saving.page:
        st.switch_page(saving.page)
    st.rerun()


def _finish(saving: Saving) -> None:
    st.session_state.pop(_name_conflict(saving.form), None)
    release(saving.form)
    for key in saving.forget:
        st.session_state.pop(key, None)
    if saving.record:
        note_acted_on(saving.record, st.session_state.get(saving.record))


def _name_conflict(form: str) -> str:
    """Return where a visit keeps what is undecided: it belongs to its database and its plan."""
    database, plan_id = cache.list_looked_at()[:2]
    return f"conflict_{form}_{database}_{plan_id}"


def show_conflict(form: str) -> bool:
    """Show both versions where a save came second, and let the person decide.

    Returns
    -------
    bool
        Whether there is anything to decide; the form itself then stays away.
    """
    kept = st.session_state.pop(f"kept_{form}", None)
    if kept is not None:
        show_notice("note", kept)
    if _name_conflict(form) not in st.session_state:
        return False
    saving, error = st.session_state[_name_conflict(form)]
    with st.container(key=f"conflict_block_{form}"):
        show_notice("warning", describe_error(error))
        show(saving.compare(error))
        with st.container(horizontal=True):
            is_kept = st.button(
                t(f"shell.conflict.{saving.words}.keep"), key=f"conflict_keep_{form}"
            )
            is_saved = st.button(
                t(f"shell.conflict.{saving.words}.save"), key=f"conflict_save_{form}"
            )
        if is_kept:
            _finish(saving)
            st.session_state[f"kept_{form}"] = t(f"shell.conflict.{saving.words}.kept")
            st.rerun()
        if is_saved:
            saving.known[error.key] = error
            _try_to_save(saving)
    return True


def get_basis(known: Known, key: str, held: Any) -> Any:
    """Return what a save is based on: what the person was shown and decided on, else `held`."""
    return known[key].now if key in known else held


def render_versions(error: ChangedMeanwhileError, rows: list[dict], *, before: str = "") -> Markup:
    """Return both versions as a table.

    Parameters
    ----------
    rows : list of dict
        One per particular: label, theirs, mine, and before where there is such a column.
    before : str
        What the column is called that both began from, ``shell.conflict.before.<before>``;
        empty for none. Without it the rows that differ are marked.
    """
    columns = [Column("label", t("shell.conflict.what"), "name")]
    if before:
        columns.append(Column("before", t(f"shell.conflict.before.{before}")))
    else:
        rows = [row | {"_class": "both" * (row["theirs"] != row["mine"])} for row in rows]
    columns += [
        Column("theirs", t("shell.conflict.theirs", by=error.fields["by"] or t("data.unnamed"))),
        Column("mine", t("shell.conflict.mine")),
    ]
    return Markup('<div class="versions">{}</div>').format(
        render_table(columns, rows, is_labelled=True)
    )


def show_outdated(form: str, words: str = "form") -> None:
    """Say that what a form was opened from no longer stands, and offer to begin anew.

    `words` names them: ``shell.conflict.outdated.<words>`` and ``reopen.<words>``.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"outdated_{form}"):
        show_notice("warning", t(f"shell.conflict.outdated.{words}"))
        if st.button(t(f"shell.conflict.reopen.{words}"), key=f"reopen_{form}"):
            release(form)
            st.rerun()
