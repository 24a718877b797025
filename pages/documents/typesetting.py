"""Sets documents with typst: a template, its content as data, and the project's fonts."""

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

from data.errors import DocumentError

HERE = Path(__file__).resolve().parent
CONTENT = "content.json"
PAGES = "<pages>"
"""The label under which a template reports how many pages it made."""
# What a template stops with, and then the name of what does not fit.
PROBLEMS = ("card_too_long", "page_too_long")
TOO_LONG = re.compile(rf"({'|'.join(PROBLEMS)}) (.*)")


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
    with tempfile.TemporaryDirectory() as folder:
        main = _lay_out(Path(folder), template, content, {})
        found = typst.query(
            str(main), PAGES, field="value", one=True, root=folder, font_paths=load_fonts()
        )
    return int(json.loads(found))


def make_pdf(
    template: str, content: dict, made_on: date, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the PDF that a template makes from its content, with embedded fonts.

    Parameters
    ----------
    template : str
        A file beside this module; it reads its content from ``content.json``.
    content : dict
        Texts ready for the template, in types that JSON has.
    made_on : date
        The day in the document's properties; the same input gives the same file.
    pictures : mapping or None
        Name -> content of the pictures that the content names.

    Raises
    ------
    DocumentError
        A card or a one-page brief does not fit on its page even in the smallest size
        (``card_too_long``, ``page_too_long``).
    """
    stamp = datetime.combine(made_on, time(), UTC)
    try:
        with tempfile.TemporaryDirectory() as folder:
            main = _lay_out(Path(folder), template, content, pictures or {})
            return typst.compile(str(main), root=folder, font_paths=load_fonts(), timestamp=stamp)
    except typst.TypstError as error:
        found = TOO_LONG.search(str(error))
        if found is None:
            raise
        raise DocumentError(found[1], area=found[2]) from error


def _lay_out(root: Path, template: str, content: dict, pictures: Mapping[str, bytes]) -> Path:
    """Put templates, content and pictures into a folder: typst takes pictures from files only."""
    for path in HERE.glob("*.typ"):
        shutil.copyfile(path, root / path.name)
    for name, picture in pictures.items():
        (root / name).write_bytes(picture)
    (root / CONTENT).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return root / template
