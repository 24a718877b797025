"""Reads a file or a grid once, and previews its effect on figures and targets."""

import hashlib
import time
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from data.statistics.commit import preview_upload
from data.statistics.meanwhile import find_moved_values
from data.statistics.model import IngestOptions, Preview, Reading
from data.statistics.read import read_entries, read_statistics
from data.statistics.trial import try_upload
from indicators.figures import YearlyFigures
from indicators.targets.preview import COLUMNS, compare_progress, list_areas_with_targets
from pages.blocks.saving import hold, release, show_outdated
from pages.shell import cache
from pages.shell.i18n import t

KNOWN, UPLOAD = "upload_read", "upload"
LARGE_BYTES = 400_000
PATIENCE_S = 0.6
# With more values the effect on targets is only shown after the upload, because the preview
# would take longer than the upload itself.
MOST_TRIED = 100_000


@dataclass(frozen=True)
class TriedReading:
    """What was read, what it would change, and the targets that would change.

    effects is the result of `compare_progress`; None if the file is too large for a preview.
    asked is what was asked for: the content and how to read it.
    """

    reading: Reading
    preview: Preview
    effects: pd.DataFrame | None
    asked: str = ""


class LateBar:
    """A progress bar that appears only for work that takes longer than a moment."""

    def __init__(self, is_large: bool):
        self._place, self._is_large, self._started = st.empty(), is_large, time.monotonic()

    def show(self, stage: str, fraction: float) -> None:
        """Show the progress of the work; the text of a stage is ``upload.stage.<stage>``."""
        if self._is_large or time.monotonic() - self._started > PATIENCE_S:
            self._place.progress(min(fraction, 1.0), text=t(f"upload.stage.{stage}"))

    def close(self) -> None:
        """Remove the bar."""
        self._place.empty()


def compute_sha(content: bytes) -> str:
    """Return the hash that identifies a file during a visit."""
    return hashlib.sha256(content).hexdigest()


def read_file(content: bytes, name: str, options: IngestOptions) -> TriedReading:
    """Read a file and compare it; once per content, options and data version.

    Raises
    ------
    CaomuError
        The file cannot be read, or an option names something that does not exist.
    """

    def read(bar: LateBar) -> Reading:
        watched = replace(options, progress=lambda done: bar.show("reading", 0.6 * done))
        return read_statistics(content, name, cache.get_store(), options=watched)

    return _read_once((compute_sha(content), name, options), len(content), read)


def read_grid(entries: pd.DataFrame, name: str, options: IngestOptions) -> TriedReading:
    """Check typed-in figures and compare them, as `read_file` does with a file."""

    def read(_: LateBar) -> Reading:
        return read_entries(entries, cache.get_store(), name=name, options=options)

    return _read_once((entries.to_json(), name, options), 0, read)


def hold_reading(outcome: TriedReading) -> TriedReading:
    """Return what the reader was shown of this file and is about to confirm.

    It stays on the page when others change what it was compared with; the page says so.
    """
    held = hold(UPLOAD, outcome, lambda _: "confirm", outcome.asked)
    if _is_alike(held, outcome):
        release(UPLOAD)
        return hold(UPLOAD, outcome, lambda _: "confirm", outcome.asked)
    show_outdated(UPLOAD, "preview")
    return held


def _is_alike(held: TriedReading, now: TriedReading) -> bool:
    if held is now:
        return True
    return (
        held.reading.batch.equals(now.reading.batch)
        and len(held.reading.held) == len(now.reading.held)
        and find_moved_values(held.preview, now.preview).empty
    )


def _read_once(key: tuple, size: int, read) -> TriedReading:
    asked = repr((*key, *cache.list_looked_at()))
    written = f"{asked} {cache.get_store().version}"
    known_key, known = st.session_state.get(KNOWN, (None, None))
    if known_key == written:
        return known
    bar = LateBar(size > LARGE_BYTES)
    try:
        bar.show("reading", 0.05)
        reading = read(bar)
        bar.show("comparing", 0.65)
        preview = preview_upload(cache.get_store(), reading)
        bar.show("targets", 0.85)
        effects = _find_effects(reading, preview)
        known = TriedReading(reading, preview, effects, asked)
    finally:
        bar.close()
    st.session_state[KNOWN] = (written, known)
    return known


def _find_effects(reading: Reading, preview: Preview) -> pd.DataFrame | None:
    if preview.new + preview.revised == 0:
        return pd.DataFrame(columns=list(COLUMNS))
    if len(preview.batch) > MOST_TRIED:
        return None
    inputs = cache.get_inputs()
    with try_upload(cache.get_store(), reading, preview) as trial:
        figures = YearlyFigures.of_store(trial).load_now(inputs.index.figures.together)
    areas = list_areas_with_targets(inputs, preview.frame["area_id"].unique())
    return compare_progress(inputs, figures, areas)
