"""Sentences of domain errors: what is wrong, where, and what to do."""

from data.errors import CaomuError, StoreFileError
from data.words.catalogue import t


def describe_error(error: CaomuError) -> str:
    """Return the sentence of a domain error in the language in use.

    For a fault of the database file it also names the newest good copy, or says there is none.
    """
    fields = error.fields
    if fields.get("by") == "":
        fields = fields | {"by": t("data.unnamed")}
    sentence = t(f"errors.{error.key}", **fields)
    if not isinstance(error, StoreFileError) or "copy" not in error.fields:
        return sentence
    copy = error.fields["copy"]
    return t(
        "errors.with_copy" if copy else "errors.without_copy", sentence=sentence, copy=copy or ""
    )
