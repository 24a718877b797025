"""A real sign-on: the app with its settings, a provider beside it, and a client that signs on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey
from oidc_provider_mock import User, run_server_in_thread

from tests.browser.serving import HOST, Server, find_free_port, run_server

SECRET = "a-secret-of-the-tests-with-many-letters"


@contextmanager
def serve_with_sign_on(folder: Path, people: dict[str, str], hours: float = 8) -> Iterator[Server]:
    """Serve the app with a sign-on whose provider knows these people (id -> name)."""
    users = [User(sub=person, claims={"name": name}) for person, name in people.items()]
    with run_server_in_thread(user_claims=users) as provider:
        port = find_free_port()
        settings = folder / "secrets.toml"
        settings.write_text(
            f"""[auth]
redirect_uri = "http://{HOST}:{port}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "caomu"
client_secret = "secret"
server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"
[caomu]
session_hours = {hours}
""",
            encoding="utf-8",
        )
        with run_server(folder, port=port, settings=("--secrets.files", str(settings))) as server:
            yield server


@contextmanager
def sign_on(server: Server, person: str) -> Iterator[httpx.Client]:
    """Yield a client that went through the provider as a person."""
    with _ask_provider(server) as (client, page):
        assert "authorize" in str(page)
        answer = client.post(page, data={"sub": person})
        assert answer.status_code == 200 and str(answer.url).startswith(server.url)
        yield client


@contextmanager
def refuse(server: Server) -> Iterator[httpx.Client]:
    """Yield a client that the provider did not let through."""
    with _ask_provider(server) as (client, page):
        client.post(page, data={"action": "deny"})
        yield client


@contextmanager
def _ask_provider(server: Server) -> Iterator[tuple[httpx.Client, httpx.URL]]:
    """Yield a client, and the page of the provider that it was led to."""
    with httpx.Client(base_url=server.url, follow_redirects=True, timeout=60) as client:
        page = client.get("auth/login", params={"provider": make_ticket()})
        yield client, page.url


def make_ticket() -> str:
    """Return what `st.login` gives the browser on its way to the provider."""
    payload = {"provider": "default", "exp": int(time.time()) + 120}
    return jwt.encode({"alg": "HS256"}, payload, OctKey.import_key(SECRET))
