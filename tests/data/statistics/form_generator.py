"""Makes forms as offices send them, from a seed, with the truth beside each.

A form is a layout (form_layouts), changed by some twists (form_twists) and put on paper
(form_paper). A third of the words that it is made of are odd: no reader can know them, and
all that hangs on them must wait.
"""

from tests.data.statistics import form_twists as twists
from tests.data.statistics.form_layouts import draw_layout
from tests.data.statistics.form_model import Draft, Form
from tests.data.statistics.form_paper import lay_out, make_csv, write_xls, write_xlsx
from tests.data.statistics.form_scene import Scene


def make_forms(seed: int, count: int) -> list[Form]:
    """Return forms; the same for the same seed."""
    return [make_form(f"{seed}-{number}") for number in range(count)]


def make_form(seed: str) -> Form:
    """Return one form with the truth about each of its figures."""
    scene = Scene(seed)
    draft = draw_layout(scene)
    applied = _twist(scene, draft, twists.LISTED_TWISTS, [40, 42, 18])
    applied += _twist(scene, draft, twists.ODD_TWISTS, [50, 38, 12])
    twists.frame(scene, draft)
    draft.is_merged = scene.is_book and scene.happens(0.7)
    drafts = [draft, *filter(None, [draft.next_sheet])]
    laid = [lay_out(scene, each) for each in drafts]
    sheets = [sheet for sheet, _ in laid]
    cells = [cell for _, found in laid for cell in found]
    name = f"表.{scene.ending if scene.is_book else 'csv'}"
    return Form(name, _write(scene, sheets), sheets, cells, draft.layout, applied, scene.words)


def _twist(scene: Scene, draft: Draft, choices: dict, weights: list[int]) -> list[str]:
    """Apply none, one or two of the twists; return the names of those applied."""
    wanted = scene.chance.choices([0, 1, 2], weights)[0]
    applied = []
    for _ in range(12):
        if len(applied) == wanted:
            break
        twist = scene.chance.choices(list(choices), list(choices.values()))[0]
        if twist.__name__ not in applied and twist(scene, draft):
            applied.append(twist.__name__)
    return applied


def _write(scene: Scene, sheets: list) -> bytes:
    if scene.ending == "xlsx":
        return write_xlsx(sheets)
    if scene.ending == "xls":
        return write_xls(sheets)
    return make_csv(sheets[0], scene.ending)
