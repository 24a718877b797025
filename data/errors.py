"""Errors of the domain: fields and a message key, never a finished sentence.

The command line and the pages turn them into words with the locale catalogues
(`errors.<key>`), so each key must stand in both languages.
"""


class CaomuError(Exception):
    """Something a user can mend.

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
    """A command that was given what it does not use."""


class StoreBusyError(CaomuError):
    """Another process has the database file open."""


class StoreFileError(CaomuError):
    """A database file that is not there, is none, is damaged, or may not be written to."""


class StoreVersionError(CaomuError):
    """A database file of a newer version, or one that cannot be brought up to date."""


class PlanDataError(CaomuError):
    """A CSV of the plan, the areas or the published series is not well formed."""


class UnreadableFileError(CaomuError):
    """A file that is no table, or none that can be read."""


class UploadError(CaomuError):
    """An upload that cannot be undone, verified or found."""


class UnknownIdError(CaomuError):
    """An indicator, area, role or reading that the tables do not have."""


class GroupError(CaomuError):
    """A group of counties that cannot be defined or changed in this way."""


class DocumentError(CaomuError):
    """A document that cannot be set or written."""
