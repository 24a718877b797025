"""What is added to a layout: odd words, kinds of figure, parts, periods, marks, other lines.

A twist takes the scene and the draft, changes the draft where it can, and tells whether it
did. What hangs on an odd word, as the tests count it:

- in the title, in a line above the header, in the sheet's name: every figure;
- in an upper heading: the figures below it; in a heading or a unit: the figures of the column;
- heading a word column: the figures of every row that has a word in it;
- in a cell of a word column, or as a row's label: the figures of the row.

Nothing else hangs on it: the other figures of the form must go in without a question. A note
below the table that names a kind or a period bears on every figure; a note in free words
(REMARKS, the note of a mark) is no odd word, but a reader may ask about what it speaks of.
"""

from dataclasses import replace

from tests.data.statistics import form_words as words
from tests.data.statistics.form_model import ACTUAL, Column, Draft, Row, Says
from tests.data.statistics.form_scene import Scene

UNREAD = Says(is_read=False)
LENIENT = Says(is_strict=False)
# Layouts all of whose figures are of one kind and year, so that one word can speak of all.
_WHOLE = ("wide", "two_levels", "tidy", "title_measure", "title_species", "prefecture_county",
          "counties_across", "species_column")  # fmt: skip
# Layouts whose columns say an indicator, a measure or a species each.
_NAMED = ("wide", "title_species", "title_measure", "prefecture_county", "year_start", "rates")


def odd_title(scene: Scene, draft: Draft) -> bool:
    if not draft.title.text:
        return False
    draft.title.suffix = scene.draw_odd(words.ODD_TITLES)
    draft.says += UNREAD
    return True


def odd_line(scene: Scene, draft: Draft) -> bool:
    draft.below.append(f"（{scene.draw_odd(words.ODD_NOUNS[:4])}）")
    draft.says += UNREAD
    return True


def odd_sheet(scene: Scene, draft: Draft) -> bool:
    if not scene.is_book or draft.sheet != "Sheet1":
        return False
    draft.sheet = scene.draw_odd(words.ODD_SHEETS)
    draft.says += UNREAD
    return True


def odd_heading(scene: Scene, draft: Draft) -> bool:
    """A further column whose heading has an odd word, beside the one that it is made from."""
    column = scene.chance.choice(draft.columns)
    heading = scene.draw_odd(words.ODD_NOUNS)
    if draft.layout in _NAMED and scene.happens(0.6):
        last = column.headings[-1]
        heading = scene.chance.choice(
            [f"{last}{heading}", f"{heading}{last}", f"{last}（{heading}）"]
        )
    _add_beside(draft, column, heading, UNREAD)
    return True


def odd_upper(scene: Scene, draft: Draft) -> bool:
    return _set_upper(scene, draft, scene.draw_odd(words.ODD_NOUNS), UNREAD)


def odd_column(scene: Scene, draft: Draft) -> bool:
    """A word column that nobody knows, between the labels and the values."""
    if draft.beside or any(row.is_group for row in draft.rows):
        return False
    draft.corners.append(scene.draw_odd(words.ODD_COLUMNS))
    for row in draft.rows:
        row.labels += (scene.draw_odd(words.ODD_CELLS),)
        row.says += UNREAD
    return True


def odd_remark(scene: Scene, draft: Draft) -> bool:
    """A column of remarks with an odd word in some of its rows."""
    if draft.beside or draft.tail:
        return False
    draft.tail = scene.draw(["备注", "说明"])
    for row in draft.rows:
        if not row.is_group and scene.happens(0.4):
            row.tail = scene.draw_odd(words.ODD_CELLS)
            row.says += UNREAD
    return True


def odd_type(scene: Scene, draft: Draft) -> bool:
    """A known word column, with an odd word in the place of actual or planned."""
    if draft.beside or any(row.is_group for row in draft.rows):
        return False
    draft.corners.append(scene.draw(words.TYPE_COLUMNS))
    for row in draft.rows:
        is_odd = scene.happens(0.5)
        word = scene.draw_odd(words.ODD_NOUNS) if is_odd else scene.draw(words.ACTUAL_NOUNS)
        row.labels += (word,)
        row.says += UNREAD if is_odd else Says()
    return True


def odd_row(scene: Scene, draft: Draft) -> bool:
    """A further row whose label nobody knows."""
    rows = [row for row in draft.rows if not row.is_group]
    row = scene.chance.choice(rows)
    label = scene.draw_odd(words.ODD_CELLS)
    at = 1 if draft.layout == "prefecture_county" else 0
    labels = (*row.labels[:at], label, *row.labels[at + 1 :])
    draft.rows.insert(draft.rows.index(row) + 1, Row(labels, replace(row.says, is_read=False)))
    return True


