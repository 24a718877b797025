"""What the run of a page tells the server is passed on a few times, not once for each element.

Streamlit wakes the server's loop for every element of a page, twice: the thread of the page and
the loop then take turns, which costs as much as making the elements. Streamlit sends what has
gathered every 10 ms anyway; here the loop is woken as seldom.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any

from streamlit.runtime.runtime import MESSAGE_FLUSH_INTERVAL_SECS

# How Streamlit calls the threads that run pages.
PAGES = "ScriptRunner"


class GatheredCalls:
    """Takes the place of a loop's `call_soon_threadsafe`.

    Calls of the thread of a page are carried out in their order, the first at once and what
    follows it together. All other threads call as before.

    Attributes
    ----------
    is_awake : bool
        Whether the loop will look by itself for what waits.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop):
        self._loop, self._call = loop, loop.call_soon_threadsafe
        self._thread = threading.get_ident()
        self._waiting: deque[tuple[Callable[..., object], tuple, Context]] = deque()
        self._lock = threading.Lock()
        self.is_awake = False

    def __call__(
        self, callback: Callable[..., object], *arguments: Any, context: Context | None = None
    ) -> asyncio.Handle | None:
        """Call back on the loop, from any thread."""
        if threading.get_ident() == self._thread:
            if getattr(callback, "__func__", None) is asyncio.Event.set:
                # So Streamlit says for each element that there is something to send.
                callback()
                return None
            return self._loop.call_soon(callback, *arguments, context=context)
        if not threading.current_thread().name.startswith(PAGES):
            return self._call(callback, *arguments, context=context)
        with self._lock:
            self._waiting.append((callback, arguments, context or copy_context()))
            is_asleep, self.is_awake = not self.is_awake, True
        if is_asleep:
            self._call(self._pass_on)
        return None

    def _pass_on(self) -> None:
        """Carry out what waits, and look again a little later, until nothing does."""
        with self._lock:
            waiting = list(self._waiting)
            self._waiting.clear()
            self.is_awake = bool(waiting)
        for callback, arguments, context in waiting:
            asyncio.Handle(callback, arguments, self._loop, context)._run()
        if waiting:
            self._loop.call_later(MESSAGE_FLUSH_INTERVAL_SECS, self._pass_on)


def gather_calls() -> None:
    """Let the running loop take the calls of pages together, where it is one of Python's own."""
    loop = asyncio.get_running_loop()
    if isinstance(loop, asyncio.BaseEventLoop):
        loop.call_soon_threadsafe = GatheredCalls(loop)  # type: ignore[method-assign,assignment]
