"""Outlines as paths: by hand, and what is written reads back the same."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.outlines import format_line, format_path, parse_path, to_metres, to_steps

whole = st.integers(-2000, 2000)
sides = st.integers(1, 500)


def test_a_square_with_a_hole_by_hand():
    shape = shapely.Polygon(
        [(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (2, 4), (4, 4), (4, 2)]]
    )
    assert format_path(shape) == "M0 0l10 0 0 10-10 0zM2 2l0 2 2 0 0-2z"
    assert format_line(shapely.LineString([(1, -2), (-3, 4)])) == "M1 -2l-4 6"


@given(st.lists(st.tuples(whole, whole, sides, sides), min_size=1, max_size=4))
def test_what_is_written_reads_back(boxes):
    shape = shapely.union_all(
        [
            shapely.box(x, y, x + 3 * wide, y + 3 * high)
            - shapely.box(x + wide, y + high, x + 2 * wide, y + 2 * high)
            for x, y, wide, high in boxes
        ]
    )
    assert parse_path(format_path(shape)).equals(shape)


def test_steps_grow_to_the_south_east_of_their_origin():
    place = shapely.Point(1000, 500)
    assert to_steps(place, (0, 1000)) == shapely.Point(50, 25)
    assert to_metres(shapely.Point(50, 25), (0, 1000)) == place
