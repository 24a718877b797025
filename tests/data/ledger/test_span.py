"""Days and minutes: both count to their end, and both read as they are written."""

from datetime import timedelta

import pytest

from data.clock import format_time, get_now, get_today
from data.errors import PastError, UsageError
from data.ledger.changes import list_figure_changes
from data.ledger.span import format_moment, open_span, parse_moment
from tests.data.former import move_back

FIGURE = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023, "value": 10.0}


def test_a_minute_counts_from_its_beginning_to_its_end(store, send_figures):
    send_figures(store, FIGURE)
    day = move_back(store, 1)
    at = store.query_rows("queries/sendings")[0]["last_at"]
    minute = parse_moment(format_time(at))
    before, after = (minute + timedelta(minutes=step) for step in (-1, 1))
    for since, until, number in (
        (minute, minute, 1),
        (minute, None, 1),
        (day, minute, 1),
        (minute, day, 1),
        (before, before, 0),
        (after, None, 0),
    ):
        span = open_span(store, since, until)
        assert len(list_figure_changes(span)) == number, (since, until)
    assert span.text == {"since": format_time(after), "until": str(get_today())}
    assert (span.before_day, span.since_at) == (span.since, after)
    for since, until in ((minute, before), (get_now() + timedelta(minutes=2), None)):
        with pytest.raises(PastError, match="span_reversed"):
            open_span(store, since, until)


@pytest.mark.parametrize("text", ["2026-09-30", "2026-09-30 14:30"])
def test_a_moment_reads_as_it_is_written(text):
    assert format_moment(parse_moment(text)) == text
    assert parse_moment(f" {text.replace(' ', 'T')} ") == parse_moment(text)


@pytest.mark.parametrize("text", ["gestern", "2026-02-30", "2026-09-30 25:00", "14:30", ""])
def test_what_is_no_moment_is_told(text):
    with pytest.raises(UsageError, match="past_no_moment"):
        parse_moment(text)
