"""Golden pictures of the plates: ``python -m tests.geo.golden`` draws them anew.

Look at every one of them before committing: the tests only notice that something changed.
"""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from data.words.catalogue import LANGUAGES, t, use_language
from geo import sources
from geo.canvas import PrintSheet, drawing
from geo.multiples import make_page
from geo.plate import PlateOptions, make_sheet
from geo.sources import describe_role
from geo.views import Setting, build_roles_view
from tests.geo.kinds import KINDS, make_view
from tests.geo.seeds import open_seeded_store

FOLDER = Path(__file__).with_name("golden")
WIDTH = 640
DOTS_PER_INCH = 110
# Size and names of each golden plate; the kinds take turns so that each paper is seen.
OPTIONS = {
    "indicator": PlateOptions(labels="extremes"),
    "peers": PlateOptions(approval_number="GS(2024)0000"),
    "change": PlateOptions(size="wide"),
    "status": PlateOptions(size="square"),
    "roles": PlateOptions(size="wide"),
    "empty": PlateOptions(size="square", insets=False),
}
NAMES = [f"{kind}-{language}" for kind in (*KINDS, "each_role") for language in LANGUAGES]


def draw(store, name: str) -> np.ndarray:
    """Return a golden plate as grey-free pixels, small enough to keep."""
    kind, language = name.rsplit("-", 1)
    with use_language(language), drawing():
        sheet = (
            draw_each_role(store)
            if kind == "each_role"
            else make_sheet(make_view(store, kind), OPTIONS.get(kind, PlateOptions()))
        )
        data = sheet.save("png", dpi=DOTS_PER_INCH)
    with Image.open(io.BytesIO(data)) as picture:
        return shrink(picture)


def draw_each_role(store) -> PrintSheet:
    """Return the page with a small map for each of the 16 roles."""
    setting = Setting(sources.load_map_areas(store))
    roles, names = sources.load_map_roles(store), sources.load_role_names(store)
    views = [build_roles_view(setting, roles, names, [role_id]) for role_id in names.index]
    captions = [
        describe_role(names.loc[role_id], view.legend[0].count)
        for role_id, view in zip(names.index, views, strict=True)
    ]
    return make_page(
        views,
        captions,
        t("map.title.roles_each", years=sources.name_plan_years(names)),
        PlateOptions(),
    )


def shrink(picture) -> np.ndarray:
    """Return a picture at the golden width as an array of 8-bit colours."""
    small = picture.convert("RGB").resize(
        (WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.BOX
    )
    return np.asarray(small)


def read(name: str) -> np.ndarray:
    """Return a golden picture."""
    with Image.open(FOLDER / f"{name}.png") as picture:
        return np.asarray(picture.convert("RGB"))


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with open_seeded_store() as store:
        for name in NAMES:
            picture = Image.fromarray(draw(store, name))
            picture.quantize(128, dither=Image.Dither.NONE).save(
                FOLDER / f"{name}.png", optimize=True
            )
            print(name)
