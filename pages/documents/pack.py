"""Makes a briefing pack: the documents of a briefing, its maps, a manifest, all as one file too."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from data.clock import get_today, to_office, use_day
from data.files.disk import write_content
from data.ledger.packs import MANIFEST
from data.words.catalogue import t, use_language, use_plan_words
from pages.documents.briefing.compose import compose_briefing, make_context
from pages.documents.briefing.facts import BriefingChanges, BriefingFacts
from pages.documents.briefing.methods import list_method_lines
from pages.documents.briefing.model import Briefing, Chart, Plate
from pages.documents.county_card import draw_card_pictures, name_card_pictures
from pages.documents.hands import Hands
from pages.documents.pack_request import POWERPOINT, WORD, PackRequest, PackStep
from pages.documents.writers.pictures import Picture, draw_picture, list_pictures
from pages.documents.writers.steady import make_entry

SLIDES, LETTER, PRINT, BOOK = "briefing.pptx", "briefing.docx", "briefing.pdf", "figures.xlsx"
METHODS, ARCHIVE = "methods.txt", "briefing.zip"
MAPS = "maps"
# Composing, the cards, four documents, the archive; each picture is one more.
FIXED_STEPS = 7
Drawing = tuple[Chart | Plate, Callable[[], Picture]]


class _Progress:
    """Counts the steps of a pack and tells each one before it begins."""

    def __init__(self, tell: Callable[[PackStep], None]):
        self._tell, self._done, self.total = tell, 0, FIXED_STEPS

    def begin(self, text: str) -> None:
        self._tell(PackStep(min(self._done, self.total), self.total, text))
        self._done += 1


def make_pack(
    facts: BriefingFacts,
    request: PackRequest,
    folder: Path,
    tell: Callable[[PackStep], None] = lambda step: None,
    hands: int = 1,
) -> list[str]:
    """Write a briefing pack into a folder; return the names of its files.

    Parameters
    ----------
    facts : BriefingFacts
        From `load_briefing_facts` for the same scope.
    folder : Path
        It exists; files of the same names are replaced.
    tell : callable
        Is told each step before it begins, in the language of the request.
    hands : int
        So many processes draw and write; see `Hands`.

    Raises
    ------
    CaomuError
        The scope is unknown, or the template cannot be used.
    """
    made_on = to_office(request.made_at).date()
    day = made_on if made_on < get_today() else None
    with use_language(request.language), use_plan_words(facts.words), use_day(day):
        return _make(facts, request, folder, _Progress(tell), hands)


def _make(
    facts: BriefingFacts, request: PackRequest, folder: Path, progress: _Progress, hands: int
) -> list[str]:
    progress.begin(t("briefing.step.compose"))
    briefing = compose_briefing(
        facts, request.scope_id, request.year, request.recipe, request.made_at
    )
    with Hands(hands) as helpers:
        drawing = _give_pictures(helpers, briefing, facts)
        lines = _list_lines(facts, request)
        book = helpers.give(_make_book, briefing, lines, request.made_at)
        progress.begin(t("briefing.step.cards"))
        briefing, card_pictures = _add_card_pictures(briefing, facts, request)
        # Loaded while the helpers draw, which don't need it.
        from pages.documents.writers.print import make_print
        from pages.documents.writers.slides import make_slides

        pictures = _take_pictures(drawing, progress)
        letter = helpers.give(_make_letter, request, briefing, pictures)
        progress.begin(t("briefing.step.make", name=PRINT))
        # Typst needs none of Python's time: the slides are made meanwhile.
        with ThreadPoolExecutor(1) as aside:
            making = aside.submit(
                copy_context().run, make_print, briefing, pictures, card_pictures, request.made_at
            )
            progress.begin(t("briefing.step.make", name=SLIDES))
            files = {
                SLIDES: make_slides(briefing, pictures, request.made_at, *_get_master(request))
            }
            progress.begin(t("briefing.step.make", name=LETTER))
            files[LETTER] = letter()
            progress.begin(t("briefing.step.make", name=BOOK))
            files[BOOK], files[METHODS] = book()
            files[PRINT] = making.result()
    files |= _list_map_files(drawing, pictures)
    progress.begin(t("briefing.step.make", name=ARCHIVE))
    files[MANIFEST] = _make_manifest(facts, request, briefing, files)
    files[ARCHIVE] = _make_archive(files, request.made_at)
    _write_all(folder, files)
    return list(files)


def _give_pictures(helpers: Hands, briefing: Briefing, facts: BriefingFacts) -> list[Drawing]:
    """Have the charts and maps drawn, the maps first, because they take longest."""
    blocks = sorted(list_pictures(briefing), key=lambda block: isinstance(block, Chart))
    return [
        (block, helpers.give(draw_picture, block, briefing.watermark, facts.approval_number))
        for block in blocks
    ]


def _take_pictures(drawing: list[Drawing], progress: _Progress) -> dict[str, Picture]:
    progress.total += len(drawing)
    pictures = {}
    for block, wait in drawing:
        progress.begin(t("briefing.step.draw", title=block.title))
        pictures[block.block_id] = wait()
    return pictures


def _get_master(request: PackRequest) -> tuple[bytes | None, str]:
    """Return an office's own presentation, None where none was given."""
    is_master = _get_kind(request) == POWERPOINT
    return (request.template if is_master else None), request.template_name


