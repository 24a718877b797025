"""What the pictures of charts show: plain records of figures and finished words.

Pages make them; nothing here draws, so that a page does not load what only a picture needs.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.targets.bullet import Bullet
from pages.documents.chart_scale import Scale


@dataclass(frozen=True)
class Caption:
    """What a picture says of itself, so that it can be read without its page.

    Attributes
    ----------
    title : str
        What is shown, where and when: "牛肉产量，新疆，2000—2024年".
    unit : str
        The unit of the values, as a person reads it; "" where each value carries its own.
    source : str
        Where the values come from, in one sentence.
    cutoff : str
        Until when the figures go, and the day on which the picture was made.
    notes : tuple of str
        What else must be known to read it rightly.
    watermark : str
        Words across the picture of a made-up store; "" otherwise.
    """

    title: str
    unit: str = ""
    source: str = ""
    cutoff: str = ""
    notes: tuple[str, ...] = ()
    watermark: str = ""


@dataclass(frozen=True)
class Goal:
    """A value to be reached.

    Attributes
    ----------
    year : int
    low : float
    high : float or None
        The other end of a range.
    label : str
        The words beside the line.
    pace : pair of (year, value) or None
        The pace line: from the base to the value to be reached.
    """

    year: int
    low: float
    high: float | None
    label: str
    pace: tuple[tuple[int, float], tuple[int, float]] | None = None

    def has_room_below(self, latest: float) -> bool:
        """Tell whether the words stand below the line: what leads to it comes from above.

        That is the pace line, or without one the newest value of the series.
        """
        return self.low < (self.pace[0][1] if self.pace else latest)


@dataclass(frozen=True)
class SeriesMarks:
    """What stands beside a series; every part may be empty.

    Attributes
    ----------
    goals : tuple of Goal
    breaks : tuple of int
        The years after which the series continues with another definition.
    events : tuple of (year, word)
    others : DataFrame or None
        What other sources give: year, value.
    forecast : DataFrame or None
        From the newest figure on: year, value, low, high.
    path : DataFrame or None
        A scenario: year, value.
    """

    goals: tuple[Goal, ...] = ()
    breaks: tuple[int, ...] = ()
    events: tuple[tuple[int, str], ...] = ()
    others: pd.DataFrame | None = None
    forecast: pd.DataFrame | None = None
    path: pd.DataFrame | None = None


@dataclass(frozen=True)
class Panel:
    """One of several small charts.

    Attributes
    ----------
    title : str
    beside : str
        The newest value with year and state, or that there is none.
    series : DataFrame
        year, value, state, segment; may be empty.
    others : DataFrame or None
        Series of other areas in grey, with area_id as well.
    band : DataFrame or None
        The peer band: one row per year with low, median and high.
    scale : Scale or None
        A scale shared with other panels; None makes its own.
    """

    title: str
    beside: str
    series: pd.DataFrame
    others: pd.DataFrame | None = None
    band: pd.DataFrame | None = None
    scale: Scale | None = None


@dataclass(frozen=True)
class BulletRow:
    """A target in one line.

    Attributes
    ----------
    name : str
    way : str
        Base, latest value and target in words, below the name.
    status : str
        One of the statuses; gives the colour.
    word : str
        The status, and why it cannot be judged.
    bullet : Bullet
        The places along the line (`indicators.targets.bullet.place_bullet`).
    is_open : bool
        Whether the status is not settled: the way is then lighter.
    """

    name: str
    way: str
    status: str
    word: str
    bullet: Bullet
    is_open: bool = False


@dataclass(frozen=True)
class StripRow:
    """An item of a box in one line; counts in the item's unit.

    Attributes
    ----------
    name : str
    word : str
        Progress in words, at the right.
    verified, reported, pipeline : float
        Counted with a document, counted without one, and under way.
    low, high : float or None
        The number asked, or both ends of it.
    """

    name: str
    word: str
    verified: float = 0.0
    reported: float = 0.0
    pipeline: float = 0.0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class SpanRow:
    """A project in one line.

    Attributes
    ----------
    name : str
    begin, end : date
    is_ended : bool
        Whether the end is known; otherwise `end` is today.
    kind : str
        Its stage; gives the colour.
    """

    name: str
    begin: date
    end: date
    is_ended: bool
    kind: str
