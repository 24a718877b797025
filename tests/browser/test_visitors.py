"""Visitors who come and go leave no memory behind, and no page of theirs ends in an error."""

import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.browser.serving import Server, run_server
from tests.browser.visitor import list_exceptions, visit_server
from tests.geo.seeds import open_seeded_store

MINUTES = int(os.environ.get("CAOMU_SOAK_MINUTES", "30"))
SETTLED_AFTER = 5
GROWTH = 1.10
PAGES = ("overview", "targets", "boxes", "roles", "county", "map", "upload", "projects", "methods")
AREAS = ("650000", "654026", "654025", "652900", "654000")
LANGUAGES = ("zh", "en")


def visit_once(server: Server, chance: random.Random, more: str = "") -> list[str]:
    """Look at a few pages as one person would and leave; return the exceptions seen."""
    faults = []
    with visit_server(server.url) as visitor:
        for page in chance.sample(PAGES, 3):
            query = f"lang={chance.choice(LANGUAGES)}&area={chance.choice(AREAS)}{more}"
            faults += list_exceptions(visitor.open_page(page, query))
    return faults


def read_memory_mb(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes.split()[1]) / 1024


@pytest.fixture
def seeded_server(tmp_path):
    """A server with figures of all counties."""
    open_seeded_store(tmp_path / "caomu.duckdb").close()
    with run_server(tmp_path) as running:
        yield running


@pytest.mark.slow
def test_visitors_see_no_error(server):
    chance = random.Random(1)
    assert [fault for _ in range(4) for fault in visit_once(server, chance, "&example=1")] == []


def read_words(sent) -> str:
    # The view of a map is a text.
    elements = [message.delta.new_element for message in sent]
    return "".join(element.html.body + element.text.body for element in elements)


def test_a_part_that_runs_alone_keeps_the_language(server):
    with visit_server(server.url) as visitor:
        query = "lang=en&example=1&kind=indicator&indicator=beef_output"
        whole = read_words(visitor.open_page("map", query))
        assert visitor.lists["choice_level"].fragment_id
        part = read_words(visitor.choose("choice_level", "Prefectures"))
    assert "lang=en" in whole and "lang=en" in part and "lang=zh" not in part
    assert "Beef output by prefecture" in part


@pytest.mark.torture
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_visitors_leave_no_memory_behind(seeded_server):
    """The server's memory after half an hour is within a tenth of that after five minutes."""
    chance, faults, visits = random.Random(2), [], 0
    begun, table = time.monotonic(), []
    for minute in range(1, MINUTES + 1):
        while time.monotonic() < begun + minute * 60:
            faults += visit_once(seeded_server, chance)
            visits += 1
        table.append(read_memory_mb(seeded_server.pid))
        sys.stdout.write(f"\n{minute:3} min  {visits:6} visits  {table[-1]:7.0f} MB")
        sys.stdout.flush()
    assert faults == []
    assert table[-1] <= table[min(SETTLED_AFTER, MINUTES) - 1] * GROWTH
