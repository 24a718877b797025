"""Turns the names in a file into areas and indicators; guesses nothing."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from data.names.text import fold

REGION = "650000"
OK = "ok"
UNKNOWN = "unknown"
AMBIGUOUS = "ambiguous"
OUTSIDE = "out_of_scope"
CHECK = "check"
MERGED = "merged"

_CODE = re.compile(r"(\d{6})(?:0{6}|\.0+)?")
_LEADING = re.compile(
    r"^(?:[#*·•\-—]+|其中[:,、]?|#?其中|[一二三四五六七八九十]+[、.]|\(?[一二三四五六七八九十\d]+[)、.](?!\d))+"
)
_TOTALS = re.compile(
    r"^(?:合计|总计|小计|共计|总数|total|subtotal|sum)$|^地方合计$|^兵团合计$"
    r"|^(?:全[州市县师团]|各?县市区?|各?地州市?|各?师市?|州直|州属)(?:合计|总计|小计|共计)$"
)
# Between names in a list; 和 is none, because it begins names.
_BETWEEN = re.compile(r"[\s、，,;；/|()（）:：]+")
# A name with its kind of area is found within a text; 和田 alone also begins 和田羊.
_KINDS = frozenset("县市区州师")
_FULL_NAME = re.compile(rf".{{2,}}[{''.join(sorted(_KINDS))}]")
_TOTAL_END = re.compile(r"\(?(?:合计|总计|小计|共计)\)?$")
# The region's name before one of its places; a division's before one of its cities.
_REGION_BEFORE = re.compile(r"^新疆(?:维吾尔自治区)?(?=..)")
_DIVISION_BEFORE = re.compile(
    r"^(?:新疆(?:生产建设)?兵团)?(?:新疆生产建设兵团|兵团)?第?[一二三四五六七八九十\d]{1,3}师(?=..)"
)
_PARTS = frozenset("其中 # 其它 其他 不分地区 师市合计 ofwhich".split())
_PART_GROUPS = ("xpcc", "local")


@dataclass(frozen=True)
class Match:
    """What a name means: its kind, the id if it is ok, else the candidates."""

    kind: str
    id: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alias:
    """One meaning of a name, valid from and to a year (None: open)."""

    area_id: str
    kind: str
    from_year: int | None
    to_year: int | None

    def holds_in(self, year: int | None) -> bool:
        """Tell whether the name meant this area in that year."""
        if year is None:
            return True
        return (self.from_year or 0) <= year <= (self.to_year or 9999)


class AreaBook:
    """Every name and code of an area, as of a year.

    Parameters
    ----------
    areas, aliases, changes : lists of dict
        Rows of plan.area, plan.area_alias, plan.area_change.
    """

    def __init__(
        self, areas: Sequence[Mapping], aliases: Iterable[Mapping], changes: Iterable[Mapping]
    ):
        self.names = {row["area_id"]: (row["name_zh"], row["name_en"]) for row in areas}
        self.levels = {row["area_id"]: row["level"] for row in areas}
        self.parents = {row["area_id"]: row["parent_id"] for row in areas}
        self.divisions = {row["area_id"]: row["division"] for row in areas}
        self._aliases: dict[str, list[Alias]] = {}
        for row in areas:
            for name in (row["name_zh"], row["name_en"], row["area_id"]):
                self._add(name, Alias(row["area_id"], "official", None, None))
        for row in aliases:
            alias = Alias(row["area_id"], row["kind"], row["from_year"], row["to_year"])
            self._add(row["alias"], alias)
        self._changes: dict[str, list[Mapping]] = {}
        for row in changes:
            self._changes.setdefault(row["old_code"], []).append(row)
        self._outside_names, self._outside_codes = _load_outside()
        self.resolve = lru_cache(maxsize=65536)(self._resolve)
        self.find_named = lru_cache(maxsize=65536)(self._find_named)

    def _add(self, name: str, alias: Alias) -> None:
        meanings = self._aliases.setdefault(fold(name), [])
        # A dated alias narrows the undated entry of an official name.
        same = [meaning for meaning in meanings if meaning.area_id == alias.area_id]
        if (
            same
            and (alias.from_year or alias.to_year)
            and not (same[0].from_year or same[0].to_year)
        ):
            meanings.remove(same[0])
        elif same and alias.from_year is None and alias.to_year is None:
            return
        meanings.append(alias)

    def is_area(self, text: str) -> bool:
        """Tell whether a text names an area in any year, another province, or a total."""
        return self.resolve(text, None).kind != UNKNOWN

    def has_name(self, folded: str) -> bool:
        """Tell whether a folded text is the whole name of an area or of another province."""
        return folded in self._aliases or folded in self._outside_names

    def is_dated(self, text: str) -> bool:
        """Tell whether the meaning of a name depends on the year."""
        return any(
            meaning.from_year or meaning.to_year
            for name in _list_variants(fold(text))
            for meaning in self._aliases.get(name, ())
        )

    def _resolve(self, text: str, year: int | None = None) -> Match:
        """Return what a name or code means in a year (None: any year).

        Leading marks (``#``, ``其中：``, numbering) are ignored. Totals and parts without a
        name of their own (合计, 其中, 地方, 兵团) have the kind check.
        """
        folded = fold(text)
        if not folded:
            return Match(UNKNOWN)
        if _TOTALS.match(folded) or folded in _PARTS:
            return Match(CHECK)
        code = _CODE.fullmatch(folded)
        if code is not None:
            return self._resolve_code(code[1])
        for name in _list_variants(folded):
            match = self._resolve_name(name, year)
            if match.kind != UNKNOWN:
                is_part = match.id in _PART_GROUPS and folded not in _PART_GROUPS
                return Match(CHECK, match.id) if is_part else match
        return Match(UNKNOWN)

    def _find_named(self, text: str) -> frozenset[str]:
        """Return every area that a text may name, in any year: as a whole, in a list, or within a
        sentence by a full name. Totals and parts (合计, 地方) are of what stands above them."""
        whole = self._list_ids(text)
        if whole:
            return whole
        pieces = _BETWEEN.split(text)
        found = set().union(*map(self._list_ids, pieces)) if len(pieces) > 1 else set()
        folded = fold(text)
        # Making the pattern takes longer than reading a file that has none of the names.
        for name in self._full_names.findall(folded) if _KINDS & set(folded) else ():
            found |= {meaning.area_id for meaning in self._aliases[name]}
        return frozenset(found)

    def _list_ids(self, text: str) -> frozenset[str]:
        match = self.resolve(text, None)
        if match.kind == OK and match.id is not None:
            return frozenset({match.id})
        return frozenset(match.candidates)

    @cached_property
    def _full_names(self) -> re.Pattern[str]:
        names = sorted(filter(_FULL_NAME.fullmatch, self._aliases), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names)))

    def _resolve_name(self, folded: str, year: int | None) -> Match:
        if folded in self._outside_names:
            return Match(OUTSIDE)
        if folded in _PARTS or _TOTALS.match(folded):
            return Match(CHECK)
        meanings = self._aliases.get(folded, [])
        ids = sorted({meaning.area_id for meaning in meanings if meaning.holds_in(year)})
        if len(ids) == 1:
            return Match(OK, ids[0])
        if len(ids) > 1:
            return Match(AMBIGUOUS, None, tuple(ids))
        return Match(UNKNOWN, None, tuple(sorted({meaning.area_id for meaning in meanings})))

    def _resolve_code(self, code: str, depth: int = 0) -> Match:
        if code in self.names:
            return Match(OK, code)
        changes = self._changes.get(code, [])
        followed = sorted(
            {row["new_code"] for row in changes if row["kind"] in ("recode", "rename")}
        )
        if len(followed) == 1 and depth < 5:
            return self._resolve_code(followed[0], depth + 1)
        if len(followed) > 1:
            return Match(AMBIGUOUS, None, tuple(followed))
        if changes:
            return Match(MERGED, None, tuple(sorted({row["new_code"] for row in changes})))
        if code[:2] + "0000" in self._outside_codes:
            return Match(OUTSIDE)
        return Match(UNKNOWN)

    def suggest(self, text: str, most: int = 3) -> list[str]:
        """Return the codes of areas whose name differs from a text by one slip.

        A slip is one character too many, too few or wrong, or two that changed places. A known
        name is no slip; groups are not suggested.
        """
        folded = fold(text)
        if len(folded) < 2 or self.is_area(folded):
            return []
        slips = {
            meaning.area_id
            for name, meanings in self._aliases.items()
            if is_one_slip(folded, name)
            for meaning in meanings
        }
        return sorted(code for code in slips if self.levels.get(code) != "group")[:most]

    def describe(self, *area_ids: str) -> dict[str, str]:
        """Return names of areas for a sentence, by language; divisions with their code."""
        return _describe({area_id: self.names.get(area_id) for area_id in area_ids})


def is_one_slip(text: str, name: str) -> bool:
    """Tell whether two texts of at least two characters differ by one slip of the pen."""
    if text == name or abs(len(text) - len(name)) > 1 or min(len(text), len(name)) < 2:
        return False
    start = next(
        (at for at, pair in enumerate(zip(text, name, strict=False)) if pair[0] != pair[1]),
        min(len(text), len(name)),
    )
    left, right = text[start:], name[start:]
    if len(left) != len(right):
        return left[1:] == right if len(left) > len(right) else left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


@lru_cache(maxsize=65536)
def _list_variants(folded: str) -> tuple[str, ...]:
    bare = _LEADING.sub("", folded)
    variants = [
        folded,
        bare,
        _TOTAL_END.sub("", bare),
        _REGION_BEFORE.sub("", bare),
        _DIVISION_BEFORE.sub("", bare),
    ]
    return tuple(name for name in dict.fromkeys(variants) if name)


@lru_cache(maxsize=1)
def _load_outside() -> tuple[frozenset[str], frozenset[str]]:
    path = Path(__file__).with_name("out_of_scope.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {fold(row[key]) for row in rows for key in ("name_zh", "short_zh", "name_en")}
    return frozenset(names), frozenset(row["code"] for row in rows if row["code"])


class IndicatorBook:
    """Every id, name and synonym of an indicator.

    Parameters
    ----------
    indicators : list of dict
        Rows of plan.indicator.
    synonyms : list of dict
        synonym, indicator_id, is_user; a user's synonym takes precedence over the plan's.
    """

    def __init__(self, indicators: Sequence[Mapping], synonyms: Iterable[Mapping]):
        self.rows = {row["indicator_id"]: row for row in indicators}
        self._names: dict[str, set[str]] = {}
        for row in indicators:
            for name in (row["indicator_id"], row["name_zh"], row["name_en"]):
                self._names.setdefault(_fold_name(name), set()).add(row["indicator_id"])
        users: dict[str, set[str]] = {}
        for row in synonyms:
            table = users if row.get("is_user") else self._names
            table.setdefault(_fold_name(row["synonym"]), set()).add(row["indicator_id"])
        self._names.update(users)
        self.resolve = lru_cache(maxsize=65536)(self._resolve)

    def _resolve(self, text: str | None) -> Match:
        """Return the indicator that a name means; a leading number or 其中 is ignored."""
        folded = _fold_name(text)
        for name in dict.fromkeys([folded, _LEADING.sub("", folded)]):
            ids = sorted(self._names.get(name, ())) if name else []
            if len(ids) == 1:
                return Match(OK, ids[0])
            if ids:
                return Match(AMBIGUOUS, None, tuple(ids))
        return Match(UNKNOWN)

    def describe(self, *indicator_ids: str) -> dict[str, str]:
        """Return names of indicators for a sentence, by language."""
        known = {key: self.rows[key] for key in indicator_ids if key in self.rows}
        names = {key: (row["name_zh"], row["name_en"]) for key, row in known.items()}
        return _describe({key: names.get(key) for key in indicator_ids})


def _describe(names: dict[str, tuple[str, str] | None]) -> dict[str, str]:
    """Return names for a sentence, with the code of a division, which offices know, and
    without an id of ours."""
    zh = [_write_name(key, found and found[0], "（{}）") for key, found in names.items()]
    en = [_write_name(key, found and found[1], " ({})") for key, found in names.items()]
    return {"zh": "、".join(zh), "en": ", ".join(en)}


def _write_name(key: str, name: str | None, brackets: str) -> str:
    return (name + (brackets.format(key) if key.isdigit() else "")) if name else key


def _fold_name(text: str | None) -> str:
    return re.sub(r"[:,、;\-/\"'“”]", "", fold(text))
