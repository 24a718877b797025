"""The ledger of uploads: list them, undo one, record one as verified.

Nothing is deleted: an undo is an upload that names the one it undoes, and the views leave
out the revisions of uploads that are undone.
"""

from collections.abc import Callable

import pandas as pd

from data.clock import get_now
from data.errors import ChangedMeanwhileError, UploadError
from data.ledger.displaced import (
    compare_standing,
    describe_displaced,
    load_standing,
    load_upload_figures,
    pick_displaced,
)
from data.rights.require import require
from data.store.basis import describe_author
from data.store.database import Queries, Store, Transaction, dump_json
from data.store.ids import make_id
from data.words.catalogue import t


def load_uploads(store: Queries) -> pd.DataFrame:
    """Return the uploads of which anything is seen, as pages list them, newest first.

    Returns
    -------
    DataFrame
        One row per upload: upload_id, dataset, file_name, uploaded_at (UTC), uploaded_by,
        undoes_upload_id, counts (JSON text), note, status (live, undone, undo,
        restore), can_be_undone, changed (rows that it recorded as new, revised or verified; the
        others repeat what stood).
    """
    uploads = store.query("queries/uploads")
    if uploads["changed"].isna().any():
        counted = uploads["upload_id"].map(_count_revisions(store))
        uploads["changed"] = uploads["changed"].fillna(counted).fillna(0)
    uploads = uploads.astype({"changed": "int64"})
    # Of an upload of which nothing is seen only the number is there: it is nobody's business here.
    is_seen = (uploads["file_name"] != "") | uploads["counts"].notna() | (uploads["changed"] > 0)
    return uploads[is_seen].reset_index(drop=True)


def list_uploads(store: Queries) -> pd.DataFrame:
    """Return the uploads as `load_uploads` does, with the column revisions: how many rows each
    recorded, which are all counted."""
    uploads = load_uploads(store)
    found = uploads["upload_id"].map(_count_revisions(store)).fillna(0).astype("int64")
    uploads.insert(uploads.columns.get_loc("changed"), "revisions", found)
    return uploads


def _count_revisions(store: Queries) -> pd.Series:
    """Return how many rows each upload recorded, by upload_id."""
    return store.query("queries/upload_revisions").set_index("upload_id")["revisions"]


def load_sendings(store: Store) -> dict:
    """Return how many uploads of figures count (uploads), when the newest came in (last_at, UTC)
    and from whom (last_by); both None without an upload."""
    return store.query_rows("queries/sendings")[0]


def list_verifications(store: Queries, upload_id: str) -> list[dict]:
    """Return the verifications of figures of an upload that an undo would leave in force.

    Returns
    -------
    list of dict
        One per verification, oldest first: upload_id (its own), verified_by, verified_at (UTC),
        document, figures (how many of the upload's it verified and would stay verified), alone
        (how many of these nothing else states). Empty where all of them were verified before the
        upload and something else states them too.
    """
    return store.query_rows("queries/only_verified", upload_id=upload_id)


def undo_upload(
    store: Store,
    upload_id: str,
    *,
    by: str = "",
    reason: str = "",
    keeps_verified: bool = False,
    displaces: bool = False,
    finish: Callable[[Transaction, str], None] | None = None,
) -> str:
    """Undo an upload, or undo its newest undo, by a new upload; return the new one's id.

    Parameters
    ----------
    reason : str
        Why, as the ledger will say; kept as the note of the undo.
    keeps_verified : bool
        Whether it is known that figures which were verified since stay (`list_verifications`).
    displaces : bool
        Whether it is known that an undo of an undo puts values back in force over newer ones.
    finish : callable or None
        Runs within the transaction, after the undo: takes it and who acts.

    Raises
    ------
    UploadError
        There is no such upload (``upload_unknown``), figures of it were verified since and would
        stay (``upload_verified_since``; ``verifications`` has them), or newer values would no
        longer be in force (``restore_displaces``; ``figures`` has them).
    ChangedMeanwhileError
        It is undone already (``upload_already_undone``).
    """
    with store.transaction() as writer:
        upload = _load_upload(writer, upload_id)
        _require_to_undo(writer, upload_id)
        _check_undone(upload)
        if not keeps_verified:
            _check_not_verified(writer, upload_id)
        before = load_standing(writer, upload_id)
        undo_id = make_id()
        writer.insert(
            "facts.upload",
            pd.DataFrame(
                [
                    {
                        "upload_id": undo_id,
                        "dataset": upload["dataset"],
                        "file_name": upload["file_name"],
                        "sha256": upload["sha256"],
                        "uploaded_at": get_now(),
                        "uploaded_by": by,
                        "undoes_upload_id": upload_id,
                        "counts": dump_json({"undone": upload["revisions"]}),
                        "note": reason.strip() or None,
                    }
                ]
            ),
        )
        if not displaces:
            _check_restored(before, load_standing(writer, upload_id))
        if finish is not None:
            finish(writer, by)
    return undo_id


