"""The frame around every page: look, navigation, language, area and year."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from copy import copy
from functools import lru_cache, partial
from itertools import chain
from typing import Literal, NamedTuple, overload
from urllib.parse import urlencode, urlparse

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.clock import format_time, get_today
from data.errors import CaomuError
from data.journal import note
from data.store.statements import DEFAULT_PLAN
from data.words.catalogue import LANGUAGES, load_subject, set_plan_words, use_plan_words
from data.words.names import pick_name
from data.words.numbers import format_day
from geo.addresses import ROOT, make_static_address
from indicators.frames import list_rows
from pages.shell import address, cache
from pages.shell.actor import get_actor_name
from pages.shell.door import has_rights, let_in, show_who_signed_on
from pages.shell.example import choose_example, hold_carried, is_in_example, list_carried
from pages.shell.first_view import Beginning, hold_beginning
from pages.shell.former_day import KEY as ASOF
from pages.shell.former_day import NOW, choose_former_day, get_former_day, pop_refused_day
from pages.shell.i18n import choose_language, get_language, switch_language, t
from pages.shell.messages import PLACE, render_notice, show_error, show_notice
from pages.shell.parts import is_in_part
from pages.shell.plan_choice import (
    KEY,
    choose_plan,
    get_plan_id,
    pop_refused_plan,
    show_plan_choice,
)
from pages.shell.registry import HOME, ONLY_WITH_RIGHTS, SECTIONS, get_path
from pages.shell.sign_on import find_sign_on, hold_visitor

REGION = "650000"
SIDEBAR_WIDTH = 220
PRINT_FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Caomu Sans', sans-serif"
# How many lists of pages are kept: they differ by page, language and what the address carries.
MOST_LISTS = 256
# Pages that show the register of projects, and those that show nothing else.
WITH_PROJECTS, ONLY_PROJECTS = ("overview", "boxes", "county", "projects"), ("projects",)
# Pages that show what they are about before the shell around it: on a slow computer the browser
# takes longer for lists and buttons than for a map.
AHEAD = ("map",)


# What the printed sheets of this run say at their head: the style that `show_print_head` made last.
_printed: ContextVar[str] = ContextVar("printed", default="")
# What is drawn once the page of this run is there; None where the shell comes first.
_later: ContextVar[list[Callable[[], None]] | None] = ContextVar("later", default=None)


class Choice(NamedTuple):
    """The reader's choice in the head of a page."""

    area_id: str
    year: int


def run_page() -> None:
    """Set up the window and run the page of the address."""
    _later.set(None)
    is_new_visit = not st.session_state
    with hold_visitor():
        try:
            page = _open_frame()
            with hold_beginning(_find_beginning(page.url_path) if is_new_visit else None):
                _run_in_frame(page)
        finally:
            for draw in _later.get() or ():
                draw()


def _find_beginning(name: str) -> Beginning | None:
    """Return how a visit begins with a page that comes before the shell, if everybody is shown the
    same there, with nothing said above it."""
    run = get_script_run_ctx(suppress_warning=True)
    if name not in AHEAD or run is None or is_in_example() or get_former_day() is not None:
        return None
    with suppress(CaomuError):
        store, address = cache.get_whole_store(), urlparse(st.context.url or "").path
        beginning = Beginning(f"{address}?{run.query_string}", store, store.version, get_today())
        is_plain = get_plan_id() == DEFAULT_PLAN and not cache.has_made_up_figures()
        # A sign-on makes of who comes a person, or nobody.
        if is_plain and cache.get_actor().is_desk and find_sign_on() is None:
            return beginning
    return None


def _draw_in_turn(draw: Callable[[], None]) -> None:
    """Draw a piece of the shell now, or after a page that comes before it."""
    later = _later.get()
    if later is None:
        draw()
    else:
        later.append(draw)


