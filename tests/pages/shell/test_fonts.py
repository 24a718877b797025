"""The web fonts of this server hold every character that the pages can show."""

import hashlib
import re

from fontTools.ttLib import TTFont

from tools.fonts import CHUNKS, FACES, FONTS, ROOT, list_characters, list_own_characters

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


def test_every_chunk_has_its_face_and_the_first_one_our_words():
    faces = FACES.read_text(encoding="utf-8")
    named = re.findall(r"url\(app/static/fonts/(.+?)\?v=(\w+)\)", faces)
    assert len(named) == len(CHUNKS) + 1
    assert {path.name for path in FONTS.glob("*.woff2")} == {name for name, _ in named}
    assert faces.count("@font-face") == len(named) and named[-1][0] == "caomu-sans-0.woff2"
    for name, tag in named:
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest().startswith(tag), name
    ranges = re.findall(r"U\+(\w+)(?:-(\w+))?", faces.rpartition("unicode-range")[2])
    listed = {
        code for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)
    }
    held = set(TTFont(FONTS / "caomu-sans-0.woff2").getBestCmap())
    own = list_own_characters()
    # A new word's character may come from another chunk for a while.
    assert len(own - held) <= len(own) // 50, "run python -m tools.fonts"
    assert listed >= held
