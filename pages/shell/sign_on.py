"""The sign-on by the office's own provider (OpenID Connect, `st.login`), where one is set up.

``.streamlit/secrets.toml`` has ``[auth]`` as Streamlit reads it, and ``[caomu]`` with what is ours:
which claim is the id of a person, which the name, and how long a session lasts. Without ``[auth]``
nobody is asked who they are (docs/deploy-login.md).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

SECTION, OURS = "auth", "caomu"
HOURS = 8.0
# What a provider may be ahead of this computer.
SKEW_S = 60


@dataclass(frozen=True)
class SignOn:
    """How persons are known: the claims of id and name, and how long a session lasts."""

    person_claim: str
    name_claim: str
    hours: float

    def read_person(self, claims: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return id and name of who signed on; None for nobody, or where the session is over.

        A session without a time of issue is over: nobody knows how old it is.
        """
        person = str(claims.get(self.person_claim) or "").strip()
        if not claims.get("is_logged_in") or not person or self._is_over(claims.get("iat")):
            return None
        return person, str(claims.get(self.name_claim) or person).strip()

    def _is_over(self, issued_at: Any) -> bool:
        if not isinstance(issued_at, (int, float)):
            return True
        age_s = time.time() - issued_at
        return not -SKEW_S <= age_s <= self.hours * 3600


def find_sign_on() -> SignOn | None:
    """Return how persons sign on, None where no sign-on is set up."""
    if not st.secrets.load_if_toml_exists() or not st.secrets.get(SECTION):
        return None
    ours = st.secrets.get(OURS) or {}
    return SignOn(
        str(ours.get("person_claim") or "sub"),
        str(ours.get("name_claim") or "name"),
        float(ours.get("session_hours") or HOURS),
    )
