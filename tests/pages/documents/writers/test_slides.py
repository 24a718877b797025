"""Slides: short sections share one, and what a writer adds is said."""

import io

from pptx import Presentation

from pages.documents.writers.slides import make_slides
from tests.pages.documents.making import MADE_AT, compose


def read_titles(briefing) -> list[str]:
    deck = Presentation(io.BytesIO(make_slides(briefing, {}, MADE_AT)))
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def test_sections_with_one_sentence_share_a_slide(plan_store):
    parts = ["assumptions", "movers", "series", "roles", "owed"]
    briefing = compose(plan_store, "650102", parts=parts)
    titles = read_titles(briefing)
    assert titles.count("其他部分") == 1
    assert "天山区没有年度数据。" not in titles


def test_a_single_short_section_keeps_its_own_slide(plan_store):
    titles = read_titles(compose(plan_store, "650102", parts=["movers", "owed"]))
    assert titles[1] == "天山区没有可与上年比较的数据。"
