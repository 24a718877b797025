"""GET /api/v1/missing.xlsx: the workbook of what is missing, for a link on any page."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.clock import get_today, use_day
from data.errors import CaomuError, RightsError
from data.projects.example import prepare_example
from data.statistics.missing import make_missing_book
from data.store.database import Store
from data.store.past import look_back
from data.words.catalogue import LANGUAGES, get_language, t
from data.words.sentences import describe_error
from indicators.counties.owed import list_missing
from indicators.counties.profile import load_county_inputs
from pages.server.callers import enter_for, find_status
from pages.server.parameters import (
    FIRST_YEAR,
    LAST_YEAR,
    ParameterError,
    make_choice,
    make_day,
    make_id_choice,
    make_number,
    read_for_plan,
)
from pages.server.resources import BASE, OF_PLAN
from pages.server.speaking import speak_as_asked
from pages.server.workers import run_aside

PATH = f"{BASE}/missing.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARAMETERS = (
    OF_PLAN,
    make_id_choice("area", "queries/areas", "area_id"),
    make_id_choice("indicator", "queries/indicators", "indicator_id"),
    make_id_choice("target", "queries/targets", "target_id"),
    make_number("year", FIRST_YEAR, LAST_YEAR),
    make_choice("lang", LANGUAGES, default=LANGUAGES[0]),
    make_choice("example", ("1",)),
    make_day("asof"),
)


async def answer_missing(request: Request) -> Response:
    """Send the workbook as a download."""
    speak_as_asked(request)
    try:
        return await run_aside(_make_workbook, request, is_long=True)
    except ParameterError as error:
        return JSONResponse({"error": describe_error(error)}, 400)
    except RightsError as error:
        return JSONResponse({"error": describe_error(error)}, find_status(error))
    except CaomuError as error:
        return JSONResponse({"error": describe_error(error)}, 503)


def _make_workbook(request: Request) -> Response:
    given = request.query_params.multi_items()
    store, asked = read_for_plan(PARAMETERS, given, enter_for(request))
    if asked["example"]:
        store = prepare_example().for_plan(store.plan_id)
    if asked["asof"]:
        store = look_back(store, asked["asof"])
    with use_day(asked["asof"]):
        return _answer(store, asked)


def _answer(store: Store, asked: dict) -> Response:
    cells = list_missing(
        load_county_inputs(store),
        get_today(),
        asked["area"],
        indicator_id=asked["indicator"],
        year=asked["year"],
        target_id=asked["target"],
    )
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(_name_file(store, asked))}",
        "Cache-Control": "no-store",
    }
    return Response(make_missing_book(store, cells), media_type=XLSX, headers=headers)


def _name_file(store: Store, asked: dict) -> str:
    """Return what the file is of: area, and target, indicator and year where one is asked."""
    name = f"name_{get_language()}"
    parts = [t("ingest.missing_file")]
    for key, query in (("area", "areas"), ("target", "targets"), ("indicator", "indicators")):
        if asked[key]:
            rows = store.query_rows(f"queries/{query}")
            parts += [row[name] for row in rows if row[f"{key}_id"] == asked[key]]
    parts += [str(asked["year"])] if asked["year"] else []
    return "_".join(parts).replace("/", "／") + ".xlsx"
