"""Errors of the domain: fields and a message key, never a finished sentence.

The command line and the pages turn them into words with the locale catalogues
(`errors.<key>`), so each key must exist in both languages.
"""

from typing import Any


class CaomuError(Exception):
    """A fault that a user can correct.

    Parameters
    ----------
    key : str
        Message key below ``errors.`` in the locale catalogues.
    **fields
        What the sentence names: file, row, column, value, candidates …
    """

    def __init__(self, key: str, **fields):
        self.key = key
        self.fields = fields
        super().__init__(f"{key}: {fields}")


class UsageError(CaomuError):
    """A command was given an option or a setting that it cannot use."""


class StoreBusyError(CaomuError):
    """Another process has the database file open."""


class AppUnreachableError(CaomuError):
    """The app that has the database open does not answer, or refused."""


class StoreFileError(CaomuError):
    """The database file is missing, is not a database, is damaged, or cannot be written."""


class ReadOnlyError(CaomuError):
    """The database is only read: nothing can be recorded in the example."""


class RightsError(CaomuError):
    """Who acts is not known, or may not do this."""


class PastError(CaomuError):
    """A former day that nothing can be shown of: to come, not over, or before all records."""


class StoreVersionError(CaomuError):
    """The database file is of a newer version, or cannot be upgraded."""


class PlanDataError(CaomuError):
    """A CSV file of the plan, the areas or the published series is malformed."""


class UnreadableFileError(CaomuError):
    """A file is not a table, or is a table that cannot be read."""


class UploadError(CaomuError):
    """An upload does not exist, or cannot be undone or verified."""


class ChangedMeanwhileError(CaomuError):
    """Somebody else saved since what a save was based on was read; nothing was written.

    Parameters
    ----------
    key : str
        Its sentence names ``by`` and ``when``: who changed it, and when.
    theirs : list
        What stands now, as far as there is anything to compare.
    now : object
        What a save on top of it has to be based on; None where there is no such save.
    """

    def __init__(self, key: str, *, theirs: list | None = None, now: Any = None, **fields):
        super().__init__(key, **fields)
        self.theirs = theirs or []
        self.now = now


class UnknownIdError(CaomuError):
    """The tables have no such indicator, area, role or reading, or a value is malformed."""


class GroupError(CaomuError):
    """A group of counties cannot be defined or changed in this way."""


class DocumentError(CaomuError):
    """A document cannot be laid out or written."""
