"""Recipes: which parts a briefing has, with which charts and maps. Each is a small YAML file.

The ones that come with the app are in pages/documents/recipes. A file of the same name in the
folder ``recipes`` beside the database takes its place; other files there are further recipes.
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from data.errors import CaomuError
from data.store.database import get_database_path
from data.words.catalogue import LANGUAGES, get_language

SHIPPED = Path(__file__).resolve().parents[1] / "recipes"
OWN = "recipes"
DEFAULT = "pack"
CHANGES = "changes"
PARTS = (
    "summary",
    "targets",
    CHANGES,
    "assumptions",
    "movers",
    "series",
    "roles",
    "boxes",
    "maps",
    "counties",
    "owed",
    "cards",
    "methods",
)
TITLE_FIELDS = ("area", "plan", "year")
_KEYS = {"name", "title", "parts", "charts", "maps", "most_rows", "pages"}
_MOST_BYTES = 20_000
_MOST_SHOWN = 40


class RecipeError(CaomuError):
    """A recipe cannot be read, or names something that does not exist."""


@dataclass(frozen=True)
class Recipe:
    """A recipe.

    Attributes
    ----------
    recipe_id : str
        The name of its file.
    names, titles : dict
        language -> its name in a list, and the title of a document, in which ``{area}`` is the
        scope, ``{plan}`` the plan and ``{year}`` the year.
    parts : tuple of str
        From `PARTS`, in the order of the document.
    charts, maps : tuple of str, or int
        Indicators whose series are charted, and that are mapped; or how many of those that the
        plan names for charts and maps.
    most_rows : int
        So many rows of a long table are printed; the workbook has all of them.
    is_one_page : bool
        Whether the PDF and the Word document have to fit on one page.
    """

    recipe_id: str
    names: dict[str, str]
    titles: dict[str, str]
    parts: tuple[str, ...]
    charts: tuple[str, ...] | int = ()
    maps: tuple[str, ...] | int = ()
    most_rows: int = 40
    is_one_page: bool = False

    @property
    def name(self) -> str:
        """The name in the language in use."""
        return self.names[get_language()]

    @property
    def title(self) -> str:
        """The title in the language in use."""
        return self.titles[get_language()]


def get_recipe_folder(database: str | Path | None = None) -> Path:
    """Return the folder of the office's own recipes beside a database; it need not exist."""
    return Path(database or get_database_path()).parent / OWN


def list_recipes(own: Path | None = None) -> dict[str, Path]:
    """Return the file of each recipe by its id, the shipped ones first."""
    own = own or get_recipe_folder()
    return _list_shipped() | {path.stem: path for path in sorted(own.glob("*.yml"))}


@cache
def _list_shipped() -> dict[str, Path]:
    found = {path.stem: path for path in sorted(SHIPPED.glob("*.yml"))}
    return {name: found[name] for name in (DEFAULT, *sorted(found.keys() - {DEFAULT}))}


def load_recipe(
    recipe_id: str,
    known_indicators: Container[str],
    parts: tuple[str, ...] = (),
    own: Path | None = None,
) -> Recipe:
    """Return a recipe; `parts` are taken in place of its own.

    Raises
    ------
    RecipeError
        There is no such recipe (``recipe_unknown``), it is not a recipe (``recipe_malformed``),
        or it names an unknown part or indicator (``recipe_part``, ``recipe_indicator``).
    """
    files = list_recipes(own)
    if recipe_id not in files:
        raise RecipeError("recipe_unknown", value=recipe_id, known=", ".join(files))
    recipe = _read_recipe(recipe_id, files[recipe_id])
    recipe = replace(recipe, parts=parts) if parts else recipe
    for part in recipe.parts:
        if part not in PARTS:
            raise RecipeError("recipe_part", value=part, file=recipe_id, known=", ".join(PARTS))
    named = [chosen for chosen in (recipe.charts, recipe.maps) if not isinstance(chosen, int)]
    for indicator_id in chain(*named):
        if indicator_id not in known_indicators:
            raise RecipeError("recipe_indicator", value=indicator_id, file=recipe_id)
    return recipe


def _read_recipe(recipe_id: str, path: Path) -> Recipe:
    content = _read_content(path)
    problem = _find_problem(content)
    if problem:
        raise RecipeError("recipe_malformed", file=path.name, problem=problem)
    for title in content["title"].values():
        if not _is_title(title):
            known = ", ".join(f"{{{name}}}" for name in TITLE_FIELDS)
            raise RecipeError("recipe_title", file=path.name, value=title, known=known)
    return Recipe(
        recipe_id=recipe_id,
        names=content["name"],
        titles=content["title"],
        parts=tuple(content["parts"]),
        charts=_read_choice(content.get("charts", ())),
        maps=_read_choice(content.get("maps", ())),
        most_rows=content.get("most_rows", Recipe.most_rows),
        is_one_page=content.get("pages") == 1,
    )


def _read_choice(value: list[str] | tuple[()] | int) -> tuple[str, ...] | int:
    return value if isinstance(value, int) else tuple(value)


def _read_content(path: Path) -> Any:
    try:
        written = path.read_bytes()
        if len(written) > _MOST_BYTES:
            raise RecipeError("recipe_long", file=path.name, most=_MOST_BYTES)
        content, twice = _parse_recipe(written.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecipeError("recipe_encoding", file=path.name) from error
    except yaml.MarkedYAMLError as error:
        line = 0 if error.problem_mark is None else error.problem_mark.line
        raise RecipeError("recipe_syntax", file=path.name, line=line + 1) from error
    except (OSError, yaml.YAMLError) as error:
        raise RecipeError("recipe_malformed", file=path.name, problem=str(error)) from error
    if twice:
        raise RecipeError("recipe_twice", file=path.name, value=twice)
    return content


@lru_cache(maxsize=32)
def _parse_recipe(text: str) -> tuple[Any, str]:
    """Return what a recipe says, and a key that it has twice, of which the last would count.

    A page reads all recipes in each run, and they seldom change.
    """
    root = yaml.compose(text, yaml.SafeLoader)
    keys = [key.value for key, _ in root.value] if isinstance(root, yaml.MappingNode) else []
    return yaml.safe_load(text), next((key for key in keys if keys.count(key) > 1), "")


def _is_title(title: str) -> bool:
    """Tell whether a title has only fields that are known, and nothing reached through them."""
    try:
        pieces = list(Formatter().parse(title))
    except ValueError:
        return False
    return all(
        name is None or (name in TITLE_FIELDS and not form and conversion is None)
        for _, name, form, conversion in pieces
    )


def _find_problem(content: object) -> str:
    """Return what is wrong with the content of a recipe, by the name of its key; "" for nothing."""
    if not isinstance(content, dict):
        return "name, title, parts"
    strange = sorted(str(key) for key in content.keys() - _KEYS)
    if strange:
        return strange[0]
    for key in ("name", "title"):
        texts = content.get(key)
        if not isinstance(texts, dict) or any(
            not isinstance(texts.get(language), str) or not texts[language].strip()
            for language in LANGUAGES
        ):
            return key
    for key in ("parts", "charts", "maps"):
        names = content.get(key, [])
        if key != "parts" and type(names) is int and 0 <= names <= _MOST_SHOWN:
            continue
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            return key
    if not content.get("parts"):
        return "parts"
    most = content.get("most_rows", 1)
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= 500:
        return "most_rows"
    return "" if content.get("pages") in (None, 1) else "pages"
