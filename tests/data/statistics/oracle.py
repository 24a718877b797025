"""A simple second reader: does an accepted value stand in the file as it was taken?

It shares no code with the reader under test. It looks at the cell that the reader names and
asks whether the number, and around it the area, the year, the indicator and the unit, are
really there.
"""

import csv
import io
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import openpyxl
import python_calamine
import xlrd

DATA = Path(__file__).resolve().parents[3] / "data"


def fold(text) -> str:
    text = unicodedata.normalize("NFKC", str(text or ""))
    return re.sub(r"[\s\u200b-\u200f\ufeff:：、,，;；\-—/()\[\]【】\"'“”]+", "", text).lower()


def read_rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AREAS: dict[str, set[str]] = {}
for row in read_rows("areas/area_alias.csv"):
    AREAS.setdefault(fold(row["alias"]), set()).add(row["area_id"])
for row in read_rows("areas/area.csv"):
    for key in ("area_id", "name_zh", "name_en"):
        AREAS.setdefault(fold(row[key]), set()).add(row["area_id"])
for row in read_rows("areas/area_change.csv"):
    AREAS.setdefault(row["old_code"], set()).add(row["new_code"])
INDICATORS: dict[str, set[str]] = {}
OWN_UNITS = {}
for row in read_rows("plans/livestock/indicator.csv"):
    OWN_UNITS[row["indicator_id"]] = row["unit"]
    for key in ("indicator_id", "name_zh", "name_en"):
        INDICATORS.setdefault(row["indicator_id"], set()).add(fold(row[key]))
for row in read_rows("plans/livestock/indicator_synonym.csv"):
    INDICATORS[row["indicator_id"]].add(fold(row["synonym"]))
FACTORS: dict[str, tuple[str, Decimal]] = {}
for row in read_rows("conventions/unit.csv"):
    for spelling in [row["unit"], *row["spellings"].split("|")]:
        plain = unicodedata.normalize("NFKC", spelling).replace(" ", "").lower()
        FACTORS.setdefault(plain, (row["quantity"], Decimal(row["factor"])))


def read_sheets(content: bytes, ending: str) -> list[dict[str, list[list[str]]]]:
    """Return every way in which the file may be cut into sheets of rows."""
    if content[:2] == b"PK" and b"xl/workbook.xml" in content:
        try:
            return [_read_openpyxl(content)]
        except Exception:
            # It refuses a workbook with a damaged part that holds no figures.
            return [_read_calamine(content)]
    if content[:2] == b"PK":
        return [_read_ods(content)]
    if content[:4] == b"\xd0\xcf\x11\xe0":
        return [_read_calamine(content)]
    ways = []
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"):
        try:
            text = content.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
        ways += [
            {"": list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))}
            for delimiter in ",\t;|"
            if delimiter in text
        ]
    return ways


def _read_openpyxl(content: bytes) -> dict:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = {}
    for sheet in book.worksheets:
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for area in sheet.merged_cells.ranges:
            for row, column in list(area.cells):
                if row <= len(rows) and column <= len(rows[row - 1]):
                    rows[row - 1][column - 1] = rows[area.min_row - 1][area.min_col - 1]
        sheets[sheet.title] = rows
    return sheets


