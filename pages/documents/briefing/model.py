"""What a briefing is made of, before any writer draws it: texts, cells and numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from geo.views import MapView
from pages.documents.bar_pictures import BulletRow, StripRow


@dataclass(frozen=True)
class Evidence:
    """A row that a sentence comes from.

    Attributes
    ----------
    row_id : str
        Names the row, such as ``figure:beef_output:650000:2024``.
    what : str
        The row in words.
    value, state, source : str
        As the pages write them; "" where the row has none.
    upload_id : str
        The upload that the value came with; "" for published ones and for results.
    """

    row_id: str
    what: str
    value: str = ""
    state: str = ""
    source: str = ""
    upload_id: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence, with the ids of the rows that it is composed from."""

    text: str
    row_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: its title, its share of the width, and whether it has numbers."""

    title: str
    width: float = 1.0
    is_number: bool = False


@dataclass(frozen=True)
class TableCell:
    """A cell: the text that people read, the number in it if it is one, a status to colour."""

    text: str
    value: float | None = None
    unit: str = ""
    status: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption; `row_ids` has the ids of what each row comes from."""

    block_id: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    finding: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    row_ids: tuple[tuple[str, ...], ...] = ()
    most_rows: int | None = None


@dataclass(frozen=True)
class ChartLine:
    """One series of a chart: a value per category, None where there is none.

    role is what it means (value, pace, goal or a status); it decides how it is drawn.
    """

    name: str
    values: tuple[float | None, ...]
    role: str = "value"


@dataclass(frozen=True)
class Chart:
    """A chart: lines over years, bars beside each other, or bars stacked to a whole.

    Attributes
    ----------
    kind : {'lines', 'bars', 'stacked'}
    categories : tuple of str
        Years, or the names of what the bars stand for.
    unit : str
        Unit of the values in words.
    breaks : tuple of str
        Categories after which the definition of the series changed.
    picture : DataFrame or tuple or None
        What the same chart is drawn from as a picture (`pages.documents.chart_pictures`,
        `pages.documents.bar_pictures`): a series, a ranking, bullets or strips.
    value_unit : str
        Unit of the values, as the tables store it.
    """

    block_id: str
    title: str
    kind: str
    categories: tuple[str, ...]
    lines: tuple[ChartLine, ...]
    unit: str = ""
    finding: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    row_ids: tuple[str, ...] = ()
    picture: "pd.DataFrame | tuple[BulletRow, ...] | tuple[StripRow, ...] | None" = None
    value_unit: str = ""


@dataclass(frozen=True)
class Plate:
    """A map of a briefing, drawn by `geo.plate` at full resolution."""

    block_id: str
    view: MapView
    finding: str = ""
    note: str = ""
    labels: str = "auto"
    chosen: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title on the map."""
        return self.view.title

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the values shown."""
        return self.view.sources


Block = Table | Chart | Plate


@dataclass(frozen=True)
class Section:
    """A part of a briefing: what it found, in sentences, with tables, charts and maps.

    Attributes
    ----------
    part : str
        The part of the recipe that it comes from.
    title : str
        What it is about.
    sentences : tuple of Sentence
        The first one is the finding.
    definitions : tuple of str
        What the words in it mean: speaker notes of the slides.
    card : dict or None
        The content of a county's card, which the PDF sets on one page instead of the section.
    """

    part: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    blocks: tuple[Block, ...] = ()
    definitions: tuple[str, ...] = ()
    card: dict | None = None
    level: int = 1

    @property
    def finding(self) -> str:
        """The first sentence, or the title where there is none."""
        return self.sentences[0].text if self.sentences else self.title


@dataclass(frozen=True)
class Briefing:
    """A whole briefing in one language.

    Attributes
    ----------
    title, subtitle, place : str
        The head of every document; place names what the briefing is about.
    made : str
        When it was made, and as of which day, in words.
    watermark : str
        What stands across every page if anything in it is made up; "" otherwise.
    is_one_page : bool
        Whether the PDF and the Word document have one page.
    traces : dict
        row_id -> the `Evidence` of that row.
    annexes : tuple of Table
        Long lists that only the workbook has.
    plan : str
        The title of the plan.
    """

    title: str
    subtitle: str
    place: str
    made: str
    language: str
    watermark: str
    sections: tuple[Section, ...]
    traces: dict[str, Evidence] = field(default_factory=dict)
    is_one_page: bool = False
    year: int = 0
    annexes: tuple[Table, ...] = ()
    plan: str = ""

    def list_traced(self) -> list[Sentence]:
        """Return the sentences that come from rows, in order; the notes are numbered so."""
        return [
            sentence
            for section in self.sections
            for sentence in section.sentences
            if sentence.row_ids
        ]

    def list_traces(self, sentence: Sentence) -> list[Evidence]:
        """Return the rows that a sentence comes from."""
        return [self.traces.get(row_id, Evidence(row_id, row_id)) for row_id in sentence.row_ids]

    def list_blocks(self) -> Iterator[tuple[Section, Block]]:
        """Yield every table, chart and map with its section."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def list_sources(self) -> list[str]:
        """Return the sources of every block, each once, in the order of the document."""
        found = [source for _, block in self.list_blocks() for source in block.sources]
        return list(dict.fromkeys(filter(None, found)))
