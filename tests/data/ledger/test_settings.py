"""Settings: the newest revision counts, an empty one takes the setting back."""

import pytest

from data.ledger.settings import SettingError, load_setting, save_setting


def test_the_newest_value_stands_and_an_empty_one_takes_it_back(store):
    assert load_setting(store, "map_approval_no") is None
    assert save_setting(store, "map_approval_no", " 新S(2026)001号 ", by="李某")
    assert not save_setting(store, "map_approval_no", "新S(2026)001号", by="王某")
    assert load_setting(store, "map_approval_no") == "新S(2026)001号"
    assert save_setting(store, "map_approval_no", "", by="李某")
    assert load_setting(store, "map_approval_no") is None
    assert not save_setting(store, "map_approval_no", "  ", by="李某")


def test_sixty_characters_fit(store):
    assert save_setting(store, "map_approval_no", "x" * 60)
    assert load_setting(store, "map_approval_no") == "x" * 60


@pytest.mark.parametrize("value", ["x" * 61, "one\ntwo"])
def test_a_value_that_fits_no_line_is_refused(store, value):
    with pytest.raises(SettingError):
        save_setting(store, "map_approval_no", value)
