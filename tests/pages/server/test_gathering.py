"""What a page tells the server's loop arrives whole and in order, with few wake-ups."""

import asyncio
import threading
from contextvars import ContextVar

import pytest

from pages.server.gathering import PAGES, gather_calls

CALLS = 50


@pytest.mark.parametrize(("name", "wakes"), [(f"{PAGES}.scriptThread", 1), ("other", CALLS)])
def test_the_calls_of_a_page_wake_the_loop_once(name, wakes, monkeypatch):
    woken, told = [], []

    async def run():
        loop = asyncio.get_running_loop()
        wake = loop._write_to_self
        monkeypatch.setattr(loop, "_write_to_self", lambda: (woken.append(1), wake()))
        gather_calls()
        calls = loop.call_soon_threadsafe

        def tell():
            for number in range(CALLS):
                loop.call_soon_threadsafe(told.append, number)

        for _ in range(2):
            # The loop is busy all the while.
            (thread := threading.Thread(target=tell, name=name)).start()
            thread.join()
            assert len(woken) == wakes
            woken.clear()
            while len(told) % CALLS or not told or getattr(calls, "is_awake", False):
                await asyncio.sleep(0)

    asyncio.run(run())
    assert told == [*range(CALLS)] * 2


def test_the_loop_itself_needs_no_wake_up(monkeypatch):
    async def run():
        loop = asyncio.get_running_loop()
        gather_calls()
        monkeypatch.setattr(loop, "_write_to_self", lambda: pytest.fail("woken"))
        done = loop.create_future()
        loop.call_soon_threadsafe(done.set_result, "told")
        return await done

    assert asyncio.run(run()) == "told"


def test_the_calls_of_a_page_keep_their_context_and_a_failing_one_stops_no_other():
    told, faults, place = [], [], ContextVar("place")

    async def run():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, said: faults.append(said["exception"]))
        gather_calls()

        def tell():
            place.set("page")
            loop.call_soon_threadsafe(divmod, 1, 0)
            loop.call_soon_threadsafe(lambda: told.append(place.get()))

        (thread := threading.Thread(target=tell, name=PAGES)).start()
        thread.join()
        while not told:
            await asyncio.sleep(0)

    asyncio.run(run())
    assert told == ["page"]
    assert [type(fault) for fault in faults] == [ZeroDivisionError]


def test_an_event_that_the_loop_sets_itself_is_set_at_once():
    async def run():
        loop = asyncio.get_running_loop()
        gather_calls()
        event = asyncio.Event()
        waiter = asyncio.create_task(event.wait())
        await asyncio.sleep(0)
        loop.call_soon_threadsafe(event.set)
        assert event.is_set()
        return await waiter

    assert asyncio.run(run())
