"""The list of uploads: who sent what and when; undo, restore, verify."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError, UploadError
from data.ledger.displaced import describe_displaced, list_displaced, list_outranked
from data.ledger.uploads import (
    count_unverified,
    describe_verifications,
    list_verifications,
    load_uploads,
    load_verification_number,
    undo_upload,
    verify_upload,
)
from data.store.basis import describe_author
from data.words.sentences import describe_error
from indicators.balance.figures import record_balance_figures
from pages.blocks.folds import show_fold, show_rest
from pages.blocks.markup import show, show_empty, show_note, show_title
from pages.blocks.record_choice import accept_record, choose_record, note_acted_on
from pages.blocks.saving import Known, Saving, get_basis, hold, release, run_saving, show_conflict
from pages.blocks.tables import SHOWN
from pages.shell import cache
from pages.shell.actor import accept_actor, ask_actor, check_may
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice
from pages.tasks.parts.upload import describe_upload, render_uploads
from pages.tasks.parts.upload_reading import UPLOAD
from pages.tasks.parts.upload_versions import compare_verified

TOLD, VERIFICATION = "upload_told", "verification"
UNDO_WHICH, VERIFY_WHICH = "undo_which", "verify_which"
CHANGED = "changed_figures_of_upload"
# The upload whose restoring would displace newer values.
RESTORING = "upload_restoring"


def show_uploads() -> None:
    """List every upload, older ones folded; one in force can be undone or verified."""
    show_title(t("upload.list_title"))
    show_told()
    uploads = _get_uploads()
    if uploads.empty:
        show_empty(t("upload.list_empty"))
        return
    show(_render_ledger())
    if len(uploads) > SHOWN:
        older = t("upload.older_title", count=len(uploads) - SHOWN)
        show_rest(older, _render_older, key="upload_older")
    # What somebody may do nowhere is not offered.
    if cache.may("undo", None):
        _show_undo(uploads[uploads["can_be_undone"]])
    if cache.may("verify", None):
        show_verify(
            uploads[
                (uploads["status"] == "live")
                & uploads["can_be_undone"]
                & (uploads["dataset"] == "observations")
            ]
        )


@cache.keep("figures", "projects", "balance")
def _get_uploads() -> pd.DataFrame:
    return load_uploads(cache.get_store())


@cache.keep("figures", "projects", "balance", in_words=True)
def _render_ledger() -> Markup:
    return render_uploads(_get_uploads().head(SHOWN))


@cache.keep("figures", "projects", "balance", in_words=True)
def _render_older() -> Markup:
    return render_uploads(_get_uploads().iloc[SHOWN:])


@cache.keep("figures", "projects", "balance", in_words=True)
def _get_lines() -> dict[str, str]:
    """Return one line for each upload, in which it is chosen."""
    return {row["upload_id"]: describe_upload(row) for row in _get_uploads().to_dict("records")}


@cache.keep("figures", "projects", "balance")
def _get_verifications(upload_id: str) -> list[dict]:
    return list_verifications(cache.get_store(), upload_id)


def undo(
    upload_id: str,
    name: str,
    *,
    reason: str = "",
    keeps_verified: bool = False,
    displaces: bool = False,
) -> None:
    """Undo an upload and report it on the next run."""
    status = _get_uploads().set_index("upload_id")["status"].get(upload_id)
    try:
        undo_upload(
            cache.get_store(),
            upload_id,
            by=name,
            reason=reason,
            keeps_verified=keeps_verified,
            displaces=displaces,
            finish=record_balance_figures,
        )
    except CaomuError as error:
        st.session_state[TOLD] = error
        if error.key == "restore_displaces":
            st.session_state[RESTORING] = upload_id
    else:
        st.session_state[TOLD] = "restored" if status == "undo" else "undone"
        st.session_state.pop(RESTORING, None)
        note_acted_on(UNDO_WHICH, upload_id)
        # What is about to be confirmed is compared anew with what the undo left.
        release(UPLOAD)


def show_told() -> None:
    """Say what was just undone or verified."""
    told = st.session_state.pop(TOLD, None)
    if isinstance(told, CaomuError):
        show_error(told)
    elif isinstance(told, tuple):
        count, document, held = told
        show_notice("done", t("upload.verified", count=count, document=document))
        if held:
            show_notice("warning", t("upload.verified_held", count=held))
    elif told:
        show_notice("done", t(f"upload.{told}"))


def _show_undo(uploads) -> None:
    if uploads.empty:
        return
    show_fold(t("upload.undo_title"), lambda: _ask_undo(uploads), key="upload_undo")


def _ask_undo(uploads) -> None:
    upload_id = _choose_upload(uploads, UNDO_WHICH)
    show_note(t("upload.undo_note"))
    verifications = _get_verifications(upload_id) if upload_id is not None else []
    keeps_verified = bool(verifications) and _ask_about_verified(upload_id, verifications)
    is_warned = upload_id is not None and st.session_state.get(RESTORING) == upload_id
    displaces = is_warned and st.checkbox(
        t("upload.undo_replaces"), key=f"undo_replaces_{upload_id}"
    )
    reason = st.text_input(t("upload.reason"), key="undo_reason", max_chars=120, width=360)
    name = ask_actor("_undo")
    if st.button(t("upload.undo"), key="undo") and accept_record(upload_id) and accept_actor(name):
        if verifications and not keeps_verified:
            show_notice("warning", t("upload.undo_unconfirmed"))
            return
        undo(upload_id, name, reason=reason, keeps_verified=keeps_verified, displaces=displaces)
        st.rerun()


def _ask_about_verified(upload_id: str | None, verifications: list[dict]) -> bool:
    """Say which figures stay verified, and return whether that is accepted."""
    show_notice("warning", t("upload.undo_verified", **describe_verifications(verifications)))
    return st.checkbox(t("upload.undo_keeps"), key=f"undo_keeps_{upload_id}")


def show_verify(uploads: pd.DataFrame, *, only_checked: bool = False) -> None:
    """Let one of some uploads be verified, whole or only what was checked of it."""
    if show_conflict(VERIFICATION) or uploads.empty:
        return
    show_fold(
        t("upload.verify_title"),
        lambda: _ask_verification(uploads, only_checked=only_checked),
        key="upload_verify",
    )


def _ask_verification(uploads: pd.DataFrame, *, only_checked: bool) -> None:
    if not check_may("verify", None):
        return
    upload_id = _choose_upload(uploads, VERIFY_WHICH)
    document = st.text_input(t("upload.document"), key="document", max_chars=120, width=360).strip()
    show_note(t("upload.verify_checked_note" if only_checked else "upload.verify_note"))
    if upload_id is None:
        return
    seq = hold(VERIFICATION, _number_figures(upload_id), lambda _: "verify", upload_id)
    _tell_returned(upload_id)
    displaces = _ask_about_displaced(upload_id)
    name = ask_actor("_verify")
    if st.button(t("upload.verify"), key="verify"):
        options = {"displaces": displaces, "only_checked": only_checked}
        _verify(upload_id, name, document, seq, **options)


def _ask_about_displaced(upload_id: str) -> bool:
    """Say which newer values would no longer be in force, and return whether that is wanted."""
    displaced, outranked = _get_displaced(upload_id), _get_outranked(upload_id)
    if len(outranked):
        show_notice("note", t("upload.verify_outranks", **describe_displaced(outranked)))
    if displaced.empty:
        return False
    show_notice("warning", t("upload.verify_displaces", **describe_displaced(displaced)))
    return st.checkbox(t("upload.verify_replaces"), key=f"verify_replaces_{upload_id}")


@cache.keep("figures", in_words=True)
def _get_displaced(upload_id: str) -> pd.DataFrame:
    return list_displaced(cache.get_store(), upload_id)


@cache.keep("figures", in_words=True)
def _get_outranked(upload_id: str) -> pd.DataFrame:
    return list_outranked(cache.get_store(), upload_id)


@cache.keep("figures")
def _number_figures(upload_id: str) -> int:
    return load_verification_number(cache.get_store(), upload_id)


@cache.keep("figures")
def _count_unverified(upload_id: str) -> dict[str, int]:
    return count_unverified(cache.get_store(), upload_id)


def _tell_returned(upload_id: str) -> None:
    """Say that figures of the upload are returned and stay so."""
    count = _count_unverified(upload_id)["returned"]
    if count:
        show_notice("note", t("upload.verify_returned", n=count))


def _verify(
    upload_id: str, name: str, document: str, seq: int, *, displaces: bool, only_checked: bool
) -> None:
    def act(known: Known) -> int:
        basis = get_basis(known, CHANGED, seq)
        _, count = verify_upload(
            cache.get_store(),
            upload_id,
            by=name,
            document=document,
            only_checked=only_checked,
            based_on=basis,
            # Who decided on both versions has seen what is displaced.
            displaces=displaces or CHANGED in known,
        )
        release(UPLOAD)
        return count

    def describe(count: int) -> str:
        st.session_state[TOLD] = count, document, len(_get_displaced(upload_id))
        return ""

    run_saving(
        name,
        Saving(
            VERIFICATION, act, describe, compare_verified, words="verification", record=VERIFY_WHICH
        ),
    )


def _choose_upload(uploads, name: str) -> str | None:
    lines = _get_lines()
    names = {upload_id: lines[upload_id] for upload_id in uploads["upload_id"]}
    return choose_record(t(f"upload.{name}"), names, key=name, describe_gone=_describe_undone)


def _describe_undone(upload_id: str) -> str:
    """Return who undid an upload and when; "" of what is no upload that somebody undid."""
    uploads = _get_uploads()
    is_undone = uploads["upload_id"].eq(upload_id) & uploads["status"].eq("undone")
    undos = uploads[uploads["undoes_upload_id"] == upload_id]
    if undos.empty or not is_undone.any():
        return ""
    author = describe_author(undos["uploaded_by"].iloc[0], undos["uploaded_at"].iloc[0])
    return describe_error(UploadError("upload_already_undone", upload_id=upload_id, **author))
