"""Parameters of the interface: what each may be, read so that nothing wrong passes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.clock import FIRST_YEAR, LAST_YEAR
from data.errors import CaomuError
from data.store.database import Store
from data.store.plan import enter_plan
from data.store.statements import DEFAULT_PLAN, PLAN_ID

MANY = 20


class ParameterError(CaomuError):
    """A parameter that does not exist, or a value that it does not take."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a resource.

    read(text, store) returns the value of a text; type, allowed and default are what the
    description says of it; is_list may be given several times. The words for people are at
    ``api.parameter.<name>``.
    """

    name: str
    read: Callable[[str, Store], Any]
    type: str = "string"
    is_list: bool = False
    default: Any = None
    allowed: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


def read_parameters(
    parameters: tuple[Parameter, ...], given: list[tuple[str, str]], store: Store
) -> dict[str, Any]:
    """Return the value of each parameter, its default where it is not given.

    Raises
    ------
    ParameterError
        A name is unknown, one that takes a single value is given twice, or a value is wrong.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for name, text in given:
        parameter = known.get(name)
        if parameter is None:
            raise ParameterError("api_unknown", name=name[:80], allowed=", ".join(known))
        value = parameter.read(text, store)
        if parameter.is_list:
            values.setdefault(name, []).append(value)
        elif name in values:
            raise ParameterError("api_twice", name=name)
        else:
            values[name] = value
    return {name: parameter.default for name, parameter in known.items()} | values


def read_for_plan(
    parameters: tuple[Parameter, ...], given: list[tuple[str, str]], store: Store
) -> tuple[Store, dict[str, Any]]:
    """Return the store as the plan sees it that is asked for, and the value of each parameter.

    The rest of the request speaks in the plan's own words.

    Raises
    ------
    ParameterError
        As `read_parameters`.
    """
    plans = [parameter for parameter in parameters if parameter.name == "plan"]
    asked = [text for name, text in given if name == "plan"]
    if plans and asked:
        store = enter_plan(store, plans[0].read(asked[0], store))
    return store, read_parameters(parameters, given, store)


def make_choice(
    name: str, allowed: Iterable[str], *, is_list: bool = False, default: str | None = None
) -> Parameter:
    """Return a parameter that takes one of a few words."""
    words = tuple(allowed)

    def read(text: str, _: Store) -> str:
        if text not in words:
            raise refuse_value(name, text, ", ".join(words))
        return text

    return Parameter(name, read, is_list=is_list, default=default, allowed=words)


def make_number(
    name: str, least: int, most: int, *, is_list: bool = False, default: int | None = None
) -> Parameter:
    """Return a parameter that takes a whole number between two bounds."""

    def read(text: str, _: Store) -> int:
        # No sign, no blank, no other script's digits; and no number of a thousand digits.
        if not (text.isascii() and text.isdecimal() and len(text) < MANY):
            raise refuse_value(name, text, f"{least}–{most}")
        if not least <= int(text) <= most:
            raise refuse_value(name, text, f"{least}–{most}")
        return int(text)

    return Parameter(
        name, read, type="integer", is_list=is_list, default=default, least=least, most=most
    )


def make_id_choice(
    name: str, query: str, column: str, *, is_list: bool = False, default: str | None = None
) -> Parameter:
    """Return a parameter that takes an id of a table."""

    def read(text: str, store: Store) -> str:
        known = store.query(query)[column]
        if text not in set(known):
            raise refuse_value(name, text, f"/api/v1/{name}s")
        return text

    return Parameter(name, read, is_list=is_list, default=default)


def make_day(name: str) -> Parameter:
    """Return a parameter that takes a day such as 2025-06-30; today without it."""

    allowed = f"{date(FIRST_YEAR, 1, 1)} – {date(LAST_YEAR, 12, 31)}"

    def read(text: str, _: Store) -> date:
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise refuse_value(name, text, allowed) from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise refuse_value(name, text, allowed)
        return day

    return Parameter(name, read, type="date")


def make_plan_choice() -> Parameter:
    """Return the parameter that takes a plan; without it the default one."""

    def read(text: str, store: Store) -> str:
        known = [row[PLAN_ID] for row in store.list_plans()]
        if text not in known:
            raise refuse_value("plan", text, ", ".join(known))
        return text

    return Parameter("plan", read, default=DEFAULT_PLAN)


def refuse_value(name: str, text: str, allowed: str) -> ParameterError:
    """Return the error of a value that a parameter does not take, with what it takes."""
    return ParameterError("api_value", name=name, value=text[:80], allowed=allowed)