def odd_unit(scene: Scene, draft: Draft) -> bool:
    """A further column in a unit that nobody knows."""
    if draft.layout not in _NAMED:
        return False
    column = scene.chance.choice(draft.columns)
    unit = scene.draw_odd(words.ODD_UNITS)
    _add_beside(draft, column, f"{column.headings[-1]}（{unit}）", UNREAD)
    return True


def kind_title(scene: Scene, draft: Draft) -> bool:
    """The title says that the figures are planned, changes, sheep units …"""
    if not draft.title.text or draft.layout not in _WHOLE:
        return False
    kind = scene.chance.choice(list(words.KIND_TITLES))
    draft.title.suffix = scene.draw(words.KIND_TITLES[kind])
    draft.says += Says(kind=kind)
    return True


def kind_line(scene: Scene, draft: Draft) -> bool:
    """A line below the title says it."""
    if draft.layout not in _WHOLE:
        return False
    kind, noun = scene.draw_kind(("planned", "target", "forecast", "change"))
    draft.below.append(f"（{noun}）")
    draft.says += Says(kind=kind)
    return True


def kind_sheet(scene: Scene, draft: Draft) -> bool:
    """The sheet's name says it."""
    if not scene.is_book or draft.layout not in _WHOLE or draft.sheet != "Sheet1":
        return False
    kind = scene.chance.choice(list(words.KIND_SHEETS))
    draft.sheet = scene.draw(words.KIND_SHEETS[kind])
    draft.says += Says(kind=kind)
    return True


def kind_note(scene: Scene, draft: Draft) -> bool:
    """A note below the table says it."""
    if draft.layout not in _WHOLE:
        return False
    draft.foot.insert(0, scene.draw(words.KIND_NOTES))
    draft.says += Says(kind="planned")
    return True


def kind_upper(scene: Scene, draft: Draft) -> bool:
    """An upper heading says it."""
    if draft.layout in ("plan_and_done", "years_across"):
        return False
    kind, noun = scene.draw_kind(("planned", "target", "forecast", "change"))
    return _set_upper(scene, draft, noun, Says(kind=kind))


def kind_heading(scene: Scene, draft: Draft) -> bool:
    """A further column says it: 牛出栏计划数, or 计划数 alone beside 牛出栏."""
    if any(column.says.kind != ACTUAL for column in draft.columns):
        return False
    column = scene.chance.choice(draft.columns)
    kind, noun = scene.draw_kind()
    if draft.layout in _NAMED and scene.happens(0.5):
        noun = f"{column.headings[-1]}{noun}"
    _add_beside(draft, column, noun, Says(kind=kind))
    return True


def kind_rows(scene: Scene, draft: Draft) -> bool:
    """A word column says it: each row is there twice, actual and of another kind."""
    if draft.beside or draft.layout in ("plan_and_done", "groups"):
        return False
    kind, noun = scene.draw_kind(("planned", "target", "forecast", "change"))
    actual, rows = scene.draw(words.ACTUAL_NOUNS), []
    for row in draft.rows:
        rows.append(replace(row, labels=(*row.labels, actual)))
        rows.append(replace(row, labels=(*row.labels, noun), says=row.says + Says(kind=kind)))
    draft.corners.append(scene.draw(words.TYPE_COLUMNS))
    draft.rows = rows
    return True


def part_upper(scene: Scene, draft: Draft) -> bool:
    """An upper heading names a part of the herd."""
    return _set_upper(scene, draft, scene.draw(words.PARTS), Says(kind="part"))


def part_heading(scene: Scene, draft: Draft) -> bool:
    """A further column holds a part of the one before it."""
    if draft.layout not in _NAMED[:4]:
        return False
    column = scene.chance.choice(draft.columns)
    _add_beside(draft, column, f"其中：{scene.draw(words.PARTS)}", Says(kind="part"))
    return True


def part_rows(scene: Scene, draft: Draft) -> bool:
    """A word column names parts: townships, farms, breeds, kinds of ownership."""
    if draft.layout not in (*_NAMED[:3], "two_levels", "tidy", "pairs"):
        return False
    corner = scene.draw(list(words.PART_COLUMNS))
    draft.corners.append(corner)
    for row in draft.rows:
        row.labels += (scene.draw(words.PART_COLUMNS[corner]),)
        row.says += Says(kind="part")
    return True


