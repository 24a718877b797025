"""A link of ours stays in the visit: no new load of the app, one entry for Back."""

from playwright.sync_api import expect

from tests.browser.looking import expect_address, expect_settled, expect_title


def test_a_number_leads_to_its_indicator_in_the_same_visit(server, visit):
    page = visit(server, "/overview?lang=zh")
    expect_title(page, "overview", "zh")
    expect_settled(page)
    link = page.locator(".sight dl a.to-indicator").filter(has_text="62.08").first
    expect(link).to_be_visible()
    page.evaluate("window.visitMark = 1")
    before = page.evaluate("history.length")
    link.click()
    expect_title(page, "indicator", "zh")
    expect_address(page, id="beef_output", area="650000", lang="zh")
    expect(page.locator(".newest .number")).to_contain_text("62.08")
    expect_settled(page)
    assert page.evaluate("[window.visitMark, history.length]") == [1, before + 1]
    page.go_back()
    expect_title(page, "overview", "zh")
