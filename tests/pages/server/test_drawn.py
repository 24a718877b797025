"""A browser says that it has drawn the map, and nothing else happens."""

from pages.shell.appearing import Appearing
from tests.pages.server.asking import ask


def test_a_token_lets_its_visit_go_on(app):
    appearing = Appearing()
    assert ask(app, f"/drawn/{appearing.token}").status == 405
    assert ask(app, f"/drawn/{appearing.token}x", method="POST").status == 204
    assert not appearing.is_drawn
    answer = ask(app, f"/drawn/{appearing.token}", method="POST")
    assert (answer.status, answer.body) == (204, b"")
    assert appearing.is_drawn
