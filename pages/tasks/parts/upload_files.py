"""Files for download: a workbook to fill in, the present figures, the rejected rows."""

from functools import partial

import streamlit as st

from data.statistics.export import export_figures
from data.statistics.model import Reading
from data.statistics.rejected import make_rejected_book
from data.statistics.template import make_template
from data.words.names import pick_name
from data.words.numbers import format_year
from pages.blocks.folds import show_fold
from pages.blocks.markup import show_note
from pages.shell import cache
from pages.shell.example import keep_visit, mark_file
from pages.shell.frame import REGION
from pages.shell.i18n import get_language, t

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_files() -> None:
    """Offer the template and the export, each for the user's choice."""
    show_fold(t("upload.files_title"), _show_both, key="files")


def _show_both() -> None:
    template, export = st.tabs([t("upload.template"), t("upload.export")])
    with template:
        _show_template()
    with export:
        _show_export()


def _show_template() -> None:
    show_note(t("upload.template_note"))
    areas = _name_areas()
    indicators = cache.get_indicator_names(get_language())
    years = cache.name_possible_years()
    area_ids = _choose_several("template_areas", areas, t("upload.every_county"))
    indicator_ids = _choose_several("template_indicators", indicators, t("upload.choose_later"))
    chosen = _choose_several("template_years", years, format_year(list(years)[1]))
    st.download_button(
        t("upload.template_get"),
        mime=XLSX,
        key="template",
        data=keep_visit(
            partial(_make_template, tuple(area_ids), tuple(indicator_ids), tuple(chosen))
        ),
        file_name=f"{t('upload.template_file')}.xlsx",
        on_click="ignore",
    )


def _show_export() -> None:
    show_note(t("upload.export_note"))
    areas = _name_areas()
    indicators = cache.get_indicator_names(get_language())
    with st.container(horizontal=True, key="export_choices"):
        area_id = _choose_one("export_area", areas, t("upload.every_area"), None)
        indicator_id = _choose_one(
            "export_indicator", indicators, t("upload.every_indicator"), None
        )
    with st.container(horizontal=True, key="export_files"):
        for ending, mime in (("xlsx", XLSX), ("csv", "text/csv")):
            st.download_button(
                t(f"upload.export_{ending}"),
                mime=mime,
                key=f"export_{ending}",
                data=keep_visit(partial(_make_export, area_id, indicator_id, ending == "xlsx")),
                file_name=mark_file(f"{t('upload.export_file')}.{ending}"),
                on_click="ignore",
            )


def show_rejected(reading: Reading, key: str) -> None:
    """Offer the rejected rows as a workbook, if there are any."""
    if reading.rejected.empty:
        return
    show_note(t("upload.rejected_note"))
    st.download_button(
        t("upload.rejected_get", count=reading.rejected["row"].nunique()),
        mime=XLSX,
        key=key,
        data=keep_visit(partial(_make_rejected, reading)),
        on_click="ignore",
        file_name=f"{t('upload.rejected_file')}.xlsx",
    )


def _make_template(area_ids, indicator_ids, years) -> bytes:
    return make_template(
        cache.get_store(),
        area_ids=area_ids or None,
        indicator_ids=indicator_ids or None,
        year=years or None,
    )


def _make_export(area_id, indicator_id, is_xlsx: bool) -> bytes:
    return export_figures(
        cache.get_store(), area_id=area_id, indicator_id=indicator_id, is_xlsx=is_xlsx
    )


def _make_rejected(reading: Reading) -> bytes:
    return make_rejected_book(reading) or b""


@cache.keep("groups", in_words=True)
def _name_areas() -> dict[str, str]:
    areas = cache.get_areas()
    areas = areas[areas["level"] != "group"]
    return {REGION: pick_name(areas.loc[REGION])} | {
        row["area_id"]: pick_name(row) for row in areas.to_dict("records")
    }


def _choose_several(name: str, names: dict, none_chosen: str) -> list:
    return st.multiselect(
        t(f"upload.{name}"),
        list(names),
        key=name,
        placeholder=none_chosen,
        format_func=names.__getitem__,
        select_all=False,
    )


def _choose_one(name: str, names: dict, none_chosen: str, index: int | None):
    return st.selectbox(
        t(f"upload.{name}"),
        list(names),
        key=name,
        index=index,
        width=300,
        format_func=names.__getitem__,
        placeholder=none_chosen,
    )
