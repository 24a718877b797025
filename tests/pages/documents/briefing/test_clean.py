"""Signs that no office file may have do not get into a briefing."""

from dataclasses import replace

from pages.documents.briefing.clean import clean_texts
from pages.documents.briefing.model import Table, TableCell
from tests.pages.documents.making import compose


def test_a_sign_that_nobody_sees_goes_from_every_text(plan_store):
    briefing = compose(plan_store, "654026", parts=["roles"])
    table = Table("a", "t\x0b", (), ((TableCell("z\x03"),),), sources=("s\x1b",))
    section = replace(briefing.sections[0], title="k\x00", blocks=(table,), card={"a": ["b\x01"]})
    cleaned = clean_texts(replace(briefing, title="a\x01b", sections=(section,)))
    (changed,) = cleaned.sections
    assert (cleaned.title, changed.title, changed.card) == ("ab", "k", {"a": ["b"]})
    (block,) = changed.blocks
    assert (block.title, block.rows[0][0].text, block.sources) == ("t", "z", ("s",))


def test_every_other_text_stays_as_it_is(plan_store):
    briefing = compose(plan_store, "654026", parts=["roles", "owed"])
    assert clean_texts(briefing) == briefing
