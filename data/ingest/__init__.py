"""One statistics file in: decode, lay out, resolve names and units, check, commit."""

from data.ingest.commit import commit_upload, preview_upload
from data.ingest.export import export_figures
from data.ingest.files import ingest_file
from data.ingest.memory import (
    add_synonym,
    list_synonyms,
    recall_layout,
    remember_layout,
    withdraw_synonym,
)
from data.ingest.model import IngestOptions, Issue, Layout, Preview, Reading
from data.ingest.read import load_books, read_entries, read_statistics
from data.ingest.rejected import write_rejected
from data.ingest.report import make_issue_row, make_report
from data.ingest.template import write_template
from data.ingest.trial import try_upload

__all__ = [
    "IngestOptions",
    "Issue",
    "Layout",
    "Preview",
    "Reading",
    "add_synonym",
    "commit_upload",
    "export_figures",
    "ingest_file",
    "list_synonyms",
    "load_books",
    "make_issue_row",
    "make_report",
    "preview_upload",
    "read_entries",
    "read_statistics",
    "recall_layout",
    "remember_layout",
    "try_upload",
    "withdraw_synonym",
    "write_rejected",
    "write_template",
]
