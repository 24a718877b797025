"""The address says what the page shows."""

from types import SimpleNamespace

import pytest

from pages.shell import address


class _Address(dict):
    """The address as a run knows it, and what the run sends to the browser."""

    def __init__(self, **asked):
        super().__init__(asked)
        self.sent = []

    to_dict = dict.copy

    def from_dict(self, query):
        self.sent.append(dict(query))


@pytest.fixture
def run(monkeypatch):
    """Return a function that runs a page asked for by one year, which then shows another."""
    visit: dict = {}
    monkeypatch.setattr(address, "list_carried", dict)

    def run_one(asked: str, shown: str) -> list[dict]:
        known = _Address(year=asked)
        both = SimpleNamespace(session_state=visit, query_params=known)
        monkeypatch.setattr(address, "st", both)
        address.write_address(year=shown)
        return known.sent

    return run_one


def test_an_address_that_is_still_on_its_way_gives_way_to_what_is_shown(run):
    """The slider goes to 2022 and back to 2023 before the browser has the address of 2022."""
    assert run("2023", "2023") == []
    assert run("2023", "2022") == [{"year": "2022"}]
    assert run("2023", "2023") == [{"year": "2023"}]
    assert run("2023", "2023") == []
