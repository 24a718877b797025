"""Hands for what a pack is made of: processes beside this one, or this one alone."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

from data.clock import get_today, use_day
from data.words.catalogue import (
    PlanWords,
    get_language,
    get_plan_words,
    use_language,
    use_plan_words,
)

T = TypeVar("T")


class Hands:
    """Does work in so many processes while this one goes on; use it in a ``with`` block.

    More than one are forked from this process at the first work, so it may have no other threads
    then, and the system must know forks. With one, work is done here when its result is asked
    for.
    """

    def __init__(self, number: int):
        self._pool = ProcessPoolExecutor(number, get_context("fork")) if number > 1 else None

    def __enter__(self) -> "Hands":
        return self

    def __exit__(self, *_) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def give(self, work: Callable[..., T], *arguments) -> Callable[[], T]:
        """Have work done, in the language and as of the day in use; return what waits for it."""
        whole = partial(_do, get_language(), get_plan_words(), get_today(), work, *arguments)
        return whole if self._pool is None else self._pool.submit(whole).result


def _do(language: str, words: PlanWords | None, day: date, work: Callable[..., T], *arguments) -> T:
    with use_language(language), use_plan_words(words), use_day(day):
        return work(*arguments)
