"""Threads for what takes long, so that the pages' own loop goes on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

T = TypeVar("T")
# Two cores serve an office: more at once would only make each slower. Commands take long, so
# they have threads of their own: an answer of the interface does not wait for them.
_short = ThreadPoolExecutor(4, thread_name_prefix="routes")
_long = ThreadPoolExecutor(2, thread_name_prefix="commands")


async def run_aside(function: Callable[..., T], *arguments, is_long: bool = False) -> T:
    """Run a function in a thread, in the language of this request; return what it returns."""
    call = partial(copy_context().run, function, *arguments)
    return await asyncio.get_running_loop().run_in_executor(_long if is_long else _short, call)