def _check_restored(before: pd.DataFrame, after: pd.DataFrame) -> None:
    changed = compare_standing(before, after)
    newer = changed[changed["is_newer"]]
    if len(newer):
        raise UploadError("restore_displaces", **describe_displaced(newer))


def _list_areas(source: Queries, upload_id: str) -> set[str]:
    """Return the areas that an upload, or the one that an undo undoes, has rows of."""
    return {row["area_id"] for row in source.query_rows("rights/upload_areas", upload_id=upload_id)}


def _require_to_undo(writer: Transaction, upload_id: str) -> None:
    """Ask for the right to undo; what was vouched for is undone by who may vouch, what holds for
    every county by who may change that."""
    rows = writer.query_rows("rights/upload_areas", upload_id=upload_id)
    vouched = {row["area_id"] for row in rows if row["is_vouched"]}
    others = {row["area_id"] for row in rows if not row["is_vouched"]}
    if vouched:
        require(writer, "verify", vouched)
    if others or not rows:
        require(writer, "undo", others)


def _check_undone(upload: dict) -> None:
    if not upload["can_be_undone"]:
        author = describe_author(upload["newest_by"], upload["newest_at"])
        raise ChangedMeanwhileError(
            "upload_already_undone", upload_id=upload["upload_id"], **author
        )


def _check_not_verified(source: Queries, upload_id: str) -> None:
    verifications = list_verifications(source, upload_id)
    if verifications:
        raise UploadError("upload_verified_since", **describe_verifications(verifications))


def describe_verifications(verifications: list[dict]) -> dict:
    """Return what sentences say of `list_verifications`: count, alone, verifications (who, when and
    under which document, as one text) and upload_ids (those of the verifications)."""
    told = [
        t(
            "data.verification",
            count=row["figures"],
            document=row["document"],
            **describe_author(row["verified_by"] or t("data.unnamed"), row["verified_at"]),
        )
        for row in verifications
    ]
    return {
        "count": sum(row["figures"] for row in verifications),
        "alone": sum(row["alone"] for row in verifications),
        "verifications": t("shell.list_separator").join(told),
        "upload_ids": t("shell.list_separator").join(row["upload_id"] for row in verifications),
    }


def load_verification_number(store: Store, upload_id: str) -> int:
    """Return the number of what stands where an upload has figures: what verifying it is
    based on."""
    return _number_figures(load_upload_figures(store, upload_id))


def verify_upload(
    store: Store,
    upload_id: str,
    *,
    by: str,
    document: str,
    based_on: int | None = None,
    displaces: bool = False,
    only_checked: bool = False,
) -> tuple[str, int]:
    """Record the figures of an upload as verified, as an upload of its own.

    Figures of it that are verified already, with the same value, are left as they are; so are
    those that are returned (`count_unverified`), and those in whose place a newer value is in force
    (`data.ledger.displaced.list_displaced`).

    Parameters
    ----------
    by : str
        Who verified the figures.
    document : str
        Number of the document that verifies them; kept in the note of each revision.
    only_checked : bool
        Whether figures that nobody checked are left as they are.
    based_on : int or None
        What stood when the verifier looked at the figures (`load_verification_number`).
    displaces : bool
        Whether these older values are to be verified too, which puts them back in force.

    Returns
    -------
    tuple
        Id of the new upload and the number of figures it verified.

    Raises
    ------
    UploadError
        No such upload, it has no figures, name or document is empty, none of its figures is left
        to verify (``verify_only_returned``, ``verify_none_checked``), or newer values are in
        force in place of all that are left (``verify_displaces``; ``figures`` has them).
    ChangedMeanwhileError
        It is undone (``upload_already_undone``), all its figures are verified already
        (``already_verified``), or somebody else recorded one of them since
        (``changed_figures_of_upload``; ``theirs`` has those figures).
    """
    if not by.strip() or not document.strip():
        raise UploadError("verify_needs_document")
    with store.transaction() as writer:
        upload = _load_upload(writer, upload_id)
        require(writer, "verify", _list_areas(writer, upload_id))
        _check_undone(upload)
        figures = writer.query("queries/upload_figures", upload_id=upload_id)
        if upload["undoes_upload_id"] or figures.empty:
            raise UploadError("upload_has_no_figures", upload_id=upload_id)
        _check_verified(figures, based_on)
        revisions = writer.query("queries/revisions_of_upload", upload_id=upload_id)
        is_open = _find_to_verify(figures, only_checked=only_checked)
        if not displaces:
            is_open &= ~figures["displaces"]
            _check_displaced(figures, is_open)
        open_ids = figures.loc[is_open, "revision_id"]
        revisions = revisions[revisions["revision_id"].isin(open_ids)]
        verified_id, now = make_id(), get_now()
        verified = revisions.assign(
            revision_id=[make_id() for _ in range(len(revisions))],
            state="verified",
            note=document,
            upload_id=verified_id,
            recorded_at=now,
            recorded_by=by,
        )
        writer.insert(
            "facts.upload",
            pd.DataFrame(
                [
                    {
                        "upload_id": verified_id,
                        "dataset": upload["dataset"],
                        "file_name": upload["file_name"],
                        "sha256": upload["sha256"],
                        "uploaded_at": now,
                        "uploaded_by": by,
                        "counts": dump_json({"verified": len(verified)}),
                        "note": document,
                    }
                ]
            ),
        )
        writer.insert("facts.observation_revision", verified)
    return verified_id, len(verified)


