"""The sentence of a domain error: what is wrong, where, and what to do."""

from data.errors import CaomuError, StoreFileError
from data.words.catalogue import t


def describe_error(error: CaomuError) -> str:
    """Return the sentence for a domain error in the language in use.

    A fault of the database file ends with the newest good copy, or says that there is none.
    """
    sentence = t(f"errors.{error.key}", **error.fields)
    if not isinstance(error, StoreFileError) or "copy" not in error.fields:
        return sentence
    copy = error.fields["copy"]
    return t(
        "errors.with_copy" if copy else "errors.without_copy", sentence=sentence, copy=copy or ""
    )