def _read_calamine(content: bytes) -> dict:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.CalamineError:
        book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
        return {
            sheet.name: [
                [_show(cell) for cell in sheet.row_values(row)] for row in range(sheet.nrows)
            ]
            for sheet in book.sheets()
        }
    return {
        name: [
            [_show(cell) for cell in row]
            for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in book.sheet_names
    }


def _read_ods(content: bytes) -> dict:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    sheets = {}
    for table in root.iter():
        if not table.tag.endswith("}table"):
            continue
        rows = [
            ["".join(cell.itertext()) for cell in row if cell.tag.endswith("cell")]
            for row in table.iter()
            if row.tag.endswith("}table-row")
        ]
        name = next((value for key, value in table.attrib.items() if key.endswith("}name")), "")
        sheets[name] = rows
        for row, cells in enumerate(
            element for element in table.iter() if element.tag.endswith("}table-row")
        ):
            for column, cell in enumerate(cells):
                spans = {
                    key.rpartition("}")[2]: int(value)
                    for key, value in cell.items()
                    if key.endswith("-spanned")
                }
                for down in range(spans.get("number-rows-spanned", 1)):
                    for across in range(spans.get("number-columns-spanned", 1)):
                        if row + down < len(rows) and column + across < len(rows[row + down]):
                            rows[row + down][column + across] = rows[row][column]
    return sheets


def _show(cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def find_fault(observation, content: bytes, ending: str) -> str | None:
    """Return what does not hold of an accepted observation, or None when all holds."""
    fault = "the file cannot be cut into cells"
    try:
        found = read_sheets(content, ending)
    except (xlrd.XLRDError, python_calamine.CalamineError):
        # A damaged part that holds no figures keeps all three libraries from opening it.
        return None
    for sheets in found:
        rows = sheets.get("") or sheets.get(observation.sheet)
        if rows is None:
            continue
        fault = _judge(observation, rows)
        if fault is None:
            return None
    return fault


def _judge(observation, rows) -> str | None:
    at = openpyxl.utils.column_index_from_string(observation.file_column) - 1
    above, here = rows[: observation.file_row - 1], rows[observation.file_row - 1]
    if at >= len(here):
        return "no such cell"
    beside = [cell for place, cell in enumerate(here) if place != at]
    column = [row[at] for row in above if at < len(row)]
    carried = [
        next((cell for cell in row[at::-1] if str(cell).strip()), "")
        for row in above
        if row[at + 1 :] or at < len(row)
    ]
    titles = [
        cell
        for row in above
        for place, cell in enumerate(row)
        if place == 0
        or sum(1 for other in row if str(other).strip()) <= 2
        or re.match(r"\s*[(（]?(指标|单位|年份|时间|地区)\w*\s*[:：]", str(cell))
    ]
    around = [*column, *carried, *titles]
    if not _is_value(observation, here[at]):
        return f"value {observation.value} from {here[at]!r} in {observation.unit_read}"
    if not _is_area(observation.area_id, beside, around):
        return f"area {observation.area_id}"
    if not any(str(observation.year) in fold(cell) for cell in [*beside, *around]):
        return f"year {observation.year}"
    if not _is_indicator(observation.indicator_id, beside, column, carried, titles):
        return f"indicator {observation.indicator_id}"
    unit = fold(observation.unit_read)
    if unit and not any(unit in fold(cell) for cell in [here[at], *beside, *around]):
        return f"unit {observation.unit_read}"
    return None


def _is_value(observation, cell) -> bool:
    # Marks of notes (①, ²) are no digits.
    text = "".join(sign for sign in str(cell) if unicodedata.category(sign) != "No")
    plain = unicodedata.normalize("NFKC", text).strip()
    found = re.match(
        r"[+\-−]?[\d][\d, ]*\.?\d*(?:[eE][+-]?\d+)?|[+-]?\.\d+(?:[eE][+-]?\d+)?", plain
    )
    if not found:
        return False
    number = Decimal(re.sub(r"[, ]", "", found[0]))
    quantity, own = FACTORS[OWN_UNITS[observation.indicator_id].lower()]
    text = unicodedata.normalize("NFKC", observation.unit_read or "").replace(" ", "").lower()
    text = re.sub(r"^(?:计量)?单位:?|[\u200b-\u200f\ufeff]", "", text)
    if not text:
        factors = {own} if quantity == "ratio" else set()
    elif text in FACTORS:
        factors = {FACTORS[text][1]}
    else:
        parts = [FACTORS.get(part) for part in re.split(r"[、,;/或和]", text)]
        factors = {part[1] for part in parts if part and part[0] == quantity}
    expected = [float(number * factor / own) for factor in factors]
    return any(abs(value - observation.value) <= 1e-12 * abs(value) for value in expected)


def _is_area(area_id, beside, around) -> bool:
    def means(cell) -> set[str]:
        whole = str(cell).strip()
        # 新疆 before a county is the region; 新疆6月 is the region itself.
        short = re.sub(r"^新\s*疆(?:维吾尔自治区)?(?=\S\S)|^第.师", "", whole)
        return _look_up(cell, whole) | _look_up(cell, short)

    def _look_up(cell, name: str) -> set[str]:
        bare = re.sub(r"^[#*·•]+|^其中|^[一二三四五六七八九十\d]+[.、)](?!\d)", "", name)
        # Marks of notes, and words that say nothing.
        bare = "".join(sign for sign in bare if unicodedata.category(sign) != "No")
        bare = bare.rstrip("…# ")
        bare = re.sub(r"[牛羊][(（][^()（）]*[)）]$", "", bare)
        bare = re.sub(r"(?:合计|小计|总计|共计|指标|地区|单位)$", "", bare)
        bare = re.sub(r"(?:20\d\d年)?(?:上半年|h[12]|\d{1,2}月)$|20\d\d年$", "", bare, flags=re.I)
        # A row may be labelled 昭苏县牛存栏.
        for known in INDICATORS.values():
            bare = next((bare[: -len(n)] for n in known if n and bare.endswith(n)), bare)
        code = re.sub(r"\.0+$", "", str(cell))
        return set().union(*(AREAS.get(fold(text), set()) for text in (cell, name, bare, code)))

    if any(means(cell) for cell in beside):
        return any(area_id in means(cell) for cell in beside)
    names = [name for name, ids in AREAS.items() if area_id in ids]
    return any(name in fold(cell) for cell in around for name in names)


def _is_indicator(indicator_id, beside, column, carried, titles) -> bool:
    texts = [fold(cell) for cell in [*beside, *titles, *column]]
    for parts in (column, carried):
        names = [re.sub(r"[(（].*", "", str(part)) for part in parts]
        names = [fold(name) for name in names if not re.fullmatch(r"[\d.]*", fold(name))]
        # The header is at the top, or just above where another table stands before this one.
        for some in {tuple(names[:8]), tuple(names[-8:])}:
            for size in (1, 2, 3):
                texts += ["".join(chosen) for chosen in permutations(some, size)]
        # The title may hold the measure of a column headed by a species.
        texts += [
            name + measure
            for name in names
            for measure in ("存栏", "出栏", "产量")
            if any(measure in fold(title) for title in titles)
        ]
        # A species above the column, and its measure in the row: 存栏(万头).
        measures = [re.sub(r"[(（].*", "", str(cell)) for cell in beside]
        texts += [name + fold(measure) for name in names for measure in measures]
        # 羊 above the table, alone or at the end, may be the species of a column with a measure.
        ends = [found[0] for title in titles if (found := re.search(r"[牛羊]$", fold(title)))]
        texts += [end + name for name in names for end in ends]
        texts += [fold(title) + name for name in names for title in titles if len(title) <= 3]
    return any(name in text for name in INDICATORS[indicator_id] for text in texts)


def find_dropped_word(reading) -> str | None:
    """Return a word that was not understood and on which an accepted value hangs, or None.

    A word above the header or the sheet's name bears on its whole table, a heading on its
    column, a label or a word of a word column on its row.
    """
    unread = [word for word in reading.words if word.read_as == "unread"]
    if not unread:
        return None
    for observation in reading.observations.itertuples():
        row, column = observation.file_row, observation.file_column
        tables = [
            table
            for table in reading.layouts
            if table.sheet == observation.sheet
            and table.data_row <= row <= table.last_row
            and column in {value.column for value in table.values}
        ]
        for word in unread:
            if word.sheet == observation.sheet and any(
                _bears(word, table, row, column) for table in tables
            ):
                return f"{word.text} of {word.column}{word.row} on {column}{row}"
    return None


def _bears(word, table, row: int, column: str) -> bool:
    if word.row is None:
        return word.text in table.unread
    if word.row == row:
        return word.column != column
    if table.header_row <= word.row <= table.header_end:
        return word.column == column
    return table.first_row <= word.row < table.header_row and word.text in table.unread