def part_areas(scene: Scene, draft: Draft) -> bool:
    """Townships, farms or divisions of the Corps stand in the place of counties."""
    if draft.layout not in (*_NAMED[:3], "two_levels", "pairs"):
        return False
    places = (
        (words.TOWNSHIPS, ["乡镇", "乡（镇、场）"]),
        (words.FARMS, ["养殖场名称", "养殖场（户）"]),
    )
    names, corners = scene.chance.choice([*places, (words.DIVISIONS, ["师", "师市", "团场"])])
    if names is not words.DIVISIONS:
        draft.title.area, draft.title.counties = next(iter(scene.counties.values())), ""
    else:
        draft.title.area, draft.title.counties = "兵团", "各师"
    draft.corners[0] = scene.draw(corners)
    draft.rows = draft.rows[: len(names)]
    for row, name in zip(draft.rows, scene.chance.sample(names, len(draft.rows)), strict=True):
        row.labels = (scene.draw([name]), *row.labels[1:])
    draft.says += Says(kind="part")
    return True


def per_unit(scene: Scene, draft: Draft) -> bool:
    """A further column in a unit per something: its figures are no totals."""
    if draft.layout not in _NAMED[:4] or draft.units != "heading":
        return False
    column = scene.chance.choice(draft.columns)
    unit = scene.draw(words.PER_UNITS)
    _add_beside(draft, column, f"{column.headings[-1]}（{unit}）", Says(kind="per_unit"))
    return True


def period_line(scene: Scene, draft: Draft) -> bool:
    """A line below the title, or a note below the table, names the period."""
    flows = all(column.says.indicator in words.FLOWS for column in draft.columns)
    if draft.layout != "wide" or not flows or scene.period != "Y":
        return False
    period, noun = scene.chance.choice([("C10", "1-10月累计"), ("C11", "1—11月累计")])
    scene.words[noun] = True
    if scene.happens(0.6):
        draft.below.append(f"（{noun}）")
    else:
        draft.foot.append(f"注：本表为{noun}数。")
    draft.says += Says(period=period, is_strict=False)
    return True


def period_dotted(scene: Scene, draft: Draft) -> bool:
    """The month behind the title: 2024.06, 2024/6."""
    is_stock = all(column.says.indicator in words.STOCKS for column in draft.columns)
    if draft.layout != "wide" or not is_stock or scene.period != "Y" or not draft.title.when:
        return False
    draft.title.when, draft.title.after = "", scene.draw([f"{scene.year}.06", f"{scene.year}/6"])
    draft.says += Says(period="M06", is_strict=False)
    return True


def pastoral_year(scene: Scene, draft: Draft) -> bool:
    """The pastoral year ends in June and has no code: such figures wait."""
    if f"{scene.year}年" not in draft.title.when or scene.period != "Y":
        return False
    if draft.layout in ("periods_across", "year_start", "title_measure"):
        return False
    draft.title.when = f"{scene.year}{scene.draw(['牧业年度', '年牧业年度'])}"
    draft.says += UNREAD
    return True


def year_on_own_line(scene: Scene, draft: Draft) -> bool:
    """Year and period stand in a line below the title."""
    if str(scene.year) not in draft.title.when:
        return False
    shown = draft.title.when
    draft.title.when = ""
    draft.below.insert(0, scene.chance.choice([shown, f"（{shown}）", f"时间：{shown}"]))
    return True


def mark_names(scene: Scene, draft: Draft) -> bool:
    """A note mark at the name of a county, with or without its note."""
    rows = [row for row in draft.rows if row.says.area and row.labels[-1].endswith(("县", "市"))]
    if not rows:
        return False
    row, mark = scene.chance.choice(rows), scene.draw([*words.MARKS[:2], *words.MARKS[3:5]])
    row.labels = (*row.labels[:-1], row.labels[-1] + mark)
    if scene.happens(0.4):
        draft.foot.append(f"注：{mark}含国有牧场。")
        row.says += LENIENT
    return True


def mark_values(scene: Scene, draft: Draft) -> bool:
    """A note mark behind the figures of a row, and its note."""
    if draft.layout not in (*_NAMED[:3], "one_county", "years_across"):
        return False
    row, mark = scene.chance.choice(draft.rows), scene.draw(["①", "②", "*"])
    row.mark = mark
    row.says += LENIENT
    draft.foot.append(f"注：{mark}含国有牧场。")
    return True


