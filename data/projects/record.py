"""Turns one project as somebody wrote it into a record of the register: the same rules for
the form and for files."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from data.names.matching import AMBIGUOUS, CHECK, MERGED, OK, OUTSIDE, AreaBook
from data.names.numbers import BEYOND, EMPTY, NUMBER, parse_number
from data.names.text import fold, squeeze
from data.names.units import UnitBook
from data.projects.dates import parse_day
from data.statistics.model import NOTE, REJECTED, WARNING, Issue
from data.store.database import Store

STAGES = ("planned", "approved", "building", "completed", "accepted")
"""Lowest first; a unit counts from completed on."""
COUNTED_STAGES = ("completed", "accepted")
REGION = "650000"
DEMONSTRATION = "demonstration"

TEXT_FIELDS = ("name", "funding_source", "operator", "evidence_document", "note")
DATE_FIELDS = ("stage_on", "started_on", "finished_on")
FIELDS = (
    "item_id",
    "area_id",
    "name",
    "stage",
    "stage_on",
    "quantity",
    "size",
    "size_unit",
    "investment_wan",
    "funding_source",
    "operator",
    "started_on",
    "finished_on",
    "evidence_document",
    "evidence_link",
    "longitude",
    "latitude",
    "state",
    "note",
)
"""The fields of a project besides its id; the columns of facts.project_revision."""

LONGEST_TEXT = 1000
PLAN_FROM = date(2023, 1, 1)
# The region lies within these degrees (EPSG:4490), with a little room.
LONGITUDES, LATITUDES = (73.0, 97.0), (34.0, 50.0)

_STAGE_WORDS = {
    "planned": "规划 计划 拟建 谋划 储备 规划中 计划中 已规划 列入规划 前期 前期工作 planned plan",
    "approved": "批复 已批复 立项 已立项 获批 已获批 核准 已核准 已下达 下达 approved",
    "building": "在建 建设中 建设 开工 已开工 施工 施工中 续建 building underconstruction",
    "completed": "建成 已建成 完工 已完工 竣工 已竣工 完成 已完成 投产 completed complete done",
    "accepted": "验收 已验收 通过验收 验收合格 竣工验收 已通过验收 accepted",
}
_STAGE_OF = {word: stage for stage, words in _STAGE_WORDS.items() for word in words.split()}
_DEMONSTRATION_WORDS = {"demonstration", "demo", "演示", "演示数据"}
_VERIFIED_WORDS = {"fullevidence", "佐证齐全", "verified", "核实", "已核实"}
_BOX_PREFIX = re.compile(r"^(?:专栏|box)\d+[:·,.、\-]*")
_LINK = re.compile(r"https?://[^\s/]+\S*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")


class ProjectIssue(Issue):
    """An issue of a project; `column` is the field, or in a file the column's letters."""

    @property
    def message_key(self) -> str:
        """The key of the sentence in the catalogues."""
        return f"projects.rule.{self.rule}"


@dataclass
class ProjectBooks:
    """Every name a project may use: items of the boxes, areas, units."""

    items: dict[str, dict]
    areas: AreaBook
    units: UnitBook
    area_rows: dict[str, dict]
    item_names: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self):
        for item_id, item in self.items.items():
            names = [item_id, item["name_zh"], item["name_en"]]
            # As the template writes it.
            names += [
                f"{item['label_zh']}·{item['name_zh']}",
                f"{item['label_en']} {item['name_en']}",
            ]
            for name in names:
                self.item_names.setdefault(fold(name), set()).add(item_id)


@dataclass
class ParsedProject:
    """A project as read; record is None if a rule rejects it.

    is_outside: its area is in another province. is_total: it is a row of sums, not a project.
    """

    record: dict | None
    issues: list[ProjectIssue]
    is_outside: bool = False
    is_total: bool = False


def load_project_books(store: Store) -> ProjectBooks:
    """Load the names that a project may use."""
    areas = store.query_rows("queries/ingest_areas")
    book = AreaBook(
        areas,
        store.query_rows("queries/ingest_aliases"),
        store.query_rows("queries/ingest_changes"),
    )
    items = {row["item_id"]: row for row in store.query_rows("queries/box_items")}
    return ProjectBooks(
        items,
        book,
        UnitBook(store.query_rows("queries/ingest_units")),
        {row["area_id"]: row for row in areas},
    )


def parse_project(texts: dict[str, str], books: ProjectBooks, today: date) -> ParsedProject:
    """Read one project and check it by every rule.

    Parameters
    ----------
    texts : dict
        Field (one of `FIELDS`) -> text as written; a blank text is a missing value.
    today : date
        No stage can have been reached after it.

    Returns
    -------
    ParsedProject
        record has typed values: dates, floats, texts, None for missing ones. size is in the
        item's own unit if the item sets a size, investment_wan is in 10 000 yuan. state is
        verified (counted, with name, county, date and evidence), reported or demonstration.
    """
    return _Parser(texts, books, today).parse()


