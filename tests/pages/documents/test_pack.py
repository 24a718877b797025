"""A pack: every document of a briefing, the same bytes from the same facts, and what is in them."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.util import Emu
from pylopdf_fonts_zh_cn import sans_path

from data.store.database import Store
from data.words.catalogue import use_language
from pages.documents.briefing.facts import load_briefing_facts
from pages.documents.pack import make_pack
from pages.documents.pack_request import PackRequest
from pages.documents.writers.fitting import measure_height
from tests.conftest import IN_BOTH_LANGUAGES
from tests.pages.documents.making import MADE_AT, load

DOCUMENTS = ("briefing.pptx", "briefing.docx", "briefing.pdf", "figures.xlsx")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
POINTS_PER_INCH = 72
PACKS = ["county", pytest.param("region", marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def example(example_file):
    """The example's store: a full one, whose every figure is made up."""
    with Store(example_file, is_read_only=True) as store:
        yield store


def make(store, folder: Path, scope_id="654026", recipe="pack", language="zh", parts=(), **more):
    facts = load_briefing_facts(store, scope_id)
    request = PackRequest(scope_id, 2024, language, load(facts, recipe, parts), MADE_AT, **more)
    folder.mkdir()
    steps = []
    names = make_pack(facts, request, folder, steps.append)
    return names, steps


@pytest.fixture(scope="module")
def county(example, tmp_path_factory):
    """The whole pack of a county, in Chinese."""
    folder = tmp_path_factory.mktemp("county") / "pack"
    names, steps = make(example, folder)
    return folder, names, steps


@pytest.fixture(scope="module")
def region(example, tmp_path_factory):
    """The quarterly report of the region, in English."""
    folder = tmp_path_factory.mktemp("region") / "pack"
    names, steps = make(example, folder, "650000", "quarterly", "en")
    return folder, names, steps


def test_a_pack_has_every_document_and_says_what_it_makes(county):
    folder, names, steps = county
    wanted = {*DOCUMENTS, "methods.txt", "manifest.json", "briefing.zip"}
    assert wanted < set(names)
    assert {"maps/map_beef_output.png", "maps/map_beef_output.svg"} < set(names)
    assert all((folder / name).stat().st_size > 500 for name in names)
    assert [step.done for step in steps] == list(range(len(steps)))
    assert len(steps) == steps[-1].total and steps[-1].share < 1


def test_the_archive_has_every_file(county):
    folder, names, _ = county
    with zipfile.ZipFile(folder / "briefing.zip") as archive:
        assert set(archive.namelist()) == set(names) - {"briefing.zip"}
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes()


