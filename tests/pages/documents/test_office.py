"""An office program opens the documents as they are, and what it shows is what was written."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
import pytest
from pptx import Presentation
from pylopdf_fonts_zh_cn import sans_path

from pages.documents.briefing.facts import load_briefing_facts
from pages.documents.pack import make_pack
from pages.documents.pack_request import PackRequest
from tests.pages.documents.making import MADE_AT, load

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
DOCUMENTS = ("briefing.pptx", "briefing.docx", "figures.xlsx")
MOST_S = 240
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">{system}</include>
<dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""

pytestmark = [
    pytest.mark.skipif(
        OFFICE is None or shutil.which("pdftotext") is None, reason="needs LibreOffice and poppler"
    )
]


@pytest.fixture(scope="module")
def pack(plan_store, tmp_path_factory):
    """A pack of the region with every kind of block but cards, from the published figures."""
    folder = tmp_path_factory.mktemp("office")
    facts = load_briefing_facts(plan_store, "650000")
    recipe = load(facts, "quarterly", ("summary", "targets", "movers", "boxes", "roles"))
    make_pack(facts, PackRequest("650000", 2024, "zh", recipe, MADE_AT), folder)
    return folder


@pytest.fixture(scope="module")
def shown(pack, tmp_path_factory):
    """The words of each document as the office program shows it, without blanks."""
    place = tmp_path_factory.mktemp("converted")
    settings = place / "fonts.conf"
    settings.write_text(
        FONTS.format(
            system=escape(str(Path("/") / "etc" / "fonts" / "fonts.conf")),
            fonts=escape(str(sans_path().parent)),
            cache=escape(str(place / "cache")),
        ),
        encoding="utf-8",
    )
    # A PDF takes the name of its document, and two of them are called briefing.
    given = {name: place / f"{name.replace('.', '-')}{Path(name).suffix}" for name in DOCUMENTS}
    for name, copy in given.items():
        shutil.copy(pack / name, copy)
    # All in one call: to start the program takes longer than a document.
    subprocess.run(
        [
            str(OFFICE),
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(place),
            *map(str, given.values()),
        ],
        check=True,
        capture_output=True,
        timeout=MOST_S,
        env={"FONTCONFIG_FILE": str(settings), "HOME": str(place), "PATH": "/usr/bin:/bin"},
    )
    return {name: read_lines(copy.with_suffix(".pdf")) for name, copy in given.items()}


def read_lines(pdf: Path) -> str:
    found = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return found.stdout.decode("utf-8")


def strip(text: str) -> str:
    """Return a text without blanks: an office program breaks lines where it likes."""
    return re.sub(r"\s", "", text)


def test_the_slides_say_what_was_written(pack, shown):
    words = strip(shown["briefing.pptx"])
    deck = Presentation(pack / "briefing.pptx")
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert not [title for title in titles if strip(title) not in words]
    cells = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert cells and not [text for text in cells if strip(text) not in words]


def test_the_word_document_says_what_was_written(pack, shown):
    words = strip(shown["briefing.docx"])
    document = docx.Document(pack / "briefing.docx")
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    # A paragraph may go on behind a page number.
    lost = [text for text in texts if strip(text)[:12] not in words]
    assert not lost


def test_no_line_of_a_document_ends_within_a_number(pack, shown):
    number = re.compile(r"\d[\d,]*\.\d+")
    texts = [paragraph.text for paragraph in docx.Document(pack / "briefing.docx").paragraphs]
    numbers = {found for text in texts for found in number.findall(text)}
    assert len(numbers) > 9 and numbers <= set(number.findall(shown["briefing.docx"]))


def test_the_workbook_says_what_was_written(pack, shown):
    words = strip(shown["figures.xlsx"])
    book = openpyxl.load_workbook(pack / "figures.xlsx")
    titles = [sheet.cell(1, 1).value for sheet in book.worksheets]
    assert not [title for title in titles if strip(title)[:8] not in words]
