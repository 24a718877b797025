"""The short way for large files takes and tells the same as the general way."""

import random

import pytest

from data.statistics import read as read_module
from data.statistics.commit import commit_upload, preview_upload
from data.statistics.model import IngestOptions
from data.statistics.read import read_statistics

AREAS = ["昭苏县", "654027", "新 疆", "652222", "伊宁", "火星县", "四川", "合计", "哈密市", ""]
INDICATORS = ["牛存栏", "beef_output", "羊年末只数", "秸秆综合利用率", "牛毛"]
VALUES = ["1", "2.5", "1,234", "１２", "…", "", "abc", "1e3", "12.5%", "-4", "150", "0.1"]
UNITS = ["万头", "头", "吨", "万吨", "%", "亩", "担", ""]


def make_text(seed, rows=400):
    chance = random.Random(seed)
    lines = ["说明行", "指标,地区,年份,数值,单位,状态,备注"]
    for _ in range(rows):
        value = chance.choice(VALUES) if chance.random() < 0.4 else f"{chance.uniform(0, 99):.3f}"
        value = f'"{value}"' if "," in value else value
        lines.append(
            ",".join(
                [
                    chance.choice(INDICATORS),
                    chance.choice(AREAS),
                    chance.choice(["2014", "2015年", "2020", "2021.0", "1900", "x"]),
                    value,
                    chance.choice(UNITS),
                    chance.choice(["", "", "公布", "核实", "错"]),
                    chance.choice(["", "注记"]),
                ]
            )
        )
    return "\n".join(lines) + "\n"


def list_rows(reading):
    frame = reading.observations.astype(object)
    frame = frame.where(frame.notna(), None)
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False))


def list_issues(reading):
    return sorted(
        (str(issue.row), str(issue.column), issue.rule)
        for issue in reading.issues
        if not issue.rule.startswith("option_")
    )


def list_overridden(reading):
    return {
        (issue.rule, issue.value) for issue in reading.issues if issue.rule.startswith("option_")
    }


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("options", [{}, {"unit": "万头", "year": 2020}])
def test_both_ways_agree(plan_store, monkeypatch, seed, options):
    content = make_text(seed).encode("gb18030" if seed % 2 else "utf-8")
    general = read_statistics(content, "a.csv", plan_store, options=IngestOptions(**options))
    monkeypatch.setattr(read_module, "FROM_BYTES", 0)
    fast = read_statistics(content, "a.csv", plan_store, options=IngestOptions(**options))
    assert not hasattr(fast.batch, "iloc")
    assert list_rows(fast) == list_rows(general)
    assert list_issues(fast) == list_issues(general)
    assert list_overridden(fast) <= list_overridden(general)
    assert bool(list_overridden(fast)) == bool(options)
    assert (fast.out_of_scope, fast.missing, fast.values) == (
        general.out_of_scope,
        general.missing,
        general.values,
    )


def test_large_file_is_committed_and_unchanged_the_second_time(store, monkeypatch):
    monkeypatch.setattr(read_module, "FROM_BYTES", 0)
    content = (
        "indicator_id,area_id,year,value,unit\n"
        + "".join(
            f"cattle_stock,{area},{year},{year - 2000}.5,头\n"
            for area in ("654026", "654027")
            for year in range(2001, 2021)
        )
    ).encode()
    reading = read_statistics(content, "a.csv", store)
    report = commit_upload(store, reading, by="测试员")
    assert (report["new"], report["rejected"], len(reading.observations)) == (40, 0, 40)
    changed = content.replace(b"2020,20.5", b"2020,21.5")
    preview = preview_upload(store, read_statistics(changed, "a.csv", store))
    assert (preview.unchanged, preview.revised, preview.new) == (38, 2, 0)
    revised = preview.frame[preview.frame["change"] == "revised"]
    assert revised["old_value"].tolist() == [0.00205, 0.00205]
    report = commit_upload(store, read_statistics(changed, "a.csv", store))
    assert report["revised"] == 2
    current = store.query("queries/ingest_history_all")
    assert len(current[current["value"] == 0.00215]) == 2
