"""The list of uploads: who sent what and when; undo, restore, verify."""

import streamlit as st

from data.errors import CaomuError
from data.ledger.uploads import list_uploads, undo_upload, verify_upload
from pages.blocks.markup import show, show_empty, show_note, show_title
from pages.shell import cache
from pages.shell.actor import accept_actor, ask_actor
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.tasks.parts.upload import describe_upload, render_uploads

TOLD = "upload_told"


def show_uploads() -> None:
    """List every upload; one in force can be undone or verified."""
    show_title(t("upload.list_title"))
    _show_told()
    uploads = list_uploads(cache.get_store())
    if uploads.empty:
        show_empty(t("upload.list_empty"))
        return
    show(render_uploads(uploads))
    _show_undo(uploads[uploads["can_be_undone"]])
    _show_verify(
        uploads[
            (uploads["status"] == "live")
            & uploads["can_be_undone"]
            & (uploads["dataset"] == "observations")
        ]
    )


def undo(upload_id: str, name: str) -> None:
    """Undo an upload and report it on the next run."""
    try:
        undo_upload(cache.get_store(), upload_id, by=name)
    except CaomuError as error:
        st.session_state[TOLD] = error
    else:
        st.session_state[TOLD] = "undone"


def _show_told() -> None:
    told = st.session_state.pop(TOLD, None)
    if isinstance(told, CaomuError):
        show_error(told)
    elif isinstance(told, tuple):
        show_notice("done", t("upload.verified", count=told[0], document=told[1]))
    elif told:
        show_notice("done", t(f"upload.{told}"))


def _show_undo(uploads) -> None:
    if uploads.empty:
        return
    with st.expander(t("upload.undo_title")):
        upload_id = _choose_upload(uploads, "undo_which")
        show_note(t("upload.undo_note"))
        name = ask_actor("_undo")
        if st.button(t("upload.undo"), key="undo") and accept_actor(name):
            undo(upload_id, name)
            st.rerun()


def _show_verify(uploads) -> None:
    if uploads.empty:
        return
    with st.expander(t("upload.verify_title")):
        upload_id = _choose_upload(uploads, "verify_which")
        document = st.text_input(
            t("upload.document"), key="document", max_chars=120, width=360
        ).strip()
        show_note(t("upload.verify_note"))
        name = ask_actor("_verify")
        if st.button(t("upload.verify"), key="verify") and accept_actor(name):
            _verify(upload_id, name, document)


def _verify(upload_id: str, name: str, document: str) -> None:
    try:
        _, count = verify_upload(cache.get_store(), upload_id, by=name, document=document)
    except CaomuError as error:
        show_error(error)
        return
    st.session_state[TOLD] = (count, document)
    st.rerun()


def _choose_upload(uploads, name: str) -> str:
    names = {row["upload_id"]: describe_upload(row) for row in uploads.to_dict("records")}
    return st.selectbox(t(f"upload.{name}"), list(names), key=name, format_func=names.__getitem__)
