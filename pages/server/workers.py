"""Threads for what takes long, so that the pages' own loop goes on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import TypeVar

T = TypeVar("T")
# Two cores serve an office: more at once would only make every one of them slower.
_workers = ThreadPoolExecutor(4, thread_name_prefix="routes")


async def run_aside(function: Callable[..., T], *arguments, **options) -> T:
    """Run a function in a thread, in the language of this request; return what it returns."""
    call = partial(copy_context().run, function, *arguments, **options)
    return await asyncio.get_running_loop().run_in_executor(_workers, call)