def _check_displaced(figures: pd.DataFrame, is_open: pd.Series) -> None:
    if not is_open.any():
        held = pick_displaced(figures, "displaces")
        raise UploadError("verify_displaces", **describe_displaced(held))


def _find_to_verify(figures: pd.DataFrame, *, only_checked: bool) -> pd.Series:
    """Return which figures of an upload can be verified now."""
    is_open = ~figures["is_verified"] & ~figures["is_returned"]
    if not is_open.any():
        raise UploadError("verify_only_returned", count=int((~figures["is_verified"]).sum()))
    if only_checked:
        is_open &= figures["is_checked"]
        if not is_open.any():
            raise UploadError("verify_none_checked")
    return is_open


def count_unverified(store: Queries, upload_id: str) -> dict[str, int]:
    """Return how many figures of an upload are not verified: those returned, checked and sent."""
    figures = load_upload_figures(store, upload_id)
    rest = figures[~figures["is_verified"]]
    returned, checked = int(rest["is_returned"].sum()), int(rest["is_checked"].sum())
    return {"returned": returned, "checked": checked, "sent": len(rest) - returned - checked}


def count_returned(store: Queries, upload_id: str) -> int:
    """Return how many figures that an upload recorded are in force as returned."""
    return store.query_rows("queries/returned_of_upload", upload_id=upload_id)[0]["returned"]


def list_verified_before(store: Queries, upload_id: str) -> list[dict]:
    """Return the verifications under which figures of an upload are verified: by, at (UTC),
    document and count, the oldest first."""
    figures = load_upload_figures(store, upload_id)
    names = ["verified_by", "verified_at", "verified_under"]
    groups = figures[figures["is_verified"]].groupby(names, dropna=False).size()
    told = (
        groups.reset_index(name="count")
        .sort_values("verified_at")
        .rename(columns={"verified_by": "by", "verified_at": "at", "verified_under": "document"})
    )
    return told.to_dict("records")


def _number_figures(figures: pd.DataFrame) -> int:
    """Return the number of the newest revision of the figures of an upload, 0 without any."""
    return int(figures["seq"].max()) if len(figures) else 0


def _check_verified(figures: pd.DataFrame, based_on: int | None) -> None:
    if figures["is_verified"].all():
        newest = figures.sort_values("verified_at").iloc[-1]
        author = describe_author(newest["verified_by"], newest["verified_at"])
        raise ChangedMeanwhileError("already_verified", document=newest["verified_under"], **author)
    now = _number_figures(figures)
    # A value that was only sent again is still the one that is verified.
    others = figures[(figures["value"] != figures["own_value"]) | figures["is_withdrawn"]]
    if based_on is not None and based_on != now and len(others):
        newest = figures.loc[figures["seq"].idxmax()]
        raise ChangedMeanwhileError(
            "changed_figures_of_upload",
            theirs=others.to_dict("records"),
            now=now,
            **describe_author(newest["recorded_by"], newest["recorded_at"]),
        )


def _load_upload(source: Queries, upload_id: str) -> dict:
    rows = source.query_rows("queries/upload", upload_id=upload_id)
    if not rows:
        raise UploadError("upload_unknown", upload_id=upload_id)
    return rows[0]
