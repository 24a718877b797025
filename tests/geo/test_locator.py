"""Small maps: a stamp shows what the print map shows."""

import re

from geo.locator import render_stamp
from geo.panel import get_fills
from tests.geo.kinds import make_view


def test_a_stamp_has_the_colour_of_every_unit(store):
    view = make_view(store, "indicator")
    drawn = render_stamp(view)
    fills = re.findall(r'<path d="M[^"]+z" fill="([^"]+)"/>', drawn)
    keys = view.drawn["key"]
    expected = [
        "url(#no_data)" if keys[area_id] == "no_data" else fill
        for area_id, fill in get_fills(view).items()
    ]
    assert sorted(fills) == sorted(expected)
    assert len(drawn) < 40_000
