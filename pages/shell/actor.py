"""Asks once per visit who acts; the name is recorded and labelled self-declared.

Where a sign-on is set up nobody is asked: the name is the one that the provider gave, and the
store signs with it whatever a page says (`data.rights.handles`).
"""

import streamlit as st
from markupsafe import Markup

from data.rights.actions import REGION, list_roles_of
from data.rights.actors import Actor
from data.rights.grants import list_grants
from pages.shell.cache import get_actor, get_areas, get_whole_store, keep, may
from pages.shell.i18n import t
from pages.shell.messages import show_notice

ACTOR = "actor"
# So many persons are named of each role.
MOST_NAMED = 3


def ask_actor(place: str = "") -> str:
    """Show who acts, or ask the first time; return the name, "" until it is given.

    `place` distinguishes a second question on the same page.
    """
    signed = _show_signed_on()
    if signed:
        return signed
    name = st.session_state.get(ACTOR, "")
    if name:
        with st.container(horizontal=True, vertical_alignment="center", key=f"actor_line{place}"):
            st.html(Markup("<span>{}</span>").format(t("shell.actor_is", name=name)))
            st.button(
                t("shell.actor_change"),
                key=f"actor_change{place}",
                type="tertiary",
                on_click=_forget_actor,
            )
        return name
    given = st.text_input(
        t("shell.actor"), key=f"actor_field{place}", help=None, max_chars=60, width=360
    ).strip()
    st.caption(t("shell.actor_hint"))
    return given


def ask_actor_in_form(place: str) -> str:
    """Ask in a form who acts, with the name of this visit filled in; return the name.

    A form sends its fields together with its button. Outside a form, pressing the button first
    sends the field that the reader leaves. The page then runs again and may move the button
    before the click is complete, so that the click is lost.
    """
    signed = _show_signed_on()
    if signed:
        return signed
    key = f"actor_field{place}"
    if not st.session_state.get(key):
        st.session_state[key] = st.session_state.get(ACTOR, "")
    given = st.text_input(t("shell.actor"), key=key, max_chars=60, width=360).strip()
    st.caption(t("shell.actor_hint"))
    return given


def accept_actor(name: str) -> bool:
    """Remember who acts for the rest of the visit; without a name show a warning, return False."""
    if not name:
        show_notice("error", t("shell.actor_missing"))
        return False
    if not get_actor().person_id:
        st.session_state[ACTOR] = name
    return True


def get_actor_name() -> str:
    """Return who acts as far as this visit knows, "" until it does."""
    return get_actor().name or st.session_state.get(ACTOR, "")


def check_may(action: str, area_id: str | None = REGION) -> bool:
    """Tell whether who acts may do something here; else say who may. None asks for any area."""
    if may(action, area_id):
        return True
    what, whom = t(f"rights.action.{action}"), name_who_may(action)
    show_notice("note", t("rights.may_not", what=what, whom=whom))
    return False


def name_who_may(action: str) -> str:
    """Return whom to ask for something: the roles that may do it, with the persons who have them
    where the own area lies."""
    above = _list_above(get_own_area(get_actor()))
    grants = list_grants(get_whole_store())
    grants = grants[grants["is_valid"] & grants["area_id"].isin(above)]
    named = []
    for role in list_roles_of(action):
        people = list(dict.fromkeys(grants[grants["role"] == role]["person_name"]))
        persons = t("shell.list_separator").join(people[:MOST_NAMED])
        name = t(f"rights.role.{role}")
        named.append(t("rights.role_of", role=name, detail=persons) if persons else name)
    return t("shell.list_separator").join(named)


def get_own_area(actor: Actor) -> str:
    """Return the area that somebody works for: the one in which all their rights lie, else the
    region."""
    tops = list_own_areas(actor.own)
    return tops[0] if len(tops) == 1 else REGION


@keep("groups")
def list_own_areas(area_ids: frozenset[str]) -> list[str]:
    """Return those of some areas that lie in no other of them."""
    rows = get_areas().to_dict("records")
    mine = [row for row in rows if row["area_id"] in area_ids]
    return [row["area_id"] for row in mine if row["parent_id"] not in area_ids]


def _list_above(area_id: str) -> list[str]:
    parents = get_areas()["parent_id"]
    found = [area_id]
    while (parent := parents.get(found[-1])) and parent not in found:
        found.append(parent)
    return found


def _show_signed_on() -> str:
    name = get_actor().name
    if name:
        st.html(Markup("<span>{}</span>").format(t("rights.actor_is", name=name)))
    return name


def _forget_actor() -> None:
    st.session_state.pop(ACTOR, None)