def mark_headings(scene: Scene, draft: Draft) -> bool:
    """A note mark at a heading: a year or an indicator."""
    if draft.layout not in (*_NAMED[:3], "years_across", "prefectures"):
        return False
    column = scene.chance.choice(draft.columns)
    marks = words.MARKS if column.headings[-1].endswith("年") else words.MARKS[:2]
    column.headings = (*column.headings[:-1], column.headings[-1] + scene.draw(marks))
    return True


def total_row(scene: Scene, draft: Draft) -> bool:
    """A row of totals: the prefecture's where the title names one, else nobody's."""
    if draft.layout not in ("wide", "two_levels", "title_measure") or draft.says.kind != ACTUAL:
        return False
    is_named = draft.title.area == scene.prefecture
    says = Says(area=words.PREFECTURES[scene.prefecture], is_strict=False)
    row = Row((scene.draw(["合计", "总计", "小计"]), *[""] * (len(draft.corners) - 1)),
              says if is_named else Says(kind="total"), is_total=True)  # fmt: skip
    draft.rows.append(row)
    return True


def misspelt_row(scene: Scene, draft: Draft) -> bool:
    """A row of a county whose name is misspelt: asked, never guessed."""
    if draft.layout not in (*_NAMED[:3], "pairs", "two_levels", "years_across"):
        return False
    draft.rows.append(Row((scene.draw(words.MISSPELT),), Says(kind="misspelt")))
    return True


def struck_row(scene: Scene, draft: Draft) -> bool:
    """Figures that somebody has struck out."""
    if scene.ending != "xlsx" or draft.layout not in (*_NAMED, "tidy", "years_across"):
        return False
    row = scene.chance.choice(draft.rows)
    row.is_struck = True
    row.says += Says(kind="struck")
    return True


def frame(scene: Scene, draft: Draft) -> bool:
    """The lines around a table that say nothing of its figures."""
    if scene.happens(0.35):
        draft.above.append(scene.draw(words.ANNEXES))
    if scene.happens(0.25):
        draft.above.append(("", scene.draw(words.FORM_NUMBERS)))
        if scene.happens(0.15):
            draft.above.append(("", scene.draw(words.APPROVALS)))
            draft.says += LENIENT
    place = scene.prefecture.removesuffix("直")
    office = scene.draw([text.format(place) for text in words.OFFICES])
    if scene.happens(0.4):
        draft.below.append((scene.chance.choice(["填报单位：", "制表单位："]) + office,
                            scene.draw([*words.FILLED_ON, ""])))  # fmt: skip
    if scene.happens(0.3):
        draft.foot.append(scene.draw(words.SOURCES))
    if scene.happens(0.25):
        draft.foot.append(scene.draw(words.SIGNED_BY))
    if scene.happens(0.05):
        draft.foot.append(scene.draw(words.REMARKS))
        draft.says += LENIENT
    if draft.sheet == "Sheet1":
        draft.sheet = scene.draw(words.SHEETS)
    return True


def _set_upper(scene: Scene, draft: Draft, noun: str, says: Says) -> bool:
    """Put a heading over some neighbouring columns."""
    if draft.depth > 1 or draft.beside:
        return False
    first = scene.chance.randrange(len(draft.columns))
    for column in draft.columns[first : first + scene.chance.randint(1, 3)]:
        column.headings = (noun, *column.headings)
        column.says += says
    return True


def _add_beside(draft: Draft, column: Column, heading: str, says: Says) -> None:
    """Put a further column after one, of the same figures but for what the heading adds."""
    further = Column((*column.headings[:-1], heading), replace(column.says + says, unit=None))
    draft.columns.insert(draft.columns.index(column) + 1, further)


ODD_TWISTS = {odd_title: 2, odd_line: 2, odd_sheet: 2, odd_heading: 5, odd_upper: 4,
              odd_column: 3, odd_remark: 2, odd_type: 2, odd_row: 2, odd_unit: 2}  # fmt: skip
LISTED_TWISTS = {
    kind_title: 5, kind_line: 2, kind_sheet: 4, kind_note: 2, kind_upper: 4, kind_heading: 7,
    kind_rows: 4, part_upper: 3, part_heading: 6, part_rows: 7, part_areas: 8, per_unit: 9,
    period_line: 9, period_dotted: 9, pastoral_year: 2, year_on_own_line: 4, mark_names: 3,
    mark_values: 6, mark_headings: 7, total_row: 7, misspelt_row: 5, struck_row: 6,
}  # fmt: skip
