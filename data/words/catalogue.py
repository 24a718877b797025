"""Texts for people: one catalogue per language, addressed as ``subject.key``.

The catalogues are the files ``data/words/locale/<language>/<subject>.yml``. They are read
here, below the pages, because the command lines use the same texts. A missing key is an
error in either language: a fallback would silently show half-translated pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from numbers import Integral
from pathlib import Path
from string import Formatter

import yaml

LOCALE = Path(__file__).resolve().with_name("locale")
LANGUAGES = ("zh", "en")

# The same reader in C takes a tenth of the time, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])

# What a plan calls its lists of tasks and one entry of them, by language.
PlanWords = dict[str, dict[str, str]]
# The texts of the catalogue that hold where no plan says otherwise.
PLAN_WORDS = {"plan_items": "plan.items", "plan_item": "plan.item"}
_plan_words: ContextVar[PlanWords | None] = ContextVar("plan_words", default=None)


# The format of a word that begins a sentence or a title.
CAPITAL = "capital"


class _Formatter(Formatter):
    """Writes a number with the singular or plural of the noun that it counts, or a word with a
    capital."""

    def format_field(self, value: object, format_spec: str) -> str:
        if format_spec == CAPITAL:
            return str(value)[:1].upper() + str(value)[1:]
        one, bar, many = format_spec.partition("|")
        if not bar:
            return super().format_field(value, format_spec)
        number = f"{value:,}" if isinstance(value, Integral) else value
        return f"{number} {one if is_one(value) else many}"


def is_one(number: object) -> bool:
    """Tell whether a written number takes the singular: 1, also with a sign."""
    return str(number).lstrip("+-−") == "1"


_FORMATTER = _Formatter()


@cache
def _is_plain(text: str) -> bool:
    """Tell whether Python's own way of filling in does for a text: it takes a tenth of the time."""
    return not any(
        "|" in (spec or "") or spec == CAPITAL for _, _, spec, _ in _FORMATTER.parse(text)
    )


class WordsError(LookupError):
    """A catalogue lacks a key, a placeholder has no value, or a file is malformed."""


def get_language() -> str:
    """Return the language in use: ``zh`` unless `set_language` or `use_language` changed it."""
    return _language.get()


def set_language(language: str) -> None:
    """Use `language` from now on in this context (one request, one command).

    Raises
    ------
    WordsError
        There is no such catalogue.
    """
    _check_language(language)
    _language.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Use `language` within a ``with`` block, then return to the previous one."""
    _check_language(language)
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def get_plan_words() -> PlanWords | None:
    """Return what the plan in use calls its lists of tasks; None: what the catalogue says."""
    return _plan_words.get()


def set_plan_words(words: PlanWords | None) -> None:
    """Use a plan's words from now on in this context (one request, one command)."""
    _plan_words.set(words)


@contextmanager
def use_plan_words(words: PlanWords | None) -> Iterator[None]:
    """Use a plan's words within a ``with`` block, then return to the previous ones."""
    token = _plan_words.set(words)
    try:
        yield
    finally:
        _plan_words.reset(token)


def _add_plan_words(values: dict[str, object], language: str) -> dict[str, object]:
    words = get_plan_words()
    own = {name: load_subject(language, "plan")[key] for name, key in PLAN_WORDS.items()}
    return own | (words or {}).get(language, {}) | values


def t(key: str, /, **values: object) -> str:
    """Return the text of a key in the language in use.

    Parameters
    ----------
    key : str
        ``subject.key``: file name without ending, then the key in it.
    **values
        One value per ``{placeholder}`` of the text; format specifications work. A text may
        give the singular and plural of a noun, ``{n:county|counties}``: this writes the number
        and the form that fits it. ``{plan_items}`` and ``{plan_item}`` are what the plan in use
        calls its lists of tasks and one entry of them; ``:capital`` begins with a capital.

    Raises
    ------
    WordsError
        The catalogue lacks the key, or a placeholder has no value.
    """
    language = get_language()
    try:
        text = load_subject(language, key.partition(".")[0])[key]
    except KeyError:
        raise WordsError(f"locale/{language} has no words for the key '{key}'") from None
    if "{" not in text and "}" not in text:
        return text
    if "{plan_" in text:
        values = _add_plan_words(values, language)
    try:
        if _is_plain(text):
            return text.format_map(values)
        return _FORMATTER.vformat(text, (), values)
    except KeyError as error:
        raise WordsError(f"locale/{language} '{key}' needs a value for {error}") from None


def has_words(key: str) -> bool:
    """Tell whether the catalogue of the language in use has a key."""
    return key in load_subject(get_language(), key.partition(".")[0])


@cache
def load_catalogue(language: str) -> dict[str, str]:
    """Return every text of one language by its full key (see `load_subject`)."""
    _check_language(language)
    catalogue = {}
    for path in sorted((LOCALE / language).glob("*.yml")):
        catalogue.update(load_subject(language, path.stem))
    return catalogue


@cache
def load_subject(language: str, subject: str) -> dict[str, str]:
    """Return the texts of one subject by their full keys; none of a subject that has no file.

    A command needs few subjects: reading all of them takes longer than most of what it does.
    Nested mappings are joined with dots, so ``upload.yml: {step: {choose: …}}`` is
    ``upload.step.choose``.

    Raises
    ------
    WordsError
        A file is not a mapping, or a key or text in it is not a string. YAML reads a bare
        ``no`` or ``on`` as a truth value: such keys must be quoted.
    """
    _check_language(language)
    path = LOCALE / language / f"{subject}.yml"
    if not path.is_file():
        return {}
    content = yaml.load(path.read_text(encoding="utf-8"), _LOADER) or {}
    if not isinstance(content, dict):
        raise WordsError(f"{path.name}: not a list of 'key: text'")
    return _flatten(content, subject, path.name)


def _flatten(content: dict, prefix: str, file_name: str) -> dict[str, str]:
    flat = {}
    for key, value in content.items():
        if not isinstance(key, str):
            raise WordsError(f"{file_name}: the key {key!r} must be quoted")
        full_key = f"{prefix}.{key}"
        if isinstance(value, dict):
            flat.update(_flatten(value, full_key, file_name))
        elif isinstance(value, str):
            flat[full_key] = value
        else:
            raise WordsError(f"{file_name}: the text of '{full_key}' must be quoted")
    return flat


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise WordsError(f"no catalogue for the language '{language}', only {LANGUAGES}")
