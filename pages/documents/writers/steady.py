"""Makes office files steady: the same content and time give the same bytes.

The packages write the present time into a file's parts and into its archive. Here both are
replaced by the time that was asked for, in the files within the file as well.
"""

import io
import re
import zipfile
from datetime import datetime

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")
_ENDINGS = (".xlsx", ".docx", ".pptx")
CORE = "docProps/core.xml"
PACKED = (".png", ".jpeg", ".jpg", ".pdf", ".docx", ".pptx", ".xlsx")
FIRST_YEAR = 1980


def settle_archive(content: bytes, made_at: datetime) -> bytes:
    """Return an office file with `made_at` (UTC) in place of every time in it."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.endswith(_ENDINGS):
                part = settle_archive(part, made_at)
            elif entry.filename == CORE:
                part = _TIMES.sub(_make_time(made_at), part)
            archive.writestr(make_entry(entry.filename, made_at), part)
    return target.getvalue()


def make_entry(name: str, made_at: datetime) -> zipfile.ZipInfo:
    """Return an entry of an archive with a fixed time and fixed rights."""
    moment = made_at.replace(year=max(made_at.year, FIRST_YEAR))
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    # A picture is compressed already.
    is_packed = name.lower().endswith(PACKED)
    entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry


def _make_time(made_at: datetime) -> bytes:
    return rb"\g<1>" + f"{made_at:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>"
