"""Every number in a briefing is one that the pages show; every document has only such numbers."""

import html
import re
import shutil
import subprocess
from dataclasses import replace

import docx
import openpyxl
import pytest
from pptx import Presentation
from streamlit import cache_data, cache_resource

from data.clock import FIRST_YEAR, LAST_YEAR
from data.store.build import open_store
from data.words.catalogue import LANGUAGES, use_language
from data.words.numbers import format_number
from pages.documents.briefing.compose import compose_briefing
from pages.documents.briefing.facts import load_briefing_changes, load_briefing_facts
from pages.documents.briefing.model import Chart
from pages.documents.pack import make_pack
from pages.documents.pack_request import PackRequest
from tests.pages.conftest import read_text
from tests.pages.documents.making import MADE_AT, list_texts, load

# A number with its separators; a sign, a unit or a bracket beside it is no part of it.
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PARTS = ("summary", "targets", "assumptions", "movers", "series", "boxes")
# The region, a county, a role and a box, in either language and by every recipe.
WHOLE = (
    ("654026", "en", "pack"),
    ("prolific_sheep", "zh", "quarterly"),
    ("650000", "en", "one_page"),
    ("650000", "zh", "pack"),
    ("box6", "en", "pack"),
)
PAGES = ("overview", "targets", "county", "boxes", "methods")
# Pages, tables, pictures, notes and headings are counted, and so are the rows of a table.
MOST_COUNTED = 130


@pytest.fixture(scope="module", autouse=True)
def database(example_file, tmp_path_factory):
    """The example as the office's own file, so that every page has figures."""
    path = shutil.copy(example_file, tmp_path_factory.mktemp("numbers") / "caomu.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_DB", str(path))
        cache_resource.clear()
        cache_data.clear()
        yield path
        from pages.shell.cache import get_store

        get_store().close()
        cache_resource.clear()
        cache_data.clear()


def list_numbers(texts) -> set[str]:
    """Return the numbers in texts, as they are written."""
    return {number.rstrip(",") for text in texts for number in NUMBER.findall(text)}


def is_figure(number: str) -> bool:
    """Tell whether a number is a figure: it has decimals, or is neither a count nor a year."""
    if "." in number or "," in number:
        return True
    return int(number) > MOST_COUNTED and not FIRST_YEAR <= int(number) <= LAST_YEAR


@pytest.fixture(scope="module")
def facts(database):
    """The facts of a scope by its id, loaded when a test asks for them."""

    with open_store(database) as store:
        changes = load_briefing_changes(store, None, MADE_AT.date())

    class Facts(dict):
        def __missing__(self, scope_id):
            with open_store(database) as store:
                self[scope_id] = replace(load_briefing_facts(store, scope_id), changes=changes)
            return self[scope_id]

    return Facts()


@pytest.fixture
def shown(open_page):
    """Return a function that returns the numbers of the pages of an area."""

    def read(area_id: str, language: str) -> set[str]:
        texts = []
        for name in PAGES:
            app = open_page(name, area=area_id, code=area_id, year="2024", lang=language)
            body = re.sub(r"<(style|script).*?</\1>", "", read_text(app), flags=re.DOTALL)
            # A number may be set in pieces; hover texts count, for sources stand there.
            texts.append(html.unescape(re.sub(r"<[^>]+>", "", body)))
            texts += map(html.unescape, re.findall(r'title="([^"]*)"', body))
        return list_numbers(texts)

    return read


@pytest.mark.parametrize(
    ("area_id", "language"),
    [
        ("650000", "zh"),
        *(pytest.param("654026", each, marks=pytest.mark.slow) for each in LANGUAGES),
    ],
)
def test_every_figure_of_a_briefing_is_one_that_the_pages_show(facts, shown, area_id, language):
    recipe = load(facts[area_id], "pack", PARTS)
    with use_language(language):
        briefing = compose_briefing(facts[area_id], area_id, 2024, recipe, MADE_AT)
    own = {number for number in list_numbers(list_texts(briefing)) if is_figure(number)}
    assert len(own) > 60
    # Days overdue and the day itself follow the day of the pack, not today's.
    of_the_day = list_numbers([briefing.subtitle, briefing.made, *_list_owed(briefing)])
    # The page of an indicator has the figures of all years, by the same formatter.
    figures = facts[area_id].counties.progress.figures.load_all()
    values = figures.loc[figures["area_id"] == area_id, "value"]
    others = own - shown(area_id, language) - of_the_day - set(map(format_number, values))
    assert not others


