"""GET /api/v1/…: rows as JSON or CSV, with a tag that changes when the data does."""

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.clock import get_today
from data.commands import to_plain
from data.errors import CaomuError, RightsError, StoreVersionError
from data.files.csv_table import make_csv
from data.store.database import Store, get_database_path
from data.store.kept import find_kept, get_own_address
from data.words.catalogue import t
from data.words.numbers import is_missing
from data.words.sentences import describe_error
from pages.server.callers import enter_for, find_status, is_restricted
from pages.server.openapi import describe_interface
from pages.server.parameters import ParameterError, read_for_plan
from pages.server.resources import Resource
from pages.server.speaking import speak_as_asked
from pages.server.watching import may_watch, refuse_watching
from pages.server.workers import run_aside

_log = logging.getLogger(__name__)


async def answer_health(request: Request) -> Response:
    """Tell the operator that the server answers, and whether it has its database open.

    A copy of a shared database that cannot be brought up to date is stale; it goes on showing what
    it has. One that a newer program has left behind is of no more use.
    """
    if not may_watch(request):
        return refuse_watching()
    address, store = get_own_address(), _find_open_store()
    fault = getattr(store, "fault", None)
    return JSONResponse(
        {
            "status": "closed" if store is None else "stale" if fault else "ok",
            "fault": fault.key if fault else None,
            "instance": address.instance if address else None,
            "is_open": store is not None,
            "version": store.version if store else None,
        },
        503 if store is None or isinstance(fault, StoreVersionError) else 200,
        headers={"Cache-Control": "no-store"},
    )


def _find_open_store() -> Store | None:
    """Return the open store of this process; None where nobody has needed it yet."""
    return find_kept(get_database_path())


def make_endpoint(resource: Resource) -> Callable:
    """Return what answers the requests for a resource."""

    async def answer(request: Request) -> Response:
        speak_as_asked(request)
        try:
            return await run_aside(_answer_rows, resource, request)
        except ParameterError as error:
            return _say(400, describe_error(error))
        except RightsError as error:
            return _say(find_status(error), describe_error(error))
        except CaomuError as error:
            return _say(503, describe_error(error))

    return answer


async def answer_unknown(request: Request) -> Response:
    """Say that there is no such address: Streamlit would answer with its page."""
    speak_as_asked(request)
    return _say(404, t("server.no_such_address", path=request.url.path[:120]))


async def answer_description(request: Request) -> JSONResponse:
    """Describe the interface (OpenAPI 3.1)."""
    speak_as_asked(request)
    return JSONResponse(describe_interface(is_restricted=await run_aside(is_restricted)))


def _answer_rows(resource: Resource, request: Request) -> Response:
    given = request.query_params.multi_items()
    store, values = read_for_plan(resource.parameters, given, enter_for(request))
    is_csv = _wants_csv(request, values)
    headers = {
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Accept-Language, Accept-Encoding, Authorization, Cookie",
    }
    is_partial = store.seen_areas is not None
    if is_partial:
        headers["Caomu-Is-Partial"] = "true"
    if not store.scope_key:
        headers["ETag"] = _make_tag(store, request, is_csv, str(store.version))
        if headers["ETag"] in _list_known(request):
            return Response(status_code=304, headers=headers)
    rows = resource.load(store, values)[list(resource.fields)]
    following = None
    if resource.is_paged and len(rows) > values["limit"]:
        rows = rows.head(values["limit"])
        following = _make_next(request, values)
        headers["Link"] = f'<{following}>; rel="next"'
    if is_csv:
        headers["Content-Disposition"] = f'inline; filename="{resource.name}.csv"'
        answer = Response(_write_csv(rows), media_type="text/csv", headers=headers)
    else:
        body = {"data": to_plain(rows), "count": len(rows), "next": following}
        answer = _write_json(body | {"is_partial": is_partial}, headers)
    if store.scope_key:
        # The number of the data would tell of writes that this person does not see.
        tag = _make_tag(store, request, is_csv, hashlib.sha256(answer.body).hexdigest())
        answer.headers["ETag"] = tag
        if tag in _list_known(request):
            return Response(status_code=304, headers=headers | {"ETag": tag})
    return answer


def _write_json(body: dict, headers: dict[str, str]) -> Response:
    content = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(content, media_type="application/json", headers=headers)


def _write_csv(rows: pd.DataFrame) -> bytes:
    """Return rows as CSV: every digit of a number, what is no text or number as JSON."""

    def write(value: Any):
        if isinstance(value, (dict, list, tuple)):
            return json.dumps(to_plain(value), ensure_ascii=False)
        if isinstance(value, bool):
            return str(value).lower()
        return None if is_missing(value) else repr(value) if isinstance(value, float) else value

    plain = [to_plain(list(row)) for row in rows.itertuples(index=False, name=None)]
    return make_csv(list(rows.columns), ([write(value) for value in row] for row in plain))


def _wants_csv(request: Request, values: dict[str, Any]) -> bool:
    """Tell which form is asked for: the parameter goes before the header."""
    if values["format"] is not None:
        return values["format"] == "csv"
    accepted = request.headers.get("accept", "")
    return "text/csv" in accepted and "application/json" not in accepted


def _make_tag(store: Store, request: Request, is_csv: bool, data: str) -> str:
    """Return a tag of this answer: of this run of the server, its data, the day and the question.

    The age of a value counts from today.
    """
    address = get_own_address()
    parts = (
        address.instance if address else "",
        store.scope_key,
        data,
        get_today().isoformat(),
        str(request.url.query),
        str(is_csv),
    )
    digest = hashlib.sha256("\n".join((request.url.path, *parts)).encode()).hexdigest()
    return f'W/"{digest[:24]}"'


def _list_known(request: Request) -> list[str]:
    return [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]


def _make_next(request: Request, values: dict[str, Any]) -> str:
    kept = [(name, text) for name, text in request.query_params.multi_items() if name != "offset"]
    query = urlencode([*kept, ("offset", str(values["offset"] + values["limit"]))])
    return f"{request.url.path}?{query}"


def _say(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status)