def test_the_manifest_tells_facts_and_files(county, example):
    folder, _, _ = county
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scope"] == "654026" and manifest["year"] == 2024
    assert manifest["made_at"] == "2026-11-26T02:00:00Z" and manifest["is_made_up"]
    uploads = example.query("queries/briefing_uploads")
    assert [row["upload_id"] for row in manifest["uploads"]] == list(uploads["upload_id"])
    for entry in manifest["files"]:
        content = (folder / entry["name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_the_same_facts_and_time_give_the_same_bytes(county, example, tmp_path):
    folder, names, _ = county
    make(example, tmp_path / "again")
    different = [
        name
        for name in names
        if (folder / name).read_bytes() != (tmp_path / "again" / name).read_bytes()
    ]
    assert not different


def list_slide_texts(slide) -> list[str]:
    texts = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
        if shape.has_table:
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
        if shape.has_chart:
            chart = shape.chart
            texts.append(chart.chart_title.text_frame.text)
            texts += [str(name) for name in chart.plots[0].categories]
    return texts


@pytest.mark.parametrize("pack", PACKS)
def test_every_slide_states_a_finding_and_is_marked(pack, request):
    folder, _, _ = request.getfixturevalue(pack)
    deck = Presentation(folder / "briefing.pptx")
    assert (deck.slide_width, deck.slide_height) == (Emu(12191695), Emu(6858000))
    mark = "演示数据" if pack == "county" else "DEMONSTRATION DATA"
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert mark in list_slide_texts(slide)
    with_notes = [slide for slide in deck.slides if slide.has_notes_slide]
    assert len(with_notes) == len(deck.slides) - 1


def test_charts_and_tables_of_slides_are_native(county):
    deck = Presentation(county[0] / "briefing.pptx")
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert len(charts) >= 8 and any(shape.has_table for shape in shapes)
    book = openpyxl.load_workbook(io.BytesIO(charts[1].part.chart_workbook.xlsx_part.blob))
    assert book.active.max_row > 2


@pytest.mark.parametrize("pack", PACKS)
def test_no_text_leaves_its_box_or_the_slide(pack, request):
    folder, _, _ = request.getfixturevalue(pack)
    deck = Presentation(folder / "briefing.pptx")
    outside, overfull = [], []
    for number, slide in enumerate(deck.slides, start=1):
        for shape in slide.shapes:
            if shape.rotation:
                continue
            bottom = shape.top + shape.height
            if shape.left < 0 or shape.left + shape.width > deck.slide_width + 1:
                outside.append((number, shape.name))
            if shape.has_table:
                bottom = shape.top + sum(row.height for row in shape.table.rows)
            if bottom > deck.slide_height:
                outside.append((number, shape.name))
            if shape.has_text_frame and measure_frame(shape) > shape.height / 914400 + 0.12:
                overfull.append((number, shape.text_frame.text[:30]))
    assert not outside and not overfull


def measure_frame(shape) -> float:
    """Return the height in inches of the text of a shape."""
    width = shape.width / 914400 - 0.2
    return sum(
        measure_height(paragraph.text, run.font.size.pt, width)
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs[:1]
    )


def test_an_office_gives_its_own_master(example, tmp_path):
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "旧的一页"
    target = io.BytesIO()
    own.save(target)
    make(
        example,
        tmp_path / "pack",
        parts=("summary", "targets"),
        template=target.getvalue(),
        template_name="单位.pptx",
    )
    deck = Presentation(tmp_path / "pack" / "briefing.pptx")
    assert deck.slide_width == own.slide_width
    texts = [text for slide in deck.slides for text in list_slide_texts(slide)]
    assert "旧的一页" not in texts and len(deck.slides) >= 3


def test_an_office_gives_its_own_word_template(example, tmp_path):
    document = docx.Document()
    document.add_paragraph("单位抬头：{{ title }}")
    target = io.BytesIO()
    document.save(target)
    make(
        example,
        tmp_path / "pack",
        parts=("summary",),
        template=target.getvalue(),
        template_name="单位.docx",
    )
    filled = docx.Document(tmp_path / "pack" / "briefing.docx")
    assert filled.paragraphs[0].text == "单位抬头：昭苏县草原畜牧业转型升级规划进展情况"


def test_the_word_document_has_the_form_of_official_documents(county):
    document = docx.Document(county[0] / "briefing.docx")
    section = document.sections[0]
    assert round(section.top_margin.mm) == 37 and round(section.left_margin.mm) == 28
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:3] == ["一、要点", "二、目标进展", "三、基期和口径的影响"]
    seconds = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert seconds == ["（一）昭苏县"]
    xml = document.element.xml
    # Charts beside each other stand in a table without lines, which has no header.
    lined = [table for table in document.tables if table.style.name == "Table Grid"]
    assert xml.count("w:tblHeader") == len(lined) == len(document.tables) - 1
    assert 'w:eastAsia="仿宋"' in xml and "表1" in xml and "图1" in xml
    assert "演示数据" in section.header._element.xml
    assert "PAGE" in section.footer._element.xml


def test_the_workbook_has_figures_rows_and_revisions(county):
    book = openpyxl.load_workbook(county[0] / "figures.xlsx")
    for name in ("说明", "数据依据", "数据来源", "未报清单", "修订记录", "上传记录"):
        assert name in book.sheetnames
    rows = list(book["数据依据"].iter_rows(min_row=5, values_only=True))
    figure = next(row for row in rows if row[3] == "figure:beef_output:654026:2024")
    assert figure[5] == "1.02万吨" and figure[6] == "自报" and len(figure[8]) == 36
    assert sum(len(sheet._charts) for sheet in book.worksheets) >= 8
    sheet = next(sheet for sheet in book.worksheets if sheet.title.startswith("昭苏县：最新数据"))
    numbers = [row[2] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert all(isinstance(number, (int, float)) for number in numbers)


def test_the_pdf_has_fonts_tags_and_bookmarks(county):
    content = (county[0] / "briefing.pdf").read_bytes()
    assert b"/StructTreeRoot" in content or b"/ObjStm" in content
    assert b"/FontFile3" in content or b"/ObjStm" in content


def list_documents_texts(folder: Path) -> dict[str, list[str]]:
    """Return the texts of slides, Word document and workbook."""
    deck = Presentation(folder / "briefing.pptx")
    document = docx.Document(folder / "briefing.docx")
    book = openpyxl.load_workbook(folder / "figures.xlsx")
    cells = [
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    return {
        "pptx": [text for slide in deck.slides for text in list_slide_texts(slide)],
        "docx": [p.text for p in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells],
        "xlsx": cells,
    }


@pytest.mark.parametrize("pack", PACKS)
def test_no_glyph_is_missing(pack, request):
    """The font that stands in for every other has each character of the documents."""
    folder, _, _ = request.getfixturevalue(pack)
    # The raised eight is in every Latin font; the PDF writes it by raising an eight.
    known = set(TTFont(sans_path()).getBestCmap()) | {ord("⁸")}
    for kind, texts in list_documents_texts(folder).items():
        missing = {c for text in texts for c in text if ord(c) not in known and c not in "\n\t\x0b"}
        assert not missing, kind


def read_pdf(path: Path) -> str:
    found = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    )
    return found.stdout.decode("utf-8")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize("language", IN_BOTH_LANGUAGES)
def test_a_one_page_brief_has_one_page(example, tmp_path, language):
    with use_language(language):
        make(example, tmp_path / "pack", "650000", "one_page", language)
    assert read_pdf(tmp_path / "pack" / "briefing.pdf").count("\f") == 1
