"""An office's own Word template is filled; an unknown field is named, a hostile one refused."""

import io
import re
import zipfile

import docx
import pytest

from data.errors import DocumentError
from data.words.catalogue import LANGUAGES, use_language
from pages.documents.writers import guard
from pages.documents.writers.filled import FIELDS, fill_template, make_sample_template
from tests.pages.documents.making import MADE_AT, compose


@pytest.fixture(scope="module")
def briefing(plan_store):
    return compose(plan_store, parts=["summary", "targets", "movers", "series", "boxes", "owed"])


def make_template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def fill(briefing, template: bytes) -> str:
    filled = fill_template(template, "模板.docx", briefing, {}, MADE_AT)
    document = docx.Document(io.BytesIO(filled))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def refuse(briefing, template: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        fill_template(template, "模板.docx", briefing, {}, MADE_AT)
    return caught.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_uses_every_field_and_can_be_filled(briefing, language):
    with use_language(language):
        sample = make_sample_template(MADE_AT)
    text = fill(briefing, sample)
    assert briefing.title in text and "{{" not in text and "{%" not in text
    assert briefing.sections[0].sentences[0].text in text
    assert "羊只均产肉量" in text
    document = zipfile.ZipFile(io.BytesIO(sample)).read("word/document.xml").decode()
    assert not [field for field in FIELDS if field not in document]


def test_a_table_without_its_optional_column_keeps_the_others_in_place(briefing):
    """A plan without roles has no count of them: no day stands in its place."""
    from dataclasses import replace

    def drop(block):
        at = [column.title for column in block.columns].index("其中产业定位所需")
        columns = (*block.columns[:at], *block.columns[at + 1 :])
        rows = tuple((*row[:at], *row[at + 1 :]) for row in block.rows)
        return replace(block, columns=columns, rows=rows)

    sections = tuple(
        replace(section, blocks=tuple(drop(block) for block in section.blocks))
        if section.part == "owed"
        else section
        for section in briefing.sections
    )
    line = "{{ row.missing }}|{{ row.of_roles }}|{{ row.oldest }}"
    template = make_template("{%p for row in owed %}", line, "{%p endfor %}")
    said = fill(replace(briefing, sections=sections), template).splitlines()
    assert said and all(re.fullmatch(r"[\d,]+\|—\|\d{4}-\d\d-\d\d", text) for text in said)


def test_special_characters_of_a_name_stay_text(briefing):
    from dataclasses import replace

    assert "A & B <c>" in fill(replace(briefing, title="A & B <c>"), make_template("{{ title }}"))


def test_the_same_template_gives_the_same_bytes(briefing):
    template = make_template("{{ title }}")
    first, second = (fill_template(template, "a.docx", briefing, {}, MADE_AT) for _ in range(2))
    assert first == second


def test_an_unknown_field_is_named(briefing):
    error = refuse(briefing, make_template("{{ title }} {{ weather }}"))
    assert error.key == "template_field_unknown" and "weather" in error.fields["fields"]
    error = refuse(briefing, make_template("{%p for row in targets %}{{ row.rain }}{%p endfor %}"))
    assert error.key in ("template_field_unknown", "template_malformed")


def test_a_field_of_a_part_that_the_recipe_leaves_out_is_named(plan_store):
    short = compose(plan_store, parts=["summary"])
    error = refuse(short, make_template("{{ title }}", "{{ targets }}"))
    assert error.key == "template_field_absent" and error.fields["fields"] == "targets"


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ title.__init__.__globals__ }}",
        "{{ [].__class__.__base__.__subclasses__() }}",
        "{{ picture.a._image.tpl }}",
        "{{ title|attr('__class__') }}",
        "{% include 'other' %}",
        "{% for i in range(999999999) %}{{ i }}{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ title",
    ],
)
def test_a_hostile_or_malformed_field_is_refused_in_words(briefing, line):
    error = refuse(briefing, make_template(line))
    assert error.key.startswith("template_")


def test_what_is_no_word_document_is_refused(briefing):
    assert refuse(briefing, b"not a document").key == "template_damaged"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    assert refuse(briefing, target.getvalue()).key == "template_not_docx"


def test_a_bomb_is_not_opened(briefing, monkeypatch):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 3_000_000)
    monkeypatch.setattr(guard, "MOST_UNPACKED", 1_000_000)
    assert refuse(briefing, target.getvalue()).key == "template_bomb"


def test_macros_are_refused(briefing):
    target = io.BytesIO(make_template("{{ title }}"))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert refuse(briefing, target.getvalue()).key == "template_macros"
