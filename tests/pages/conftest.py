"""A running app per test, on a database of its own."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit import cache_data, cache_resource
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.testing.v1 import AppTest

from pages.blocks import takeaway
from pages.shell.example import keep_visit
from pages.shell.registry import SECTIONS, get_path

ROOT = Path(__file__).resolve().parents[2]
PAGES = {name: get_path(section, name) for section, names in SECTIONS.items() for name in names}
# Where a part that all pages share is looked at by `make test`; `make test-slow` looks at all.
FEW = ("overview", "county", "ledger", "upload")
FEW_PAGES = [
    name if name in FEW else pytest.param(name, marks=pytest.mark.slow) for name in sorted(PAGES)
]


@contextmanager
def use_own_database(plan_file: Path, folder: Path) -> Iterator[None]:
    """Give apps a database of their own, and close it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_DB", str(shutil.copy(plan_file, folder / "caomu.duckdb")))
        cache_resource.clear()
        cache_data.clear()
        yield
        from pages.shell.cache import get_store

        get_store().close()
        cache_resource.clear()
        cache_data.clear()


@pytest.fixture(scope="module", autouse=True)
def database(plan_file, tmp_path_factory):
    """Give the module's apps a database of their own."""
    with use_own_database(plan_file, tmp_path_factory.mktemp("pages")):
        yield


@pytest.fixture
def open_page():
    """Return a function that opens a page with a query string and returns the app."""

    def open_one(name: str, **query) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        for key, value in query.items():
            app.query_params[key] = value
        # Before the first run a page is known by its file's name, which is its address here.
        app.switch_page(PAGES[name]).run()
        assert not app.exception
        return app

    return open_one


@pytest.fixture
def open_popovers(monkeypatch):
    """Let every page find its popovers open."""
    is_open = property(lambda popover: True, lambda popover, value: None)
    monkeypatch.setattr(PopoverContainer, "open", is_open)


@pytest.fixture
def offered(open_popovers, monkeypatch):
    """Return what pages offer: (key, kind) -> name, and what makes the file when it is fetched."""
    found = {}

    def note(key, name, kind, mime, make):
        found[key, kind] = name, keep_visit(make)

    monkeypatch.setattr(takeaway, "_offer", note)
    return found


def read_print_head(app: AppTest) -> str:
    """Return what the head of each printed sheet says: fields of filters are not printed."""
    return re.findall(r"@top-left { content: ([^;]*);", read_text(app))[-1]


def read_text(app: AppTest) -> str:
    """Return everything that a page shows as HTML, notices included."""
    around = [picture[part] for part in ("head", "foot") for picture in list_maps(app)]
    return "\n".join(around + [element.proto.body for element in app.get("html")])


def list_maps(app: AppTest) -> list[dict]:
    """Return what each map of a page sends to the browser."""
    return [json.loads(text.value) for text in app.text if text.value.startswith('{"shapes"')]


def list_notices(app: AppTest, kind: str) -> list[str]:
    """Return the sentences of the notices of one kind: error, warning, done, note."""
    found = re.findall(rf'<p class="notice {kind}".*?</span>(.*?)</p>', read_text(app))
    return [html.unescape(text) for text in found]


def unfold(app: AppTest, key: str) -> AppTest:
    """Unfold a part of a page, whose fields are made only then."""
    app.session_state[key] = True
    return app.run()
