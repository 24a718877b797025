"""No file takes the app down: each hostile one ends in a result or a sentence, in bounds."""

import sys
import time

import pytest

from data.errors import UnreadableFileError
from data.files.limits import LIMITS
from data.files.safely import read_file_safely
from data.words.catalogue import LANGUAGES, t, use_language
from tests.data.files import hostile, hostile_books, hostile_xlsx

SECONDS = 20
MODULES = (hostile, hostile_books, hostile_xlsx)
QUICK = (
    "far corner with spaces",
    "far corner behind an angle",
    "a hundred thousand merged ranges over each other",
    "a billion laughs",
    "laughs in utf 16",
    "sixteen thousand sheets",
    "zip bomb",
    "sizes that lie",
    "ods row repeated just below the limit of rows",
    "ods styles in a circle",
    "xls with a loop in its sectors",
    "csv of one endless line",
    "csv title of separators",
)


def read(content: bytes, ending: str) -> str:
    """Read a file and return what came of it; a refusal must have words."""
    try:
        grids = read_file_safely(content, f"甲{ending}")
    except UnreadableFileError as error:
        for language in LANGUAGES:
            with use_language(language):
                assert "甲" in t(f"errors.{error.key}", **error.fields)
        return error.key
    return f"{len(grids)} sheets, {sum(len(grid.rows) for grid in grids)} rows"


@pytest.mark.apart
@pytest.mark.parametrize("name", QUICK)
def test_hostile_file_ends_in_a_result_or_a_sentence(name):
    ending, build = hostile.HOSTILE[name]
    assert read(build(), ending) != "file_reader_ended"


@pytest.mark.apart
@pytest.mark.torture
def test_every_hostile_file_stays_in_bounds():
    resource = pytest.importorskip("resource", reason="Windows counts no children")
    assert all(MODULES) and len(hostile.HOSTILE) >= 60
    table, faults = [], []
    for name, (ending, build) in hostile.HOSTILE.items():
        content = build()
        begun = time.monotonic()
        outcome = read(content, ending)
        seconds = time.monotonic() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        table.append(
            f"{seconds:6.1f} s {peak / 1024**2:6.0f} MB at most  {outcome:20} {name} {ending}"
        )
        if seconds > SECONDS or outcome == "file_reader_ended" or peak > LIMITS.memory_bytes:
            faults.append(table[-1])
    sys.stdout.write("\n".join(["", *table, ""]))
    assert not faults