def _open_frame():
    """Set up the window and return the page of the address."""
    choose_language()
    _note_unknown_choices()
    # Streamlit's own list is no list for readers of a screen; ours keeps language and example.
    page = st.navigation(_list_pages(), position="hidden")
    st.set_page_config(
        page_title=t("shell.tab_title", page=page.title),
        page_icon=_locate("icon"),
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    choose_example()
    _later.set([] if page.url_path in AHEAD else None)
    _draw_in_turn(_show_logo)
    let_in()
    _find_plan()
    choose_former_day(cache.get_present_store)
    _draw_in_turn(partial(_show_sidebar, page.url_path))
    # The list of pages was made before the plan was known, which has its own words.
    title = t(f"shell.page.{page.url_path}") if page.url_path else page.title
    if title != page.title:
        st.set_page_config(page_title=t("shell.tab_title", page=title))
    return page


@lru_cache(maxsize=8)
def _locate(name: str) -> str:
    """Return the address of a picture of the frame, which the browser fetches once."""
    return f"/{make_static_address(ROOT / 'static' / 'page' / f'{name}.svg')}"


def _show_logo() -> None:
    st.logo(_locate(f"logo_{get_language()}"), size="large")


def _show_sidebar(name: str) -> None:
    """Show the list of pages, of which `name` is open, and who signed on."""
    shown = name, urlencode(list_carried())
    with st.sidebar:
        st.html(
            _render_navigation(get_language(), _list_titles(), *shown, with_rights=has_rights())
        )
        show_who_signed_on()


def _note_unknown_choices() -> None:
    """Remember what the address says of the language or the example and nobody understands."""
    for name, known in (("lang", LANGUAGES), ("example", ("0", "1"))):
        asked = st.query_params.get(name, known[0])
        if asked not in known:
            address.note_refused(name, asked)


def _run_in_frame(page) -> None:
    """Run a page; show an error in it as a sentence.

    What the address asked for in vain is said in the head, also where the page looks at it later.
    """
    _printed.set("")
    try:
        with cache.hold_store(), hold_carried():
            page.run()
    except Exception as error:
        show_error(error)
    if printed := _printed.get():
        st.html(printed)
    place = st.session_state.pop(PLACE, None)
    if place is not None:
        with place:
            _show_refused()
    area = st.query_params.get("area") or st.query_params.get("code") or ""
    note("show", path=page.url_path, area=area[:200], user=get_actor_name())


@overload
def show_head(name: str, *, choices: Literal[True] = True) -> Choice: ...


@overload
def show_head(name: str, *, choices: Literal[False]) -> None: ...


def show_head(name: str, *, choices: bool = True) -> Choice | None:
    """Show title, area, year and language of a page.

    Parameters
    ----------
    name : str
        The page's name in the registry.
    choices : bool
        Whether the page depends on area and year.

    Returns
    -------
    Choice or None
        Area and year, or None for a page without them.
    """
    chosen = None
    head = st.container(horizontal=True, vertical_alignment="bottom", key="head")
    with head:
        # static/page/script.js takes the language of the document from it.
        st.html(
            Markup('<h1 class="page-title" lang="{}">{}</h1>').format(
                t("shell.html_language"), t(f"shell.page.{name}")
            )
        )
    if choices:
        with head:
            show_plan_choice(_list_plans())
            chosen = Choice(_choose_area(), _choose_year())
            _show_language_button()
    else:
        _draw_in_turn(partial(_show_choices_of_shell, head))
    show_print_head(name, *(chosen or ()))
    st.session_state[PLACE] = st.container(key="head_notices")
    _mark_stale_copy()
    _mark_former_day()
    _mark_demonstration(name)
    return chosen


def show_print_head(
    name: str, area_id: str | None = None, year: int | None = None, narrowed: Iterable[str] = ()
) -> None:
    """Say on each printed sheet what it is: page, area, year, cut-off, day, and n of m.

    `show_head` calls it; a page with choices of its own calls it again, and the last one is shown
    when the page is complete; a part that runs alone shows its own.
    `narrowed` are the words of the filters in force: their fields are not printed, and a list must
    not be taken for the whole.
    """
    parts = [t("shell.product"), t(f"shell.page.{name}")]
    parts += [] if area_id is None else [cache.get_area_names()[area_id]]
    parts += [] if year is None else [t("shell.year_value", year=year)]
    parts += narrowed
    cutoff = t(
        "shell.printed", year=max(cache.get_years(), default="—"), day=format_day(get_today())
    )
    left, right = (" · ".join(parts), cutoff)
    contents = {
        "top-left": _quote(left),
        "top-right": _quote(right),
        "bottom-right": "counter(page) ' / ' counter(pages)",
    }
    look = f"font: 8pt {PRINT_FONT}; color: #5b6861;"
    boxes = "".join(f"@{place} {{ content: {text}; {look} }}" for place, text in contents.items())
    style = _render_style(f"@page {{ {boxes} }}")
    if is_in_part():
        st.html(style)
        style = ""
    _printed.set(style)


def _quote(text: str) -> str:
    """Return a text as CSS takes it."""
    return (
        '"'
        + "".join(f"\\{ord(letter):x} " if letter in '"\\<>' else letter for letter in text)
        + '"'
    )


def _list_pages() -> dict:
    """Return the pages of this run by section; Streamlit marks the one that it lets run."""
    made = _make_pages(get_language())
    return {section: [copy(page) for page in pages] for section, pages in made.items()}


@lru_cache(maxsize=len(LANGUAGES))
def _make_pages(language: str) -> dict[str, list]:
    """Return the pages by section, once per language: making one looks for its file."""
    words = load_subject(language, "shell")
    with use_plan_words(None):
        titles = dict(zip(chain(*SECTIONS.values()), _list_titles(), strict=True))
    home = st.Page(_go_home, title=words["shell.product"], default=True, visibility="hidden")
    pages = {"": [home]}
    for section, names in SECTIONS.items():
        pages[words[f"shell.section.{section}"]] = [
            st.Page(get_path(section, name), title=titles[name], url_path=name) for name in names
        ]
    return pages


def _list_titles() -> tuple[str, ...]:
    """Return the pages' titles in the order of the sections; a plan has words of its own."""
    return tuple(t(f"shell.page.{name}") for name in chain(*SECTIONS.values()))


@lru_cache(maxsize=MOST_LISTS)
def _render_navigation(
    language: str, titles: tuple[str, ...], shown: str, query: str, *, with_rights: bool
) -> Markup:
    """Return the list of pages by section; its links are followed within the visit."""
    words = load_subject(language, "shell")
    titled = dict(zip(chain(*SECTIONS.values()), titles, strict=True))
    sections = [
        Markup('<h2 id="section-{}">{}</h2><ul aria-labelledby="section-{}">{}</ul>').format(
            section,
            words[f"shell.section.{section}"],
            section,
            Markup("").join(
                Markup('<li><a href="{}?{}" target="_self"{}>{}</a></li>').format(
                    name,
                    query,
                    Markup(' aria-current="page"') if name == shown else "",
                    titled[name],
                )
                for name in names
                if name not in ONLY_WITH_RIGHTS or with_rights
            ),
        )
        for section, names in SECTIONS.items()
    ]
    return Markup(
        '<nav class="pages" aria-label="{}">{}</nav>'
        '<button type="button" class="print-page">{}</button>'
    ).format(words["shell.label.pages"], Markup("").join(sections), words["shell.print"])


def _go_home() -> None:
    """Show the overview for the bare address, and for an unknown one, with a warning."""
    name = urlparse(st.context.url or "").path.strip("/")
    if name:
        st.session_state["page_unknown"] = name[:40]
    st.switch_page(HOME, query_params=dict(st.query_params))


def _list_plans() -> list[dict]:
    """Return the plans; none where the database cannot be opened, which the page says itself."""
    try:
        return cache.list_plans()
    except CaomuError:
        return []


def _find_plan() -> None:
    set_plan_words(None)
    with suppress(CaomuError):
        choose_plan(cache.list_plans())
        set_plan_words(cache.get_own_words())


def _choose_area() -> str:
    names = name_areas_in_head()
    key = address.adopt_choice("area", list(names), cache.get_plan_area())
    return choose("area", names, key=key, width=300)


@cache.keep_drawing
def name_areas_in_head() -> dict[str, str]:
    """Return the areas to choose from in the head of a page, with their names."""
    return {row["area_id"]: _name_area(row) for row in list_rows(cache.get_areas())}


def _name_area(row) -> str:
    if row["level"] == "county" and row["parent_id"] != REGION:
        return t("shell.county_in", county=pick_name(row), prefecture=pick_name(row, "parent"))
    return pick_name(row)


def _choose_year() -> int:
    names = cache.name_years()
    key = address.adopt_choice("year", list(names), next(iter(names)))
    return choose("year", names, key=key, width=110)


def choose(name: str, names: dict, *, key: str, width: int):
    """Show a select box labelled ``shell.<name>`` over values and their written names.

    The names are written beforehand, because Streamlit also asks for them outside a run, where
    the language of the visit is not known.
    """
    return st.selectbox(
        t(f"shell.{name}"), list(names), key=key, format_func=names.__getitem__, width=width
    )


def _show_language_button() -> None:
    other = next(language for language in LANGUAGES if language != get_language())
    st.button(
        t("shell.other_language"),
        key="language_button",
        on_click=switch_language,
        args=(other,),
        type="tertiary",
    )


def _show_choices_of_shell(head) -> None:
    with head:
        show_plan_choice(_list_plans())
        _show_language_button()


def _show_refused() -> None:
    unknown = st.session_state.pop("page_unknown", None)
    if unknown:
        show_notice("warning", t("shell.page_unknown", name=unknown))
    plan_id = pop_refused_plan()
    refused = address.list_refused() | ({} if plan_id is None else {KEY: plan_id})
    if refused:
        asked = t("shell.list_separator").join(
            t("shell.address_part", name=name, value=value) for name, value in refused.items()
        )
        show_notice("warning", t("shell.address_refused", asked=asked))


def _mark_stale_copy() -> None:
    """Say on every page until when it knows what others wrote to the shared database, where that
    no longer arrives."""
    since = None if is_in_example() else cache.get_whole_store().stale_since
    if since is not None:
        show_notice("error", t("shell.stale", time=format_time(since)))


def _mark_former_day() -> None:
    """Say on every page that it shows a former day, with the way back; or why it does not."""
    refused = pop_refused_day()
    if refused is not None:
        show_error(refused)
    day = get_former_day()
    if day is None:
        return
    place = urlparse(st.context.url or "").path.rpartition("/")[2]
    back = f"{place}?{urlencode({**st.query_params.to_dict(), ASOF: NOW})}"
    written = format_day(day)
    st.html(
        Markup(
            '<p class="notice former" role="status"><span aria-hidden="true">◷</span>'
            '<span><b>{}</b> {} <a href="{}" target="_self">{}</a></span></p>'
            '<div class="former-mark" aria-hidden="true">{}</div>'
        ).format(
            t("asof.mark", day=written),
            t("asof.note"),
            back,
            t("asof.leave"),
            t("asof.mark", day=written),
        )
    )


def _mark_demonstration(name: str) -> None:
    """Say on every page what is made up: the example, or lists in the own file.

    The mark lies across a page only where that stands: a register that is made up leaves the
    statistics as they are, and the other way round.
    """
    if is_in_example():
        leave = f"overview?lang={get_language()}&example=0"
        notices = [
            Markup(
                '<p class="notice warning" role="status"><span aria-hidden="true">◆</span>'
                '{} <a href="{}" target="_self">{}</a></p>'
            ).format(t("example.banner"), leave, t("example.leave"))
        ]
        is_marked = True
    else:
        of_projects, of_figures = cache.has_demonstration(), cache.has_made_up_figures()
        notices = [
            render_notice("warning", t(key))
            for key, is_said in (
                ("boxes.demonstration", of_projects),
                ("example.own_figures", of_figures),
            )
            if is_said
        ]
        is_marked = (of_projects and name in WITH_PROJECTS) or (
            of_figures and name not in ONLY_PROJECTS
        )
    if is_marked:
        notices[-1] += Markup(
            '<div class="demonstration-mark" aria-hidden="true" data-words="{}"></div>'
        ).format(t("boxes.demonstration_mark"))
    if notices:
        rows = Markup("").join(Markup("<div>{}</div>").format(row) for row in notices)
        st.html(Markup('<div class="stack">{}</div>').format(rows))


def _render_style(text: str) -> str:
    return f"<style>{text}</style>"
