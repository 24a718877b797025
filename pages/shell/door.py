"""The door of the app: whoever has not signed on sees nothing else, where a sign-on is set up."""

import streamlit as st
from markupsafe import Markup

from data.errors import CaomuError
from data.rights.actors import NOBODY, Right
from data.rights.grants import are_in_force
from pages.shell import cache
from pages.shell.actor import list_own_areas, name_who_may
from pages.shell.i18n import t
from pages.shell.messages import show_notice
from pages.shell.sign_on import find_sign_on, get_visitor


def let_in() -> None:
    """Go on for who signed on, or where nobody has to; else show how to sign on, and stop."""
    try:
        actor = cache.get_actor()
    except CaomuError:
        # The page says itself what is wrong with the database.
        if find_sign_on() is None:
            return
        actor = NOBODY
    if actor is not NOBODY:
        return
    st.html(
        Markup('<h1 class="page-title door" lang="{}">{}</h1>').format(
            t("shell.html_language"), t("shell.product")
        )
    )
    if find_sign_on() is None:
        show_notice("error", t("rights.no_sign_on"))
    else:
        show_notice("note", t("rights.sign_on_note"))
        st.button(t("rights.sign_on"), key="sign_on", type="primary", on_click=st.login)
    st.stop()


def show_who_signed_on() -> None:
    """Show who signed on, with which roles, and how to leave; nothing on one desk."""
    try:
        actor = cache.get_actor()
    except CaomuError:
        return
    if actor.is_desk:
        return
    roles = list(dict.fromkeys(map(_name_right, actor.rights)))
    text = t("shell.list_separator").join(roles) or t(
        "rights.no_role", whom=name_who_may("administer")
    )
    who = Markup('<p class="signed-on"><b>{}</b><br>{}<br><small>{}</small></p>')
    st.html(who.format(actor.name, text, actor.person_id))
    if actor.seen is not None:
        st.caption(t("rights.sees_part"))
    st.button(t("rights.sign_off"), key="sign_off", type="tertiary", on_click=st.logout)


def _name_right(right: Right) -> str:
    """Return a role with the area that it is held in."""
    names = cache.get_area_names()
    tops = [names[area_id] for area_id in list_own_areas(right.area_ids)]
    areas = tops[0] if len(tops) == 1 else t("rights.areas", n=len(tops))
    return t("rights.role_of", role=t(f"rights.role.{right.role}"), detail=areas)


def has_rights() -> bool:
    """Tell whether persons are told apart: a sign-on is set up, or rights are in force."""
    try:
        return get_visitor().signs_on or are_in_force(cache.get_whole_store())
    except CaomuError:
        return False
