"""The web fonts of this server hold every character that the pages can show."""

import re

from fontTools.ttLib import TTFont

from tools.fonts import CHUNKS, FACES, FONTS, ROOT, list_characters

# Line ends and the like are no glyphs; Noto Sans SC has no Latin phonetic or rare signs.
CSV_AND_WORDS = [
    *(ROOT / "pages" / "shell" / "locale").glob("*/*.yml"),
    *(ROOT / "data" / "plans").glob("*/*.csv"),
    *(ROOT / "data" / "areas").glob("*.csv"),
]


def _read_glyphs() -> set[int]:
    return {code for path in FONTS.glob("*.woff2") for code in TTFont(path).getBestCmap()}


def test_every_word_and_name_has_its_glyphs():
    glyphs = _read_glyphs()
    text = "".join(path.read_text(encoding="utf-8") for path in CSV_AND_WORDS)
    missing = {
        character for character in text if character.isprintable() and ord(character) not in glyphs
    }
    assert not missing, "run python -m tools.fonts"


def test_the_6763_characters_of_gb2312_are_there():
    chinese = {code for code in list_characters() if 0x4E00 <= code <= 0x9FFF}
    assert len(chinese) >= 6763
    assert chinese <= _read_glyphs()


def test_every_chunk_has_its_face():
    named = re.findall(r"url\(app/static/fonts/(.+?)\)", FACES.read_text(encoding="utf-8"))
    assert len(named) == len(CHUNKS)
    assert {path.name for path in FONTS.glob("*.woff2")} == set(named)
