"""A briefing filled into an office's own Word template, whose fields are listed here.

A template comes from somebody: its fields are read in a sandbox that reaches no attribute of
ours, and the process that fills it has limits on memory and time.
"""

import io
from datetime import datetime
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Emu, Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

from data.errors import DocumentError
from data.words.catalogue import t
from pages.documents.briefing.model import Briefing, Table
from pages.documents.writers.guard import check_archive
from pages.documents.writers.pictures import Picture
from pages.documents.writers.steady import settle_archive

# Field -> the part of the recipe that it comes from; None is in every briefing.
FIELDS: dict[str, str | None] = {
    "title": None,
    "subtitle": None,
    "place": None,
    "year": None,
    "made": None,
    "watermark": None,
    "sections": None,
    "sources": None,
    "picture": None,
    "summary": "summary",
    "targets": "targets",
    "movers": "movers",
    "figures": "series",
    "boxes": "boxes",
    "owed": "owed",
}
# Table -> the names of its columns in a template, in the table's order.
COLUMNS = {
    "targets": ("name", "ask", "base", "latest", "state", "goal", "pace", "status"),
    "movers": ("name", "before", "latest", "change", "state"),
    "figures": ("name", "latest", "year", "state", "change", "region"),
    "boxes": ("name", "ask", "counted", "verified", "pipeline", "status"),
    "owed": ("name", "missing", "of_roles", "oldest", "years"),
}
# Table -> the column that it may lack: not every plan has roles, and the region stands beside none.
OPTIONAL = {"owed": "of_roles", "figures": "region"}
NONE = "—"
PICTURE_MM = 150.0
SAMPLE_EDGE_MM, SAMPLE_POINTS = 20.0, 9.0
# What the package raises at a file that is no Word document, or lacks a part of one.
DAMAGED = (PackageNotFoundError, SyntaxError, LookupError, ValueError, AttributeError)
# What a field may raise that is written wrongly.
MALFORMED = (TemplateError, ArithmeticError, LookupError, ValueError, TypeError, AttributeError)


class _Drawn:
    """A picture in a template: it can be written, and has nothing else that a template reaches."""

    __slots__ = ("_image",)

    def __init__(self, image: InlineImage):
        self._image = image

    def __html__(self) -> str:
        return str(self._image)

    __str__ = __html__


def fill_template(
    template: bytes, name: str, briefing: Briefing, pictures: dict[str, Picture], made_at: datetime
) -> bytes:
    """Return a Word template with its fields filled.

    Parameters
    ----------
    template : bytes
        A .docx with fields of `FIELDS` in the notation of docxtpl.
    name : str
        The file's name, for errors.
    made_at : datetime
        UTC; stands in the file's properties.

    Raises
    ------
    DocumentError
        It is not a Word document, is beyond the limits, has an unknown field, one of a part that
        the recipe leaves out, or reaches for something that a template must not.
    """
    check_archive(template, name)
    document = _open(template, name)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    context = _build_fields(document, briefing, pictures)
    try:
        _check_fields(document, environment, briefing, name)
        document.render(context, environment, autoescape=True)
        target = io.BytesIO()
        document.save(target)
    except SecurityError as error:
        raise DocumentError("template_hostile", file=name, problem=str(error)) from error
    except UndefinedError as error:
        raise DocumentError(
            "template_field_unknown", file=name, fields=str(error), known=_list_known()
        ) from error
    except MALFORMED as error:
        raise DocumentError("template_malformed", file=name, problem=str(error)) from error
    return settle_archive(target.getvalue(), made_at)


def _open(template: bytes, name: str) -> DocxTemplate:
    try:
        docx.Document(io.BytesIO(template))
    except DAMAGED as error:
        raise DocumentError("template_not_docx", file=name) from error
    return DocxTemplate(io.BytesIO(template))


