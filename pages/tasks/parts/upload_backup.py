"""Copies of the database: shows the day of the last one, and makes one now."""

from pathlib import Path

import streamlit as st

from data.clock import get_today
from data.errors import CaomuError
from data.store.backup import back_up, get_day_of_copy, list_daily_copies
from data.store.faults import get_backup_folder, get_backups_kept
from data.store.migrations import find_free_name
from pages.blocks.markup import show_note
from pages.shell import cache
from pages.shell.i18n import t
from pages.shell.messages import show_error, show_notice

TOLD = "backup_told"
LATE_DAYS = 2


def show_backups() -> None:
    """Show the day of the last daily copy, and let the user make a copy now."""
    path = Path(cache.get_store().path)
    told = st.session_state.pop(TOLD, None)
    copies = list_daily_copies(path)
    kept = get_backups_kept()
    with st.expander(_name_title(copies, kept), expanded=told is not None, key="backups"):
        if isinstance(told, CaomuError):
            show_error(told)
        elif told:
            show_notice("done", t("upload.backup_done", path=told))
        if kept and copies and (get_today() - get_day_of_copy(copies[0])).days > LATE_DAYS:
            show_notice("warning", t("upload.backup_late", day=get_day_of_copy(copies[0])))
        key = "backup_note" if kept else "backup_note_none"
        note = t(f"upload.{key}", folder=get_backup_folder(path), kept=kept)
        show_note(note)
        st.button(t("upload.backup_now"), key="backup_now", on_click=_back_up, args=(path,))


def _name_title(copies: list[Path], kept: int) -> str:
    if copies:
        return t("upload.backup_title", day=get_day_of_copy(copies[0]))
    return t("upload.backup_title_none" if kept else "upload.backup_title_off")


def _back_up(path: Path) -> None:
    folder = get_backup_folder(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        out = find_free_name(folder / path.name, "manual")
        back_up(cache.get_store(), out)
    except CaomuError as error:
        st.session_state[TOLD] = error
    except OSError:
        st.session_state[TOLD] = CaomuError("backup_not_written", path=str(folder))
    else:
        st.session_state[TOLD] = str(out)