def _list_owed(briefing) -> list[str]:
    return [
        sentence.text
        for section in briefing.sections
        for sentence in section.sentences
        if any(row_id.startswith(("owed:", "unreported:")) for row_id in sentence.row_ids)
    ]


def list_model_numbers(briefing) -> set[str]:
    """Return every number of a briefing: its texts, its charts, its rows and sources."""
    texts = list_texts(briefing)
    for section, block in briefing.list_blocks():
        texts += [*block.sources, *section.definitions]
        if isinstance(block, Chart):
            texts += block.categories
    for trace in briefing.traces.values():
        texts += [trace.row_id, trace.what, trace.value, trace.source]
    return list_numbers([*texts, briefing.made])


@pytest.mark.parametrize("scope_id", ["654026", "prolific_sheep"])
def test_a_row_of_figures_has_only_the_numbers_of_its_figures(facts, scope_id):
    recipe = load(facts[scope_id], "pack", ("series", "counties", "cards"))
    briefing = compose_briefing(facts[scope_id], scope_id, 2024, recipe, MADE_AT)
    checked = 0
    for _, block in briefing.list_blocks():
        if not block.block_id.startswith(("figures", "counties", "card_")):
            continue
        for cells, row_ids in zip(block.rows, block.row_ids, strict=True):
            known = list_numbers(briefing.traces[row_id].value for row_id in row_ids)
            for cell in cells:
                # A column of one unit has the same decimals in each row.
                decimals = len(cell.text.partition(".")[2].rstrip("%").split("（")[0])
                own = list_numbers([cell.text])
                if cell.value is None or not any("." in number for number in own):
                    continue
                assert list_numbers([format_number(cell.value)]) <= known, cells
                assert own & (known | list_numbers([format_number(cell.value, decimals)])), cells
            checked += 1
    assert checked > 8


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
@pytest.mark.parametrize(
    ("scope_id", "language", "name"),
    [WHOLE[0], *(pytest.param(*whole, marks=pytest.mark.slow) for whole in WHOLE[1:])],
)
def test_a_document_has_no_other_numbers_than_its_briefing(
    facts, tmp_path, scope_id, language, name
):
    recipe = load(facts[scope_id], name)
    parts = tuple(part for part in recipe.parts if part != "cards")
    recipe = load(facts[scope_id], name, parts)
    with use_language(language):
        briefing = compose_briefing(facts[scope_id], scope_id, 2024, recipe, MADE_AT)
    make_pack(facts[scope_id], PackRequest(scope_id, 2024, language, recipe, MADE_AT), tmp_path)
    known = list_model_numbers(briefing)
    document = docx.Document(tmp_path / "briefing.docx")
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = [paragraph.text for paragraph in document.paragraphs]
    deck = Presentation(tmp_path / "briefing.pptx")
    slides = [
        text
        for slide in deck.slides
        for shape in slide.shapes
        for text in (
            [shape.text_frame.text]
            if shape.has_text_frame
            else [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_table
            else []
        )
    ]
    pdf = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "briefing.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    for kind, texts in {"docx": [*cells, *words], "pptx": slides}.items():
        others = {number for number in list_numbers(texts) - known if is_figure(number)}
        assert not others, kind
    # A line of the PDF may end within a number's neighbours, never within a number.
    others = {number for number in list_numbers([pdf]) - known if is_figure(number)}
    assert not others
    if (scope_id, language) == ("650000", "zh"):
        check_workbook(tmp_path / "figures.xlsx", briefing)


def check_workbook(path, briefing) -> None:
    """Check that the numbers beside the texts of the workbook are those of the texts."""
    book = openpyxl.load_workbook(path)
    by_id = {block.block_id: block for _, block in briefing.list_blocks() if hasattr(block, "rows")}
    sheet = next(
        sheet for sheet in book.worksheets if sheet.title.startswith("新疆维吾尔自治区：最新数据")
    )
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert len(rows) == len(by_id["figures"].rows)
    for cells, row in zip(by_id["figures"].rows, rows, strict=True):
        written = NUMBER.search(cells[1].text)[0].replace(",", "")
        assert float(written) == row[2]
