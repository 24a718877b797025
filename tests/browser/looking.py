"""What the browser tests look for on any page."""

import re

from playwright.sync_api import expect

from data.words.catalogue import t, use_language


def say(language, key, **values):
    """Return the words for a key in a language."""
    with use_language(language):
        return t(key, **values)


def expect_title(page, name, language):
    """Wait for a page's title in a language."""
    expect(page.locator("h1.page-title")).to_have_text(say(language, f"shell.page.{name}"))


def expect_settled(page):
    """Wait until the server has nothing more to send for this run."""
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute(
        "data-test-script-state", "notRunning"
    )


def expect_address(page, **query):
    """Wait until the address carries each of these keys and values."""
    for key, value in query.items():
        expect(page).to_have_url(re.compile(rf"[?&]{key}={re.escape(value)}(&|$)"))