def _get_kind(request: PackRequest) -> str:
    return Path(request.template_name).suffix.lower() if request.template else ""


def _make_letter(request: PackRequest, briefing: Briefing, pictures: dict[str, Picture]) -> bytes:
    # Each way has packages of its own: only those needed are loaded.
    if request.template is not None and _get_kind(request) == WORD:
        from pages.documents.writers.filled import fill_template

        return fill_template(
            request.template, request.template_name, briefing, pictures, request.made_at
        )

    from pages.documents.writers.letter import make_letter

    return make_letter(briefing, pictures, request.made_at)


def _list_lines(facts: BriefingFacts, request: PackRequest) -> list[str]:
    context = make_context(facts, request.scope_id, request.year, request.recipe, request.made_at)
    return list_method_lines(context)


def _make_book(briefing: Briefing, lines: list[str], made_at: datetime) -> tuple[bytes, bytes]:
    """Return the workbook and the methods note."""
    from pages.documents.writers.workbook import make_figure_book

    note = "\n\n".join([briefing.title, briefing.made, *lines]) + "\n"
    return make_figure_book(briefing, lines, made_at), note.encode()


def _list_map_files(drawing: list[Drawing], pictures: dict[str, Picture]) -> dict[str, bytes]:
    files = {}
    for block, _ in drawing:
        if isinstance(block, Plate):
            files[f"{MAPS}/{block.block_id}.png"] = pictures[block.block_id].png
            files[f"{MAPS}/{block.block_id}.svg"] = pictures[block.block_id].svg
    return files


def _add_card_pictures(
    briefing: Briefing, facts: BriefingFacts, request: PackRequest
) -> tuple[Briefing, dict[str, bytes]]:
    """Draw the small pictures of the cards, and name them in the cards."""
    as_of = to_office(request.made_at).date()
    pictures: dict[str, bytes] = {}
    sections = []
    for section in briefing.sections:
        if section.card is not None:
            area_id = section.card["area_id"]
            own = draw_card_pictures(facts.counties, area_id, briefing.year, as_of)
            pictures |= own
            named = name_card_pictures(area_id, own) | {"level": section.level}
            section = replace(section, card=section.card | named)
        sections.append(section)
    return replace(briefing, sections=tuple(sections)), pictures


def _make_manifest(
    facts: BriefingFacts, request: PackRequest, briefing: Briefing, files: dict[str, bytes]
) -> bytes:
    """Return what the pack rests on: with the same facts and time it can be made again."""
    uploads = facts.uploads.to_dict("records")
    newest = max((row["uploaded_at"] for row in uploads), default=None)
    content = {
        "product": "Caomu",
        "plan": facts.counties.progress.plan["plan_id"],
        "scope": request.scope_id,
        "place": briefing.place,
        "year": briefing.year,
        "language": request.language,
        "recipe": request.recipe.recipe_id,
        "parts": list(request.recipe.parts),
        "made_at": f"{request.made_at.isoformat(timespec='seconds')}Z",
        "as_of": to_office(request.made_at).date().isoformat(),
        "data_cutoff": None if newest is None else f"{newest.isoformat(timespec='seconds')}Z",
        "data_version": facts.version,
        "changes_since": _tell_since(facts.changes),
        "is_made_up": bool(briefing.watermark),
        "uploads": [
            {
                "upload_id": str(row["upload_id"]),
                "dataset": row["dataset"],
                "file_name": row["file_name"],
                "sha256": row["sha256"],
            }
            for row in uploads
        ],
        "template": None
        if request.template is None
        else {"file_name": request.template_name, "sha256": _hash(request.template)},
        "files": [
            {"name": name, "bytes": len(content), "sha256": _hash(content)}
            for name, content in sorted(files.items())
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _tell_since(changes: BriefingChanges | None) -> str | None:
    """Return the day, or the time in UTC, from which on the pack tells changes."""
    if changes is None:
        return None
    if changes.since_at is None:
        return changes.since.isoformat()
    return f"{changes.since_at.isoformat(timespec='seconds')}Z"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _make_archive(files: dict[str, bytes], made_at: datetime) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(make_entry(name, made_at), content)
    return target.getvalue()


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    if any(name.startswith(f"{MAPS}/") for name in files):
        (folder / MAPS).mkdir(exist_ok=True)
    for name, content in files.items():
        write_content(folder / name, content)
