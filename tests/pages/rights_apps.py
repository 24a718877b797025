"""Apps for somebody who signed on, on the module's own database."""

import time

from streamlit.testing.v1 import AppTest

from data.rights.grants import record_grant
from data.store.build import keep_store
from tests.pages.conftest import PAGES, ROOT

AUTH = {
    "redirect_uri": "http://127.0.0.1:1/oauth2callback",
    "cookie_secret": "a secret of at least thirty-two letters",
    "client_id": "caomu",
    "client_secret": "s",
    "server_metadata_url": "http://127.0.0.1:1/.well-known/openid-configuration",
}


def make_claims(person: str, *, age_s: float = 5, **more) -> dict:
    """Return what a provider says of a person who signed on some time ago."""
    return {
        "is_logged_in": True,
        "sub": person,
        "name": f"{person}氏",
        "iat": int(time.time() - age_s),
    } | more


def open_as(name: str, claims: dict, *, ours: dict | None = None, **query) -> AppTest:
    """Return a page as the person of these claims sees it; {} for nobody."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.secrets = {"auth": AUTH, "caomu": ours or {}}
    app.user = claims
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(PAGES[name]).run()
    assert not app.exception
    return app


def grant(person: str, role: str, area_id: str = "650000") -> None:
    """Grant a role to a person of `make_claims`."""
    record_grant(
        keep_store(), person_id=person, person_name=f"{person}氏", role=role, area_id=area_id
    )
