"""Words for people: one catalogue per language, addressed as ``subject.key``.

The catalogues are the files ``data/words/locale/<language>/<subject>.yml``. They are read
here, below the pages, because the command lines speak the same words. A missing key is an
error in either language: falling back would show half-translated pages without a sound.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter

import yaml

LOCALE = Path(__file__).resolve().with_name("locale")
LANGUAGES = ("zh", "en")

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


class _Formatter(Formatter):
    """Writes a number with the singular or the plural of what it counts."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return super().format_field(value, format_spec)
        return f"{value} {one if str(value) == '1' else many}"


_FORMATTER = _Formatter()


class WordsError(LookupError):
    """A catalogue lacks a key, a placeholder has no value, or a file is not well formed."""


def get_language() -> str:
    """Return the language in use here: ``zh`` unless `use_language` said otherwise."""
    return _language.get()


def set_language(language: str) -> None:
    """Speak `language` from now on in this context (one request, one command).

    Raises
    ------
    WordsError
        There is no such catalogue.
    """
    _check_language(language)
    _language.set(language)


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak `language` within a ``with`` block, then return to the one before."""
    _check_language(language)
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def t(key: str, /, **values: object) -> str:
    """Return the words for a key in the language in use.

    Parameters
    ----------
    key : str
        ``subject.key``: file name without ending, then the key in it.
    **values
        One value per ``{placeholder}`` of the text; format specifications work. A text may
        give two forms of what is counted, ``{n:county|counties}``: the number and the form
        that fits it.

    Raises
    ------
    WordsError
        The key stands in no catalogue, or a placeholder has no value.
    """
    language = get_language()
    try:
        text = load_catalogue(language)[key]
    except KeyError:
        raise WordsError(f"locale/{language} has no words for the key '{key}'") from None
    try:
        return _FORMATTER.vformat(text, (), values)
    except KeyError as error:
        raise WordsError(f"locale/{language} '{key}' needs a value for {error}") from None


def has_words(key: str) -> bool:
    """Tell whether a key stands in the catalogue of the language in use."""
    return key in load_catalogue(get_language())


@cache
def load_catalogue(language: str) -> dict[str, str]:
    """Return every text of one language by its full key.

    Nested mappings are joined with dots, so ``upload.yml: {step: {choose: …}}`` is
    ``upload.step.choose``.

    Raises
    ------
    WordsError
        A file is no mapping, or a key or text in it is no string. YAML reads a bare
        ``no`` or ``on`` as a truth value: such keys must be quoted.
    """
    _check_language(language)
    catalogue = {}
    for path in sorted((LOCALE / language).glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        if not isinstance(content, dict):
            raise WordsError(f"{path.name}: not a list of 'key: text'")
        catalogue.update(_flatten(content, path.stem, path.name))
    return catalogue


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
