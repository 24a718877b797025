"""Typesetting with typst: a template, its content as data, and the fonts of this project."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

HERE = Path(__file__).resolve().parent
PAGES = "<pages>"
"""The label under which a template says how many pages it made."""


@cache
def load_fonts() -> typst.Fonts:
    """Return Noto Sans SC alone: a system's own fonts would make other line breaks."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(sans_path().parent)],
    )


def set_pages(template: str, content: dict) -> int:
    """Return how many pages a template makes of its content."""
    found = typst.query(
        str(HERE / template),
        PAGES,
        field="value",
        one=True,
        font_paths=load_fonts(),
        sys_inputs=_pack(content),
    )
    return int(json.loads(found))


def write_pdf(template: str, content: dict, made_on: date) -> bytes:
    """Return the PDF that a template makes of its content, every font embedded.

    Parameters
    ----------
    template : str
        A file beside this module; it reads its content from ``sys.inputs.content``.
    content : dict
        Texts ready to be set, as JSON knows them.
    made_on : date
        The day that the document's properties name; the same input gives the same file.
    """
    stamp = datetime.combine(made_on, time(), UTC)
    return typst.compile(
        str(HERE / template), font_paths=load_fonts(), sys_inputs=_pack(content), timestamp=stamp
    )


def _pack(content: dict) -> dict[str, str]:
    return {"content": json.dumps(content, ensure_ascii=False)}
