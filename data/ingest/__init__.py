"""One statistics file in: decode, lay out, resolve names and units, check, commit."""

from data.ingest.commit import commit_upload, preview_upload
from data.ingest.files import ingest_file
from data.ingest.model import IngestOptions, Issue, Layout, Preview, Reading
from data.ingest.read import load_books, read_statistics
from data.ingest.report import make_issue_row, make_report

__all__ = [
    "IngestOptions", "Issue", "Layout", "Preview", "Reading", "commit_upload", "ingest_file",
    "load_books", "make_issue_row", "make_report", "preview_upload", "read_statistics",
]  # fmt: skip
