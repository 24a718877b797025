"""The names of the fonts that documents ask for (fonts.yml)."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().with_name("fonts.yml")


@cache
def load_fonts_of(use: str) -> dict[str, str]:
    """Return the fonts of a use: slides, letter, or stand_ins (a font -> its stand-ins)."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))[use]
