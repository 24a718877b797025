"""Files made to break a reader: small ones that stand for a lot, and ones that lie.

Each is built when it is asked for, under a name that says what is wrong with it.
"""

import random
from collections.abc import Callable

MB = 1024 * 1024

HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {}
"""File name's ending and builder, by what is wrong with the file."""


def hostile(ending: str):
    """Add a builder under the name of its function."""

    def add(build: Callable[[], bytes]) -> Callable[[], bytes]:
        HOSTILE[build.__name__.replace("_", " ")] = (ending, build)
        return build

    return add


# Texts


@hostile(".csv")
def csv_with_nulls() -> bytes:
    return b"a,b\n" + b"1,\x00\x00\n" * 5000


@hostile(".csv")
def csv_of_one_endless_line() -> bytes:
    return b"1" * (30 * MB)


@hostile(".csv")
def csv_of_separators() -> bytes:
    return b"," * (10 * MB)


@hostile(".csv")
def csv_title_of_separators() -> bytes:
    return b"," * 32_000 + "牛\n县,2024\n昭苏县,1\n".encode()


@hostile(".csv")
def csv_of_blank_lines() -> bytes:
    return b"\n" * (10 * MB) + b"a,b\n1,2\n"


@hostile(".csv")
def csv_with_a_quote_that_never_closes() -> bytes:
    return b'a,b\n1,"2\n' + b"3,4\n" * 1_000_000


@hostile(".csv")
def csv_of_quotes() -> bytes:
    return b'"' * (10 * MB + 1)


@hostile(".csv")
def csv_of_two_megabyte_cells() -> bytes:
    return b"a,b\n" + b"1," + b"x" * (2 * MB) + b"\n"


@hostile(".csv")
def csv_of_three_million_rows() -> bytes:
    return b"a,b\n" + b"1,2\n" * 3_000_000


@hostile(".csv")
def csv_with_ragged_rows() -> bytes:
    return b"".join(b"a" + b",1" * (at % 1500) + b"\n" for at in range(5_000))


@hostile(".csv")
def utf_16_cut_in_the_middle() -> bytes:
    return "县,2024\n昭苏县,1\n".encode("utf-16")[:-1]


@hostile(".csv")
def utf_16_of_half_surrogates() -> bytes:
    return b"\xff\xfe" + b"\x00\xd8,\x00" * 2000


@hostile(".csv")
def gb18030_cut_in_the_middle() -> bytes:
    return "县,2024\n昭苏县,1\n".encode("gb18030") + b"\x81"


@hostile(".csv")
def control_characters() -> bytes:
    return bytes(range(1, 32)) * 1000


@hostile(".csv")
def noise() -> bytes:
    return random.Random(5).randbytes(2 * MB)


@hostile(".csv")
def every_other_byte_null() -> bytes:
    return b"\x00,\x00" * 100_000


@hostile(".xls")
def web_page_of_ten_megabytes() -> bytes:
    return b"<html><table>" + b"<tr><td>1</td></tr>" * 500_000


@hostile(".csv")
def markup_comments_without_end() -> bytes:
    return b"<!--" * 200_000


def make_noise(megabytes: int) -> str:
    """Return letters that a zip packs badly, so that no ratio gives them away."""
    return random.Random(6).randbytes(megabytes * MB // 2).hex()


def make_ballast(megabytes: int) -> dict[str, bytes]:
    """Return a part of noise for a zip, so that no ratio gives it away."""
    return {"ballast.bin": random.Random(7).randbytes(megabytes * MB)}