def _check_fields(
    document: DocxTemplate,
    environment: ImmutableSandboxedEnvironment,
    briefing: Briefing,
    name: str,
) -> None:
    asked = document.get_undeclared_template_variables(environment)
    unknown = sorted(asked - FIELDS.keys())
    if unknown:
        raise DocumentError(
            "template_field_unknown", file=name, fields=", ".join(unknown), known=_list_known()
        )
    parts = {section.part for section in briefing.sections}
    absent = sorted(field for field in asked if FIELDS[field] and FIELDS[field] not in parts)
    if absent:
        raise DocumentError("template_field_absent", file=name, fields=", ".join(absent))


def _list_known() -> str:
    return ", ".join(FIELDS)


def _build_fields(
    document: DocxTemplate, briefing: Briefing, pictures: dict[str, Picture]
) -> dict[str, Any]:
    """Return the value of every field."""
    tables = {
        block.block_id: _list_rows(block)
        for _, block in briefing.list_blocks()
        if isinstance(block, Table) and block.block_id in COLUMNS
    }
    drawn = {
        block_id: _Drawn(InlineImage(document, io.BytesIO(picture.upright), width=Mm(PICTURE_MM)))
        for block_id, picture in pictures.items()
    }
    summary = [
        sentence.text
        for section in briefing.sections
        if section.part == "summary"
        for sentence in section.sentences
    ]
    return {
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "place": briefing.place,
        "year": briefing.year,
        "made": briefing.made,
        "watermark": briefing.watermark,
        "sources": briefing.list_sources(),
        "sections": [
            {"title": section.title, "sentences": [said.text for said in section.sentences]}
            for section in briefing.sections
        ],
        "picture": drawn,
        "summary": summary,
        **{name: tables.get(name, []) for name in COLUMNS},
    }


def _list_rows(table: Table) -> list[dict[str, str]]:
    names = COLUMNS[table.block_id]
    if len(table.columns) < len(names):
        names = tuple(name for name in names if name != OPTIONAL.get(table.block_id))
    empty = dict.fromkeys(COLUMNS[table.block_id], NONE)
    return [
        empty | dict(zip(names, (cell.text for cell in cells), strict=True)) for cells in table.rows
    ]


def make_sample_template(made_at: datetime) -> bytes:
    """Return a Word template with every field in use, and what each one is."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(SAMPLE_EDGE_MM)
    document.add_heading("{{ title }}", 0)
    document.add_paragraph("{{ subtitle }}　{{ made }}　{{ watermark }}")
    document.add_heading(t("briefing.part.summary"), 1)
    for line in ("{%p for line in summary %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(line)
    for name, columns in COLUMNS.items():
        document.add_heading(t(f"briefing.field.{name}"), 1)
        _add_sample_table(document, name, columns)
    document.add_heading(t("briefing.field.sections"), 1)
    for line in (
        "{%p for section in sections %}",
        "{{ section.title }}",
        "{%p for line in section.sentences %}",
        "{{ line }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ):
        document.add_paragraph(line)
    document.add_heading(t("briefing.field.picture"), 1)
    for line in ("{%p for name in picture %}", "{{ picture[name] }}", "{%p endfor %}"):
        document.add_paragraph(line)
    document.add_heading(t("briefing.part.methods"), 1)
    for line in ("{%p for line in sources %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(line)
    document.add_paragraph("{{ place }}　{{ year }}")
    document.core_properties.created = document.core_properties.modified = made_at
    target = io.BytesIO()
    document.save(target)
    return settle_archive(target.getvalue(), made_at)


def _add_sample_table(document, name: str, columns: tuple[str, ...]) -> None:
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for at, column in enumerate(columns):
        # The first has names, which take twice the room of a number.
        table.columns[at].width = Emu(room * (2 if at == 0 else 1) // (len(columns) + 1))
        table.cell(0, at).text = t(f"briefing.field.column.{column}")
        table.cell(2, at).text = "{{ row." + column + " }}"
    table.cell(1, 0).text = "{%tr for row in " + name + " %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(SAMPLE_POINTS)
