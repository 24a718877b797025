"""GET /api/v1/package: the data package as one file, for a link on any page."""

import tempfile
from pathlib import Path
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from data.errors import CaomuError, RightsError
from data.package.archive import zip_package
from data.package.save import save_package
from data.projects.example import prepare_example
from data.words.catalogue import LANGUAGES, t
from data.words.sentences import describe_error
from pages.server.callers import enter_for, find_status
from pages.server.parameters import ParameterError, make_choice, read_parameters
from pages.server.resources import BASE
from pages.server.speaking import speak_as_asked
from pages.server.workers import run_aside

PATH = f"{BASE}/package"
ZIP = "application/zip"
PARAMETERS = (make_choice("lang", LANGUAGES, default=LANGUAGES[0]), make_choice("example", ("1",)))


async def answer_package(request: Request) -> Response:
    """Send the package as a download."""
    speak_as_asked(request)
    try:
        return await run_aside(_make_archive, request, is_long=True)
    except ParameterError as error:
        return JSONResponse({"error": describe_error(error)}, 400)
    except RightsError as error:
        return JSONResponse({"error": describe_error(error)}, find_status(error))
    except CaomuError as error:
        return JSONResponse({"error": describe_error(error)}, 503)


def _make_archive(request: Request) -> Response:
    store = enter_for(request)
    asked = read_parameters(PARAMETERS, request.query_params.multi_items(), store)
    if asked["example"]:
        store = prepare_example()
    place = tempfile.TemporaryDirectory(prefix="caomu-")
    try:
        folder = Path(place.name) / "caomu-data"
        save_package(store, folder)
        archive = Path(place.name) / "package.zip"
        zip_package(folder, archive)
    except BaseException:
        place.cleanup()
        raise
    name = t("data.package_file_example" if asked["example"] else "data.package_file")
    return FileResponse(
        archive,
        media_type=ZIP,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.zip",
            "Cache-Control": "no-store",
        },
        background=BackgroundTask(place.cleanup),
    )
