"""What was read of the tree is let go after the last test that looks at it."""

from pathlib import Path

import pytest

from tests.architecture.tree import forget


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    """Let go of a million nodes: whoever looks for garbage would pass over them to the end."""
    here = Path(__file__).parent
    if here in item.path.parents and (nextitem is None or here not in nextitem.path.parents):
        forget()
