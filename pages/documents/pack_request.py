"""What a pack is made of, and the steps that it takes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.errors import DocumentError
from pages.documents.briefing.recipes import Recipe

WORD, POWERPOINT = ".docx", ".pptx"


@dataclass(frozen=True)
class PackRequest:
    """What a pack is made of.

    Attributes
    ----------
    scope_id : str
        An area, a group, a role, or a box such as ``box5``.
    year : int or None
        Figures up to this year; None is the newest.
    language : {'zh', 'en'}
    recipe : Recipe
    made_at : datetime
        UTC; the same facts and the same time give the same bytes.
    template : bytes or None
        An office's own .docx with fields, or its .pptx as the master of the slides.
    template_name : str
        Its file name; the ending tells which of the two.
    """

    scope_id: str
    year: int | None
    language: str
    recipe: Recipe
    made_at: datetime
    template: bytes | None = None
    template_name: str = ""


@dataclass(frozen=True)
class PackStep:
    """What is being made, as the done-th of so many steps."""

    done: int
    total: int
    text: str

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


def check_template_name(name: str) -> str:
    """Return the name of a template whose ending says what it is.

    Raises
    ------
    DocumentError
        ``template_kind``: it is neither .docx nor .pptx.
    """
    if Path(name).suffix.lower() not in (WORD, POWERPOINT):
        raise DocumentError("template_kind", file=name)
    return name