class _Parser:
    def __init__(self, texts, books, today):
        self.texts = {name: squeeze(text) for name, text in texts.items()}
        self.books, self.today = books, today
        self.issues: list[ProjectIssue] = []
        self.record: dict = dict.fromkeys(FIELDS)
        self.is_outside = self.is_total = False

    def parse(self) -> ParsedProject:
        self._read_item()
        self._read_area()
        if self.is_outside or self.is_total:
            return ParsedProject(None, [], self.is_outside, self.is_total)
        self._read_stage()
        for name in TEXT_FIELDS:
            self._read_text(name)
        for name in DATE_FIELDS:
            self._read_date(name)
        self._read_quantity()
        self._read_size()
        self._read_investment()
        self._read_link()
        self._read_point()
        self._check_together()
        self._read_state()
        is_refused = any(issue.severity == REJECTED for issue in self.issues)
        return ParsedProject(None if is_refused else self.record, self.issues)

    def _get(self, name: str) -> str:
        return self.texts.get(name, "")

    def _tell(self, name: str, rule: str, severity: str = REJECTED, **fields) -> None:
        self.issues.append(
            ProjectIssue("", None, name, self._get(name) or None, rule, severity, fields)
        )

    def _item(self) -> dict | None:
        return self.books.items.get(self.record["item_id"])

    def _read_item(self) -> None:
        text = self._get("item_id")
        if not text:
            self._tell("item_id", "item_missing", WARNING)
            return
        folded = fold(text)
        found = self.books.item_names.get(folded) or self.books.item_names.get(
            _BOX_PREFIX.sub("", folded), set()
        )
        if len(found) != 1:
            self._tell("item_id", "item_unknown")
            return
        item = self.books.items[next(iter(found))]
        if item["kind"] == "rate":
            self._tell("item_id", "item_is_rate", item=_name(item))
            return
        self.record["item_id"] = item["item_id"]

    def _read_area(self) -> None:
        text = self._get("area_id")
        if not text:
            self._tell("area_id", "area_missing", WARNING)
            self.record["area_id"] = REGION
            return
        match = self.books.areas.resolve(text, self.today.year)
        self.is_outside, self.is_total = match.kind == OUTSIDE, match.kind == CHECK
        candidates = self.books.areas.describe(*match.candidates)
        if match.kind == OK and self.books.area_rows[match.id]["level"] == "group":
            self._tell("area_id", "area_is_group")
        elif match.kind == OK:
            self.record["area_id"] = match.id
        elif match.kind in (AMBIGUOUS, MERGED):
            self._tell("area_id", "area_ambiguous", candidates=candidates)
        elif not self.is_outside and not self.is_total:
            self._tell("area_id", "area_unknown")

    def _read_stage(self) -> None:
        text = fold(self._get("stage"))
        if not text:
            self._tell("stage", "stage_missing")
        elif text not in _STAGE_OF:
            self._tell("stage", "stage_unknown")
        else:
            self.record["stage"] = _STAGE_OF[text]

    def _read_text(self, name: str) -> None:
        text = self._get(name)
        if len(text) > LONGEST_TEXT:
            self._tell(name, "text_too_long", limit=LONGEST_TEXT)
        self.record[name] = text or None

    def _read_date(self, name: str) -> None:
        text = self._get(name)
        if not text:
            return
        day = parse_day(text, self.today)
        if day is None:
            self._tell(name, "date_unreadable")
        elif name == "stage_on" and day.date > self.today:
            self._tell(name, "date_in_future", today=self.today.isoformat())
        else:
            self.record[name] = day.date
            if not day.is_exact:
                self._tell(name, "date_taken_as", NOTE, day=day.date.isoformat())

    def _read_number(self, name: str, rule: str = "not_number") -> tuple[Decimal | None, str]:
        text = self._get(name)
        number = parse_number(text) if text else None
        if number is None or number.kind == EMPTY:
            return None, ""
        if number.kind != NUMBER:
            self._tell(name, number.kind if number.kind in BEYOND else rule)
            return None, ""
        return number.value, number.unit or ""

    def _read_quantity(self) -> None:
        value, _ = self._read_number("quantity")
        if value is None:
            return
        if value < 1 or value != value.to_integral_value():
            self._tell("quantity", "quantity_not_whole")
            return
        self.record["quantity"] = float(value)

    def _read_size(self) -> None:
        value, cell_unit = self._read_number("size")
        item = self._item()
        wanted = item["size_unit"] if item else None
        if value is None:
            if item and wanted and not self._has_issue("size"):
                self._tell(
                    "size",
                    "size_missing",
                    WARNING,
                    item=_name(item),
                    least=_format(item["min_size"]),
                    unit=wanted,
                )
            return
        if value <= 0:
            self._tell("size", "size_not_positive")
            return
        written = cell_unit or self._get("size_unit")
        self.record["size"], self.record["size_unit"] = float(value), written or None
        if item and wanted:
            self._convert_size(item, value, written)

    def _convert_size(self, item: dict, value: Decimal, written: str) -> None:
        wanted = item["size_unit"]
        if not written:
            self._tell("size_unit", "size_unit_missing", WARNING, unit=wanted)
            written = wanted
        unit = self.books.units.find(written)
        if unit is None or not self.books.units.fits(unit, wanted):
            self._tell("size_unit", "size_unit_unknown", unit=wanted, written=written)
            return
        size = self.books.units.convert(value, unit, wanted)
        self.record |= {"size": size, "size_unit": wanted}
        if size < item["min_size"]:
            self._tell(
                "size",
                "size_too_small",
                item=_name(item),
                size=_format(size),
                least=_format(item["min_size"]),
                unit=wanted,
            )

    def _read_investment(self) -> None:
        value, written = self._read_number("investment_wan")
        if value is None:
            return
        if value < 0:
            self._tell("investment_wan", "investment_negative")
            return
        unit = self.books.units.find(written or "万元")
        if unit is None or unit.quantity != "money":
            self._tell("investment_wan", "investment_unit")
            return
        self.record["investment_wan"] = self.books.units.convert(value, unit, "万元")

    def _read_link(self) -> None:
        text = self._get("evidence_link")
        if not text:
            return
        if _SCHEME.match(text) and not _LINK.fullmatch(text):
            self._tell("evidence_link", "link_unreadable")
        elif len(text) > LONGEST_TEXT:
            self._tell("evidence_link", "text_too_long", limit=LONGEST_TEXT)
        else:
            self.record["evidence_link"] = text

    def _read_point(self) -> None:
        longitude, _ = self._read_number("longitude")
        latitude, _ = self._read_number("latitude")
        if (longitude is None) != (latitude is None):
            if not self._has_issue("longitude") and not self._has_issue("latitude"):
                self._tell("longitude" if longitude is None else "latitude", "point_half")
            return
        if longitude is None or latitude is None:
            return
        if not (
            LONGITUDES[0] <= longitude <= LONGITUDES[1] and LATITUDES[0] <= latitude <= LATITUDES[1]
        ):
            self._tell(
                "longitude", "point_outside", longitude=str(longitude), latitude=str(latitude)
            )
            return
        self.record |= {"longitude": float(longitude), "latitude": float(latitude)}

    def _has_issue(self, name: str) -> bool:
        return any(issue.column == name for issue in self.issues)

    def _check_together(self) -> None:
        record = self.record
        started, finished = record["started_on"], record["finished_on"]
        if started and finished and finished < started:
            self._tell("finished_on", "finished_before_start", started=started.isoformat())
        if record["stage"] in COUNTED_STAGES:
            self._check_counted()
        if record["stage_on"] and record["stage_on"] < PLAN_FROM:
            self._tell("stage_on", "before_plan", WARNING)
        self._check_subregion()

    def _check_counted(self) -> None:
        record = self.record
        if record["stage_on"] is None and not self._has_issue("stage_on"):
            self._tell("stage_on", "stage_undated", WARNING)
        if not (record["evidence_document"] or record["evidence_link"]):
            self._tell("evidence_document", "no_evidence", NOTE)

    def _check_subregion(self) -> None:
        item, area = self._item(), self.books.area_rows.get(self.record["area_id"])
        if not item or item["scope"] not in ("north", "south") or not area:
            return
        found = area["subregion"]
        if found and found != item["scope"]:
            # The plan knows north and south only, and never says where the east belongs.
            severity = WARNING if found == "east" else REJECTED
            rule = "east_undecided" if found == "east" else "wrong_subregion"
            self._tell("area_id", rule, severity, item=_name(item), area=_name(area))

    def _read_state(self) -> None:
        text = fold(self._get("state"))
        self.record["state"] = compute_state(self.record, self.books)
        if text in _VERIFIED_WORDS and self.record["state"] != "verified":
            self._tell("state", "not_verified", WARNING)
        if text in _DEMONSTRATION_WORDS:
            self.record["state"] = DEMONSTRATION


def compute_state(record: dict, books: ProjectBooks) -> str:
    """Return verified for a counted unit with name, county, date and evidence, else reported."""
    area = books.area_rows.get(record["area_id"], {})
    is_verified = (
        record["stage"] in COUNTED_STAGES
        and record["name"]
        and area.get("level") == "county"
        and record["stage_on"]
        and (record["evidence_document"] or record["evidence_link"])
    )
    return "verified" if is_verified else "reported"


def _name(row: dict) -> dict[str, str]:
    return {"zh": row["name_zh"], "en": row["name_en"]}


def _format(number: float) -> str:
    return f"{number:,.10g}"
