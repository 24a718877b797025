"""A form before it is a file: what each of its words says, and what follows for each cell."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from tests.data.statistics.form_words import INDICATORS, UNITS

ACTUAL = "actual"
BY_SPECIES = {row[:2]: name for name, row in INDICATORS.items() if row[0]}
Key = tuple[str, str, int, str]


@dataclass(frozen=True)
class Says:
    """What a word says of the figures that hang on it; None where it is silent.

    shift is in years (上年 is -1). kind is actual or why the figure is not to be stored.
    is_read is False for a word that nobody can know. is_strict is False where a reader may
    as well ask: then taking the right value and holding it are both right.
    """

    area: str | None = None
    species: str | None = None
    measure: str | None = None
    indicator: str | None = None
    year: int | None = None
    shift: int = 0
    period: str | None = None
    kind: str = ACTUAL
    unit: str | None = None
    is_read: bool = True
    is_strict: bool = True

    def __add__(self, other: "Says") -> "Says":
        """Return what both say together; where both speak, the other."""
        said = {name: getattr(other, name) for name in (
            "area", "species", "measure", "indicator", "year", "period", "unit")
            if getattr(other, name) is not None}  # fmt: skip
        return replace(
            self,
            **said,
            shift=self.shift + other.shift,
            kind=self.kind if other.kind == ACTUAL else other.kind,
            is_read=self.is_read and other.is_read,
            is_strict=self.is_strict and other.is_strict,
        )

    @property
    def indicator_id(self) -> str | None:
        """The indicator, named whole or by species and measure."""
        return self.indicator or BY_SPECIES.get((self.species, self.measure))

    @property
    def key(self) -> Key | None:
        """Indicator, area, year and period of a figure; None where one of them is not said."""
        year = None if self.year is None else self.year + self.shift
        key = (self.indicator_id, self.area, year, self.period or "Y")
        return None if None in key else key


@dataclass
class Column:
    """A column of values: its headings from above down, the unit apart from the last."""

    headings: tuple[str, ...]
    says: Says = Says()


@dataclass
class Row:
    """A row of figures: its labels to the left, and words to the right of the values.

    A group stands between the rows and has no figures; a total is the sum of those above.
    mark stands behind each figure, as in 18.2①.
    """

    labels: tuple[str, ...]
    says: Says = Says()
    tail: str = ""
    is_group: bool = False
    is_total: bool = False
    is_struck: bool = False
    mark: str = ""


@dataclass
class Title:
    """The parts of a title, in the order in which they are written."""

    when: str = ""
    area: str = ""
    counties: str = ""
    subject: str = ""
    suffix: str = ""
    unit: str = ""
    after: str = ""
    numbering: str = ""

    @property
    def text(self) -> str:
        """The title as it stands on the sheet."""
        unit = f"（{self.unit}）" if self.unit else ""
        return (f"{self.numbering}{self.when}{self.area}{self.counties}{self.subject}"
                f"{self.suffix}{unit}{self.after}")  # fmt: skip


@dataclass
class Draft:
    """A table that grows: what stands where, and what its title and sheet say.

    above and below are lines over the title and between title and header, each a text or a
    pair of texts (left and right). units is where the units stand: heading, line, title, row,
    or none where the layout places them itself.
    """

    layout: str
    corners: list[str]
    columns: list[Column]
    rows: list[Row]
    title: Title
    says: Says = Says()
    above: list = field(default_factory=list)
    below: list = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    tail: str = ""  # heading of the words to the right
    sheet: str = "Sheet1"
    units: str = "none"
    is_merged: bool = True
    beside: "Draft | None" = None
    next_sheet: "Draft | None" = None
    is_percent: bool = False  # figures are shares that Excel shows as per cent

    @property
    def depth(self) -> int:
        """Number of heading rows."""
        return max(len(column.headings) for column in self.columns)


@dataclass(frozen=True)
class Cell:
    """A cell with a number, and the truth about it.

    verdict is actual (key and value may go in), unknown (it hangs on a word that nobody can
    know: must wait), or the kind of figure that is not to be stored. row and column count
    from 0.
    """

    sheet: str
    row: int
    column: int
    verdict: str
    key: Key | None = None
    value: float | None = None
    is_strict: bool = True


@dataclass
class Sheet:
    """Cells as texts and numbers; ranges from 0 (top, left, bottom, right) that are merged;
    cells that Excel shows as per cent, and cells that are struck out."""

    name: str
    rows: list[list]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    percents: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Form:
    """A finished form with the truth beside it."""

    name: str
    content: bytes
    sheets: list[Sheet]
    cells: list[Cell]
    layout: str
    twists: list[str]
    words: dict[str, bool]

    @property
    def odd_words(self) -> list[str]:
        """The words that no reader can know."""
        return [word for word, is_listed in self.words.items() if not is_listed]


def convert(number: Decimal, indicator_id: str, unit: str | None) -> float:
    """Return a number of a form in the indicator's own unit."""
    own = INDICATORS[indicator_id][2]
    return float(number / Decimal(UNITS[own][unit or own]))
