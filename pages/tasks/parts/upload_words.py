"""Shows what each word of a file was read as, by colour and text, to reveal misreadings."""

from itertools import groupby

from markupsafe import Markup

from data.statistics.model import Layout, ReadWord
from data.statistics.wording import describe_word, sort_words
from data.store.books import load_books
from pages.blocks.markup import render_note
from pages.shell import cache
from pages.shell.i18n import t

# Words of one colour have the same kind of meaning.
COLOURS = {
    "area": "where",
    "year": "when",
    "period": "when",
    "indicator": "what",
    "species": "what",
    "measure": "what",
    "unit": "unit",
    "kind": "apart",
    "part": "apart",
    "unread": "unread",
}
MOST_LINES = 14
MOST_CELLS = 40


# Below the header every row has these, and the list of values shows them too.
_OF_EVERY_ROW = ("area", "year", "period", "indicator", "unit", "source", "note")


def render_words(words: list[ReadWord], layouts: list[Layout]) -> Markup:
    """Return the titles and headings of a file, each word with what it was read as.

    There is one line per row of a sheet. Below a header only unusual rows have a line; rows
    with an unread word always have one.
    """
    lines = [
        (place, list(members))
        for place, members in groupby(sort_words(words), key=lambda word: (word.sheet, word.row))
    ]
    told = [line for line in lines if not _is_ordinary(*line, layouts)]
    shown = [line for at, line in enumerate(told) if at < MOST_LINES or _is_unread_line(line[1])]
    is_split = len({word.sheet for word in words}) > 1
    drawn = Markup("").join(_render_line(*line, is_split=is_split) for line in shown)
    rest = len(lines) - len(shown)
    more = render_note(t("upload.words_more", count=rest)) if rest else ""
    return Markup('<div class="words">{}{}</div>{}').format(_render_key(words), drawn, more)


def render_own_source(layouts: list[Layout]) -> Markup:
    """Return a line on the source that the file itself names, or that it names none."""
    sources = list(dict.fromkeys(layout.source for layout in layouts if layout.source))
    text = t("shell.list_separator").join(sources)
    line = t("upload.own_source", source=text) if sources else t("upload.no_own_source")
    return Markup('<p class="own-source">{}</p>').format(line)


def _is_ordinary(place: tuple, words: list[ReadWord], layouts: list[Layout]) -> bool:
    sheet, row = place
    is_below = row is not None and any(
        layout.sheet == sheet and layout.data_row <= row <= layout.last_row for layout in layouts
    )
    return is_below and all(word.read_as in _OF_EVERY_ROW for word in words)


def _is_unread_line(words: list[ReadWord]) -> bool:
    return any(word.read_as == "unread" for word in words)


def _render_key(words: list[ReadWord]) -> Markup:
    found = {_get_colour(word) for word in words}
    order = ["unread", *dict.fromkeys(COLOURS.values()), "plain"]
    chips = Markup("").join(
        Markup('<span class="word {}">{}</span>').format(colour, t(f"upload.word_key.{colour}"))
        for colour in dict.fromkeys(order)
        if colour in found
    )
    return Markup('<div class="words-key" aria-hidden="true">{}</div>').format(chips)


def _render_line(place: tuple, words: list[ReadWord], *, is_split: bool) -> Markup:
    sheet, row = place
    where = t("reading.sheet_name") if row is None else t("upload.row", row=row)
    if is_split:
        where = f"{sheet} {where}"
    cells = [list(members) for _, members in groupby(words, key=lambda word: word.column)]
    shown = [cell for at, cell in enumerate(cells) if at < MOST_CELLS or _is_unread_line(cell)]
    drawn = Markup("").join(_render_cell(cell) for cell in shown)
    rest = len(cells) - len(shown)
    more = Markup('<span class="note">{}</span>').format(t("upload.cells_more", count=rest))
    return Markup(
        '<div class="words-line"><span class="words-place">{}</span>'
        '<div class="words-cells">{}{}</div></div>'
    ).format(where, drawn, more if rest else "")


def _render_cell(words: list[ReadWord]) -> Markup:
    column = words[0].column or ""
    chips = Markup("").join(_render_word(word) for word in words)
    return Markup('<span class="words-cell"><span class="words-column">{}</span>{}</span>').format(
        column, chips
    )


def _render_word(word: ReadWord) -> Markup:
    explained = describe_word(word, load_books(cache.get_store()))
    return Markup('<span class="word {}"><b>{}</b><small>{}</small></span>').format(
        _get_colour(word), word.text, explained
    )


def _get_colour(word: ReadWord) -> str:
    if word.read_as == "kind" and word.meaning == "actual":
        return "plain"
    return COLOURS.get(word.read_as, "plain")
