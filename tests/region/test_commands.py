"""Every command says and makes the same on a desk's file and on a shared database."""

import json
import re
import shutil

import pytest

from data.__main__ import make_parser as make_data_parser
from data.commands import run_command
from data.store.build import open_store
from data.store.database import get_database_path
from geo.__main__ import make_parser as make_geo_parser
from indicators.__main__ import make_parser as make_indicators_parser
from pages.documents.__main__ import make_parser as make_documents_parser
from tests.architecture.test_docs import walk_parsers
from tests.architecture.tree import ROOT
from tests.pages.server.test_running import FIGURES, ID, TIME

PARSERS = {
    "data": make_data_parser,
    "geo": make_geo_parser,
    "indicators": make_indicators_parser,
    "documents": make_documents_parser,
}
PLANS = ROOT / "docs" / "examples" / "plans"
# In this order; LAST is the id of the newest upload. What each returns: 0, or what is refused.
COMMANDS = [
    (0, "data demonstration d.csv"),
    (0, "data ingest d.csv --dataset projects --by 张三 --json"),
    (0, "data ingest a.csv --by 张三 --means 羊存栏乙种=nothing --rejected refused.xlsx --json"),
    (0, "data ingest b.csv --by 李四 --explain"),
    (1, "data ingest none.csv"),
    (0, "data uploads --json"),
    (0, "data verify LAST --by 王五 --document 新牧〔2026〕1号"),
    (0, "data uploads"),
    (1, "data undo LAST --by 王五"),
    (0, "data undo LAST --by 王五 --keep-verified"),
    (1, "data undo no-such-id"),
    (0, "data answers --json"),
    (0, "data ingest c.csv --by 张三 --json"),
    (0, "data pass --area 654026 --year 2022 --by 赵六"),
    (0, "data return --area 654026 --year 2022 --remark 请核对 --by 赵六"),
    (0, "data returned r.xlsx"),
    (0, "data deadline --json"),
    (0, "data waiting --json"),
    (0, "data steps --json"),
    (0, "data rates --json"),
    (0, "data release --area 654026 --document 新统〔2026〕2号 --on 2026-06-01 --by 钱七"),
    (1, "data release --area 654026 --document 新统〔2026〕2号 --on 2026-06-01 --by 钱七"),
    (0, "data released --json"),
    (0, "data sample draw --share 100 --seed 7 --year 2022 --by 周八"),
    (0, "data sample list --json"),
    (0, "data ports --json"),
    (0, "data ports --add 试验口岸 --county 654026 --kind road --source 试验 --by 周八"),
    (0, "data ports --confirm --by 周八"),
    (0, f"data plan check {PLANS / 'yili'}"),
    (0, "data rights list --json"),
    (0, "data check --json"),
    (0, "data build"),
    (0, "data build --current"),
    (0, "data template t.xlsx --year 2024"),
    (0, "data export all.csv"),
    (0, "data missing m.xlsx --area 654026"),
    (0, "data changes --since 2026-01-01 --json"),
    (0, "data trace --indicator cattle_stock --area 654026 --year 2023 --json"),
    (0, "data matters --json"),
    (0, "data calendar c.ics"),
    (0, "data package pack"),
    (0, "data backup copy.duckdb"),
    (0, "indicators progress --json"),
    (0, "indicators progress --area 654026 --lang en"),
    (0, "indicators boxes --as-of 2026-06-30 --json"),
    (0, "indicators balance --json"),
    (0, "indicators audit --json"),
    (0, "geo roles --role forage_base --out m.svg"),
    (0, "documents county 654026 --out c.pdf"),
]
# Those that are about one kind of store, or about files alone.
OTHERS = {"restore", "move", "logs", "plate", "pack", "example"}


@pytest.fixture(scope="module")
def both(plan_file, region, tmp_path_factory):
    """Two stores alike, of which nobody has recorded anything: a desk's file, and a lake."""
    folder = tmp_path_factory.mktemp("both")
    address = region.cluster.make_database("commands")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAOMU_LAKE_FILES", str(folder / "files"))
        patch.setenv("CAOMU_DB", str(folder / "copies" / "caomu.duckdb"))
        patch.delenv("CAOMU_STORE", raising=False)
        desk = shutil.copy(plan_file, folder / "desk.duckdb")
        yield {"desk": str(desk), "region": address}


def test_commands_answer_the_same(both, tmp_path, monkeypatch, capsys):
    texts = {"a.csv": FIGURES.format(value=9), "b.csv": FIGURES.format(value=9.5)}
    texts["c.csv"] = "indicator_id,area_id,year,value,unit\nbeef_output,654026,2022,1.2,t\n"
    last, differing = {}, []
    for wanted, words in COMMANDS:
        found = {}
        for name, store in both.items():
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            for file, text in texts.items():
                (folder / file).write_text(text, encoding="utf-8")
            monkeypatch.chdir(folder)
            module, *arguments = words.replace("LAST", last.get(name, "")).split()
            code = run_command(PARSERS[module](), [*arguments, "--db", store])
            said = capsys.readouterr()
            last[name] = next(iter(ID.findall(said.out)), last.get(name, ""))
            plain = [
                TIME.sub("TIME", ID.sub("ID", text)).replace(store, "STORE")
                for text in (said.out, said.err)
            ]
            made = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
            found[name] = [code, *plain, made]
        if found["desk"] != found["region"] or found["desk"][0] != wanted:
            differing.append((words, found))
    shown = [json.dumps(one, ensure_ascii=False)[:1500] for one in differing]
    assert not differing, "\n".join(shown)
    desk, lake = (
        (tmp_path / name / "all.csv").read_text(encoding="utf-8-sig") for name in ("desk", "region")
    )
    assert desk == lake and len(desk) > 1000


def test_every_command_is_compared():
    used = {re.sub(r"^\w+ ", "", words).split()[0] for _, words in COMMANDS} | OTHERS
    known = {
        words.split()[1]
        for make in PARSERS.values()
        for words, _ in walk_parsers(make(), "command")
        if " " in words
    }
    missing = known - used
    assert not missing, missing


def test_a_plan_is_added_beside_the_copies(both, capsys):
    words = ["plan", "add", str(PLANS / "alashankou"), "--db", both["region"]]
    assert run_command(make_data_parser(), words) == 0
    said = capsys.readouterr().err
    assert str(get_database_path().parent / "plans" / "alashankou") in said and "逐个" in said
    with open_store(both["region"]) as store:
        assert "alashankou" in [row["plan_id"] for row in store.list_plans()]
    assert run_command(make_data_parser(), words) == 1
