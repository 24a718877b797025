"""The ledger of uploads: list them, undo one, record one as verified.

Nothing is deleted: an undo is an upload that names the one it undoes, and the views leave
out the revisions of uploads that are undone.
"""

import pandas as pd

from data.clock import get_now
from data.errors import UploadError
from data.store.database import Store, dump_json, make_id


def list_uploads(store: Store) -> pd.DataFrame:
    """Return the uploads, newest first.

    Returns
    -------
    DataFrame
        One row per upload: upload_id, dataset, file_name, uploaded_at (UTC), uploaded_by,
        undoes_upload_id, counts (JSON text), note, status (live, undone, undo),
        can_be_undone, revisions (rows that it wrote).
    """
    return store.query("queries/uploads")


def undo_upload(store: Store, upload_id: str, *, by: str = "") -> str:
    """Undo an upload, or undo its newest undo, by a new upload; return the new one's id.

    Raises
    ------
    UploadError
        There is no such upload (``upload_unknown``) or it is already undone
        (``upload_already_undone``).
    """
    with store.transaction() as writer:
        upload = _load_upload(store, upload_id)
        if not upload["can_be_undone"]:
            raise UploadError("upload_already_undone", upload_id=upload_id)
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
                    }
                ]
            ),
        )
    return undo_id


def verify_upload(store: Store, upload_id: str, *, by: str, document: str) -> tuple[str, int]:
    """Record the figures of an upload as verified, as an upload of its own.

    Parameters
    ----------
    by : str
        Who verified the figures.
    document : str
        Number of the document that verifies them; kept in the note of each revision.

    Returns
    -------
    tuple
        Id of the new upload and the number of figures it verified.

    Raises
    ------
    UploadError
        No such upload, it is undone, it has no figures, or name or document is empty.
    """
    if not by.strip() or not document.strip():
        raise UploadError("verify_needs_document")
    with store.transaction() as writer:
        upload = _load_upload(store, upload_id)
        if not upload["can_be_undone"] or upload["undoes_upload_id"]:
            raise UploadError("upload_already_undone", upload_id=upload_id)
        revisions = store.query("queries/revisions_of_upload", upload_id=upload_id)
        revisions = revisions[revisions["state"] != "verified"]
        if revisions.empty:
            raise UploadError("upload_has_no_figures", upload_id=upload_id)
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


def _load_upload(store: Store, upload_id: str) -> dict:
    rows = store.query_rows("queries/upload", upload_id=upload_id)
    if not rows:
        raise UploadError("upload_unknown", upload_id=upload_id)
    return rows[0]
