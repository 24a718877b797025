"""A process that sends figures without end, and says which of its uploads were acknowledged."""

from multiprocessing.connection import Connection
from pathlib import Path

from data.files import safely
from data.files.__main__ import write_answer
from data.statistics.commit import commit_upload
from data.statistics.model import Reading
from data.statistics.read import read_statistics
from data.store.database import Store

AREAS = ("654026", "654025", "654021", "654022", "654023")
YEARS = (2021, 2022, 2023, 2024)
FIGURES = len(AREAS) * len(YEARS)


def read_round(store: Store, number: int) -> Reading:
    """Read a file of all areas and years; the values of each round are its own."""
    lines = ["indicator_id,area_id,year,value,unit"]
    for at, area in enumerate(AREAS):
        lines += [
            f"beef_output,{area},{year},{100 + 10 * at + year - 2020 + number / 1000:.3f},t"
            for year in YEARS
        ]
    return read_statistics("\n".join(lines).encode(), f"round-{number}.csv", store)


def write_without_end(path: Path, first: int, said: Connection) -> None:
    """Commit one file after the other; say the id of each upload once it is in."""
    safely.answer_apart = lambda request, answer, _: write_answer(request, answer)
    with Store(path) as store:
        for number in range(first, first + 100_000):
            report = commit_upload(store, read_round(store, number), by="测试员")
            said.send(report["upload_id"])
