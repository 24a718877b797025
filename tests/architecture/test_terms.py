"""One word for one thing: docs/terms.md holds for what people read, in both languages."""

import csv
import re
from functools import cache

import pytest

from data.words.catalogue import load_catalogue
from tests.architecture.tree import ROOT

GUIDES = ("docs/guide.zh-CN.md", "docs/commands.zh-CN.md", "README.zh-CN.md")
CHINESE = r"[一-鿿、。，；：？！“”（）《》—＝÷×＋－]"
SPACE = re.compile(rf"(?<={CHINESE}) +(?=[A-Za-z0-9{{+%\-])|(?<=[A-Za-z0-9}}%]) +(?={CHINESE})")
WIDE = re.compile("[“”‘’（），。、：；！？《》　]")
# What a command takes stands apart from its name.
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"“(?:python -m|--)[^”]*”|`[^`]*`|<[^>]*>|\]\([^)]*\)")


@cache
def read_terms() -> tuple[dict[str, str], ...]:
    """Return the rows of every table of docs/terms.md: zh, en, not_zh, not_en."""
    rows = []
    for line in (ROOT / "docs/terms.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] not in ("zh", "---"):
            rows.append(dict(zip(("zh", "en", "what", "not_zh", "not_en"), cells, strict=True)))
    return tuple(rows)


def list_words(key: str, separator: str) -> list[str]:
    """Return all words of a column of the terms; the longest first."""
    words = {word for row in read_terms() for word in row[key].split(separator) if word}
    return sorted(words, key=len, reverse=True)


@cache
def list_plan_texts(endings: tuple[str, ...]) -> dict[str, str]:
    """Return the cells of the plan's tables in columns whose names end so."""
    texts = {}
    for path in sorted(
        [*(ROOT / "data/plans").glob("*/*.csv"), *(ROOT / "data/conventions").glob("*.csv")]
    ):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                texts |= {
                    f"{path.name}:{number} {column}": text
                    for column, text in row.items()
                    if column.endswith(endings)
                }
    return texts


@cache
def list_chinese_texts() -> dict[str, str]:
    """Return what people read in Chinese, by where it stands."""
    texts = {f"zh {key}": text for key, text in load_catalogue("zh").items()}
    texts |= list_plan_texts(("_zh", "note", "path"))
    for guide in GUIDES:
        words = CODE.sub("", (ROOT / guide).read_text(encoding="utf-8"))
        texts |= {f"{guide}: {line[:20]}": line for line in words.splitlines()}
    for path in (ROOT / "pages/documents").glob("*.typ"):
        texts[path.name] = path.read_text(encoding="utf-8")
    return texts


def find_spaced(texts: dict[str, str]) -> list[str]:
    """Return where a space stands between Chinese and digits, letters or placeholders."""
    return [place for place, text in texts.items() if SPACE.search(COMMAND.sub("“”", text))]


def find_words(texts: dict[str, str], unused: list[str], used: list[str]) -> list[str]:
    """Return where a word stands that is not used; a term that is used may contain it."""
    found = []
    covering = [term for term in used if any(word in term for word in unused)]
    for place, text in texts.items():
        rest = text.casefold()
        for term in covering:
            rest = rest.replace(term, "▢")
        found += [f"{place}: {word}" for word in unused if word in rest]
    return found


def test_no_other_word_stands_for_a_term_in_chinese():
    assert not find_words(list_chinese_texts(), list_words("not_zh", "、"), list_words("zh", "、"))


def test_no_other_word_stands_for_a_term_in_english():
    texts = {f"en {key}": text for key, text in load_catalogue("en").items()}
    assert not find_words(texts, list_words("not_en", ", "), list_words("en", ", "))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_is_used(language):
    texts = " ".join(load_catalogue(language).values()).casefold()
    if language == "zh":
        texts += " ".join(list_chinese_texts().values())
    else:
        for name in ("indicator", "plan_item"):
            texts += (
                (ROOT / f"data/plans/livestock/{name}.csv").read_text(encoding="utf-8").casefold()
            )
    assert not [row[language] for row in read_terms() if row[language].casefold() not in texts]


def test_no_term_stands_twice():
    terms = [row["zh"] for row in read_terms()]
    assert len(terms) == len(set(terms)) > 70


def test_chinese_has_no_space_beside_digits_letters_and_placeholders():
    assert not find_spaced(list_chinese_texts())


def test_english_has_no_full_width_marks():
    """A Chinese font, the first here, shows them as wide as a character."""
    texts = load_catalogue("en") | list_plan_texts(("_en",))
    assert not [place for place, text in texts.items() if WIDE.search(text)]


@pytest.mark.parametrize(
    ("text", "is_spaced"),
    [
        ("2030 年", True),
        ("共{n} 个", True),
        ("第 {row}行", True),
        ("NY/T 635—2015的两项", False),
        ("请执行“python -m data restore 备份文件”", False),
        ("{name} {value}", False),
    ],
)
def test_a_space_is_found_where_it_stands(text, is_spaced):
    assert bool(find_spaced({"here": text})) is is_spaced


def test_a_word_within_a_term_that_is_used_is_no_fault():
    texts = {"a": "统计口径变动", "b": "口径变动"}
    assert find_words(texts, ["口径变动"], ["统计口径变动"]) == ["b: 口径变动"]
