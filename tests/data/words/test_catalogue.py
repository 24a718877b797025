"""Both languages say everything, with the same placeholders, and the code asks for no more."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from data.words import catalogue as words
from data.words.numbers import attach_unit, format_period

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("data", "indicators", "geo", "pages")


def _list_sources():
    yield ROOT / "app.py"
    for folder in FOLDERS:
        yield from (ROOT / folder).rglob("*.py")


def _list_used_keys():
    """Yield the file and key of every ``t("…")`` and of every raised ``…Error("key", …)``."""
    for path in _list_sources():
        if not path.exists():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            key = _read_key(node)
            if key:
                yield path.relative_to(ROOT), key


def _list_placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _read_key(node):
    if not isinstance(node, ast.Call) or not node.args:
        return None
    first = node.args[0]
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return None
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    if name == "t":
        return first.value
    domain_errors = {
        "CaomuError",
        "StoreBusyError",
        "StoreFileError",
        "StoreVersionError",
        "UsageError",
        "PlanDataError",
        "UnreadableFileError",
        "UploadError",
        "UnknownIdError",
    }
    return f"errors.{first.value}" if name in domain_errors else None


def test_both_catalogues_have_the_same_keys():
    zh, en = (set(words.load_catalogue(language)) for language in words.LANGUAGES)
    assert zh == en, f"only zh: {sorted(zh - en)}; only en: {sorted(en - zh)}"


def test_both_catalogues_have_the_same_placeholders():
    zh, en = (words.load_catalogue(language) for language in words.LANGUAGES)
    differing = {
        key
        for key in zh.keys() & en.keys()
        if _list_placeholders(zh[key]) != _list_placeholders(en[key])
    }
    assert not differing


def test_no_text_is_empty():
    for language in words.LANGUAGES:
        assert not [key for key, text in words.load_catalogue(language).items() if not text.strip()]


def test_every_key_the_code_names_has_words():
    known = set(words.load_catalogue("zh"))
    missing = {f"{path}: {key}" for path, key in _list_used_keys() if key not in known}
    assert not missing


def test_zh_is_spoken_unless_told_otherwise():
    assert words.get_language() == "zh"
    with words.use_language("en"):
        assert words.t("shell.product") == "Caomu"
    assert words.t("shell.product") == "草牧"


def test_a_missing_key_is_named():
    with pytest.raises(words.WordsError, match="shell.nowhere"):
        words.t("shell.nowhere")


def test_a_missing_value_is_named(monkeypatch):
    monkeypatch.setattr(words, "load_subject", lambda *_: {"a.b": "第 {row} 行"})
    assert words.t("a.b", row=3) == "第 3 行"
    with pytest.raises(words.WordsError, match="row"):
        words.t("a.b")


def test_an_unknown_language_is_refused():
    with pytest.raises(words.WordsError, match="xx"):
        words.set_language("xx")


def test_a_bare_yes_as_key_is_refused():
    with pytest.raises(words.WordsError, match="quoted"):
        words._flatten({True: "是"}, "shell", "shell.yml")


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0 uploads"), (1, "1 upload"), (2, "2 uploads"), (1874, "1,874 uploads")]
)
def test_english_counts_one_and_many(n, text):
    with words.use_language("en"):
        assert words.t("data.uploads_total", n=n) == text
    assert words.t("data.uploads_total", n=n) == f"共{n}次上传"


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        ("1", "个百分点", "1 point"),
        ("−1", "个百分点", "−1 point"),
        ("1.1", "个百分点", "1.1 points"),
        ("1", "家", "1 unit"),
        ("1", "百家", "1 hundred units"),
        ("21", "羊单位", "21 sheep units"),
    ],
)
def test_english_units_count_one_and_many(number, unit, text):
    with words.use_language("en"):
        assert attach_unit(number, unit) == text.replace(" ", "\u00a0", 1)


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("Y", "2024年", "2024"),
        ("H1", "2024年上半年", "2024, first half"),
        ("M03", "2024年3月", "2024, month 3"),
        ("C11", "2024年1—11月", "2024, months 1–11"),
    ],
)
def test_a_period_is_told_in_words(period, zh, en):
    assert format_period(2024, period) == zh
    with words.use_language("en"):
        assert format_period(2024, period) == en


# A placeholder, perhaps an adjective, and a word that may be the plural of a noun.
PLURAL = re.compile(
    r"\{[a-z_]+\} (?:(?:more|new|revised|chosen|comparable|yearly|published|small|own|merged) )*"
    r"([a-z]+s)\b"
)
NO_NOUNS = set(
    "is was has does this its decides belongs spans stores holds comes exists lies totals others"
    " across undos needs contains as files".split()
)


def test_no_english_text_says_1_counties():
    """A number before a plural gives both forms."""
    catalogue = words.load_catalogue("en")
    loose = {
        key: found[0]
        for key, text in catalogue.items()
        for found in PLURAL.finditer(text)
        if found[1] not in NO_NOUNS
    }
    assert not loose


def test_no_english_text_has_a_space_before_per_cent():
    plan = words.LOCALE.parents[1] / "plans" / "livestock" / "reading.csv"
    texts = [*words.load_catalogue("en").values(), *plan.read_text(encoding="utf-8").split("\n")]
    assert not [text for text in texts if re.search(r"[0-9}] %", text)]


@pytest.mark.parametrize(
    "path", sorted(words.LOCALE.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_no_key_stands_twice(path):
    """YAML keeps the later of two equal keys without a word."""
    keys, trail = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"( *)([\w.]+):", line):
            trail = [*trail[: len(found[1]) // 2], found[2]]
            keys.append(".".join(trail))
    assert len(keys) == len(set(keys))
