"""`python -m indicators progress` as people read it: every row, names, in both languages."""

import pytest

from data.commands import run_command
from data.store.database import Store
from data.words.catalogue import load_catalogue
from indicators.__main__ import make_parser
from indicators.inputs import load_inputs
from indicators.targets.progress import compute_progress
from tests.conftest import record_figures


@pytest.fixture
def seeded(plan_file, tmp_path):
    path = tmp_path / "caomu.duckdb"
    path.write_bytes(plan_file.read_bytes())
    with Store(path) as store:
        record_figures(
            store,
            *(
                {
                    "indicator_id": "vegetation_cover",
                    "area_id": "650000",
                    "year": year,
                    "value": value,
                }
                for year, value in ((2021, 50.0), (2024, 50.6))
            ),
        )
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_rows_with_and_without_a_reason_are_printed(seeded, capsys, language):
    words = load_catalogue(language)
    arguments = ["progress", "--db", str(seeded), "--lang", language]
    assert run_command(make_parser(), arguments) == 0
    lines = capsys.readouterr().err.splitlines()
    with Store(seeded) as store:
        inputs = load_inputs(store)
        rows = compute_progress(inputs)
    assert len(lines) == len(rows)
    # Some rows have no reason: their status ends the line.
    assert rows["reason"].isna().any() and rows["reason"].notna().any()
    for line, row in zip(lines, rows.itertuples(), strict=True):
        assert words[f"status.{row.status}"] in line
        assert "nan" not in line.lower().split()
    named = next(
        line
        for line, row in zip(lines, rows.itertuples(), strict=True)
        if row.indicator_id == "beef_self_sufficiency"
    )
    consumption = inputs.index.indicators["beef_consumption"][f"name_{language}"]
    assert consumption in named and "beef_consumption" not in named
