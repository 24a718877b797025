"""Where nobody uses the steps, other pages say nothing of them."""

from data.ledger.steps.record import check_values
from data.ledger.steps.stages import Selection
from data.words.catalogue import load_catalogue
from pages.shell.cache import get_store
from tests.conftest import record_figures
from tests.pages.conftest import read_text

ZH = load_catalogue("zh")
KEY = {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023, "value": 10.0}


def test_the_overview_counts_what_waits_only_where_the_steps_are_used(open_page):
    record_figures(get_store(), KEY)
    assert ZH["waiting.of_page"] not in read_text(open_page("overview"))
    check_values(get_store(), Selection(year=2023), by="审核员")
    text = read_text(open_page("overview"))
    assert ZH["waiting.of_page"] in text and "待核实1个" in text and "tab=verifier" in text
