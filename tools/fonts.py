"""Makes the web fonts: Noto Sans SC in chunks that a browser fetches when it needs them.

Run ``python -m tools.fonts`` after a change of the fonts; the app does not run it. The chunks
are in ``static/fonts``, their faces in ``pages/server/fonts.css`` (Streamlit would read and send
faces of its theme again with every click). A browser uses a system font first and fetches a
chunk only for characters that no system font has. The first chunk has all characters of our own
words, so that a page hardly ever needs another.

Noto Sans SC comes from pylopdf-fonts-zh-cn (SIL Open Font License 1.1).
"""

import hashlib
from pathlib import Path

from data.words.catalogue import LOCALE

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "static" / "fonts"
FACES = ROOT / "pages" / "server" / "fonts.css"
FAMILY = "Caomu Sans"
MARK = "/* Faces of the web font, written by python -m tools.fonts */"

# First and last code point of what the first chunk has beside our words, and of each other chunk.
LATIN = (0x20, 0x2E7F)
CHUNKS = (
    (0x2E80, 0x52FF),
    (0x5300, 0x5BFF),
    (0x5C00, 0x65FF),
    (0x6600, 0x6FFF),
    (0x7000, 0x7BFF),
    (0x7C00, 0x8BFF),
    (0x8C00, 0x97FF),
    (0x9800, 0xFFEF),
)


def list_chunks() -> list[set[int]]:
    """Return the code points of each chunk, of the one with our words first."""
    characters, own = list_characters(), list_own_characters()
    first = {code for code in characters if code in own or LATIN[0] <= code <= LATIN[1]}
    others = characters - first
    return [first, *({code for code in others if low <= code <= high} for low, high in CHUNKS)]


def list_own_characters() -> set[int]:
    """Return the code points of the catalogues and of the CSVs under ``data``."""
    text = "".join(path.read_text(encoding="utf-8") for path in _list_texts())
    return {ord(character) for character in text if character.isprintable()}


def list_characters() -> set[int]:
    """Return the code points that the fonts hold.

    The 6763 characters of GB/T 2312, Latin, punctuation and symbols, and every character of
    the catalogues and of the CSVs under ``data``.
    """
    return (
        list_own_characters()
        | {ord(character) for character in _decode_gb2312()}
        | set(range(0x20, 0x7F))
        | set(range(0xA0, 0x180))
        | set(range(0x2000, 0x2070))
        | set(range(0x2190, 0x2200))
        | set(range(0x2460, 0x2474))
        | set(range(0x25A0, 0x2600))
        | set(range(0x3000, 0x3020))
        | set(range(0xFF00, 0xFFEF))
    )


def build_fonts() -> list[Path]:
    """Write one woff2 file per chunk, and the CSS faces that name them; return the files."""
    from fontTools import subset
    from pylopdf_fonts_zh_cn import __file__ as package

    source = Path(package).parent / "NotoSansSC-Regular.otf"
    FONTS.mkdir(parents=True, exist_ok=True)
    chunks, files = list_chunks(), []
    for number, characters in enumerate(chunks):
        options = subset.Options(flavor="woff2", desubroutinize=True, hinting=False)
        options.layout_features = ["kern", "tnum", "vert", "locl"]
        font = subset.load_font(str(source), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=sorted(characters))
        subsetter.subset(font)
        path = FONTS / f"caomu-sans-{number}.woff2"
        subset.save_font(font, str(path), options)
        files.append(path)
    _write_faces(chunks[0])
    return files


def _list_texts() -> list[Path]:
    return [*LOCALE.glob("*/*.yml"), *(ROOT / "data").rglob("*.csv")]


def _decode_gb2312() -> str:
    """Return all characters of GB/T 2312, levels 1 and 2 (rows 16 to 87)."""
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


def _write_faces(first: set[int]) -> None:
    """Write the faces: where two name a character, the last one has it."""
    ranges = [f"U+{low:X}-{high:X}" for low, high in CHUNKS]
    faces = "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-display: swap; '
        f"src: url(app/static/fonts/{_get_address(number)}); unicode-range: {named}; }}"
        for number, named in [*enumerate(ranges, start=1), (0, _join_runs(sorted(first)))]
    )
    FACES.write_text(f"{MARK}\n{faces}\n", encoding="utf-8")


def _get_address(number: int) -> str:
    """Return the name of a chunk's file with a part that changes with what is in it."""
    name = f"caomu-sans-{number}.woff2"
    return f"{name}?v={hashlib.sha256((FONTS / name).read_bytes()).hexdigest()[:8]}"


def _join_runs(codes: list[int]) -> str:
    """Return sorted code points as a list of runs: U+20-7E, U+A0."""
    known = set(codes)
    starts = [code for code in codes if code - 1 not in known]
    ends = [code for code in codes if code + 1 not in known]
    return ", ".join(
        f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}"
        for low, high in zip(starts, ends, strict=True)
    )


if __name__ == "__main__":
    for file in build_fonts():
        print(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} KB")
