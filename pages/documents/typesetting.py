"""Sets documents with typst: a template, its content as data, and the project's fonts."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

HERE = Path(__file__).resolve().parent
PAGES = "<pages>"
"""The label under which a template reports how many pages it made."""


@cache
def load_fonts() -> typst.Fonts:
    """Return only Noto Sans SC, because system fonts would change the line breaks."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(sans_path().parent)],
    )


def set_pages(template: str, content: dict) -> int:
    """Return how many pages a template makes from its content."""
    found = typst.query(
        str(HERE / template),
        PAGES,
        field="value",
        one=True,
        font_paths=load_fonts(),
        sys_inputs=_pack(content),
    )
    return int(json.loads(found))


def make_pdf(template: str, content: dict, made_on: date) -> bytes:
    """Return the PDF that a template makes from its content, with embedded fonts.

    Parameters
    ----------
    template : str
        A file beside this module; it reads its content from ``sys.inputs.content``.
    content : dict
        Texts ready for the template, in types that JSON has.
    made_on : date
        The day in the document's properties; the same input gives the same file.
    """
    stamp = datetime.combine(made_on, time(), UTC)
    return typst.compile(
        str(HERE / template), font_paths=load_fonts(), sys_inputs=_pack(content), timestamp=stamp
    )


def _pack(content: dict) -> dict[str, str]:
    return {"content": json.dumps(content, ensure_ascii=False)}
