"""``python -m data ingest`` and ``answers``: words that hold values, project lists, exit codes."""

import json
import shutil

import openpyxl
import pytest

from data.__main__ import make_parser
from data.commands import run_command
from tests.data.balance.sheets import GRASS, make_book

FIGURES = "县市,年份,牛存栏（万头）,羊存栏（万只）\n昭苏县,2022,12.5,80\n特克斯县,2022,9,60\n"
# A word that no lexicon has, above the last column.
ODD = FIGURES.replace("羊存栏", "羊存栏乙种")
PROJECTS = """专栏项目,地区,名称,阶段,投资（万元）
box2_conservation_farms,昭苏县,甲场,在建,120
没有这个项目,昭苏县,乙场,在建,130
box2_conservation_farms,没有这个县,丙场,建设中吗,140
"""


@pytest.fixture
def command(capsys, tmp_path, plan_file):
    """Return a function that runs a command on a database of its own."""
    path = shutil.copy(plan_file, tmp_path / "caomu.duckdb")

    def run(*arguments):
        code = run_command(make_parser(), [*arguments, "--db", str(path)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file to read and returns its path."""

    def write_file(text: str, name: str = "a.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_file


def test_values_on_an_unread_word_are_held_and_the_rest_is_committed(command, write):
    code, out, _ = command("ingest", write(ODD), "--json")
    report = json.loads(out)
    assert code == 3
    assert report["upload_id"] and report["new"] == report["accepted"] == 2
    assert report["held"] == 2
    assert report["values"] == 4
    (word,) = report["unread"]
    assert list(word) == ["word", "sheet", "row", "column", "values"]
    assert (word["row"], word["column"], word["values"]) == (1, "D", 2)
    (issue,) = [issue for issue in report["issues"] if issue["severity"] == "held"]
    assert (issue["row"], issue["column"], issue["rule"]) == (1, "D", "unread_word")
    assert word["word"] in issue["message"] and "2个数值" in issue["message"]


def test_an_answer_lets_the_values_in_and_is_remembered(command, write):
    _, out, _ = command("ingest", write(ODD), "--dry-run", "--json")
    word = json.loads(out)["unread"][0]["word"]
    code, out, err = command(
        "ingest", write(ODD), "--means", f"{word}=nothing", "--json", "--by", "王"
    )
    report = json.loads(out)
    assert (code, report["held"], report["unread"], report["new"]) == (0, 0, [], 4)
    assert "1个词" in err
    code, out, _ = command("ingest", write(ODD, "b.csv"), "--json")
    assert (code, json.loads(out)["unchanged"]) == (0, 4)
    _, out, _ = command("answers", "--json")
    (answer,) = json.loads(out)
    assert (answer["word"], answer["meaning"], answer["recorded_by"]) == (word, "nothing", "王")
    code, _, err = command("answers", "--withdraw", word)
    assert code == 0 and word in err
    code, _, err = command("answers", "--withdraw", word)
    assert code == 1 and "撤回" in err
    code, _, _ = command("ingest", write(ODD, "c.csv"))
    assert code == 3


def test_an_answer_about_more_text_than_the_word_is_remembered_too(command, write):
    odd = "2024年牛肉产量（奇异口径）,\n县市,牛肉产量（万吨）\n昭苏县,0.95\n"
    code, out, _ = command("ingest", write(odd), "--means", "奇异口径=nothing", "--json")
    report = json.loads(out)
    assert (code, report["new"], report["issues"]) == (0, 1, [])
    assert [answer["word"] for answer in json.loads(command("answers", "--json")[1])] == [
        "奇异口径"
    ]
    assert command("ingest", write(odd, "b.csv"))[0] == 0
    code, out, _ = command("ingest", write(odd, "c.csv"), "--means", "奇异品种=nothing", "--json")
    assert "means_unused" in {issue["rule"] for issue in json.loads(out)["issues"]}


def test_a_dry_run_remembers_nothing(command, write):
    _, out, _ = command("ingest", write(ODD), "--dry-run", "--json")
    word = json.loads(out)["unread"][0]["word"]
    code, _, _ = command("ingest", write(ODD), "--means", f"{word}=nothing", "--dry-run")
    assert code == 0
    assert json.loads(command("answers", "--json")[1]) == []


def test_an_answer_that_the_file_does_not_ask_for_is_told(command, write):
    code, out, _ = command("ingest", write(FIGURES), "--means", "丙种=part", "--json")
    issues = [(issue["rule"], issue["value"]) for issue in json.loads(out)["issues"]]
    assert (code, issues) == (0, [("means_unused", "丙种")])
    assert json.loads(command("answers", "--json")[1]) == []


@pytest.mark.parametrize(
    ("means", "code", "part"),
    [
        (["nothing"], 2, "词=含义"),
        (["=nothing"], 2, "词=含义"),
        (["乙种=maybe"], 1, "maybe"),
        (["乙种=indicator:no_such"], 1, "no_such"),
        (["乙种=nothing", "乙 种=part"], 2, "两种含义"),
    ],
)
def test_an_answer_that_cannot_be_is_one_sentence(command, write, means, code, part):
    options = [option for text in means for option in ("--means", text)]
    found, out, err = command("ingest", write(ODD), *options)
    assert (found, out, err.count("\n")) == (code, "", 1)
    assert part in err
    assert "0次上传" in command("uploads")[2].replace(" ", "")


@pytest.mark.parametrize(("language", "part"), [("zh", "未识别"), ("en", "not understood")])
def test_each_word_is_explained(command, write, language, part):
    code, out, err = command("ingest", write(ODD), "--explain", "--dry-run", "--lang", language)
    assert (code, out) == (3, "")
    assert any("牛存栏" in line and "C1" in line for line in err.splitlines())
    assert any("D1" in line and part in line for line in err.splitlines())


def test_the_words_explained_stand_in_the_json(command, write):
    _, out, _ = command("ingest", write(ODD), "--explain", "--dry-run", "--json")
    words = json.loads(out)["words"]
    assert {"sheet", "row", "column", "text", "read_as", "meaning"} == set(words[0])
    assert "unread" in {word["read_as"] for word in words}
    _, out, _ = command("ingest", write(ODD), "--dry-run", "--json")
    assert "words" not in json.loads(out)


def test_equal_faults_are_one_line(command, write):
    lines = [f"牛存栏,{name},{n},万头" for n, name in enumerate(["昭苏县", "特克斯县", "巩留县"])]
    code, _, err = command("ingest", write("\n".join(["指标,地区,数值,单位", *lines])))
    told = [line for line in err.splitlines() if "年份" in line]
    assert code == 1
    assert len(told) == 1


def test_a_project_list_has_its_refused_rows_written(command, write, tmp_path):
    out_path = tmp_path / "refused.xlsx"
    code, out, _ = command(
        "ingest", write(PROJECTS), "--dataset", "projects", "--rejected", str(out_path), "--json"
    )
    report = json.loads(out)
    assert (code, report["accepted"], report["rejected"], report["held"]) == (0, 1, 2, 0)
    rows = list(openpyxl.load_workbook(out_path).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("专栏项目", "地区", "名称")
    assert [row[2] for row in rows[1:]] == ["乙场", "丙场"]
    assert "没有这个项目" in rows[1][5] and "没有这个县" in rows[2][5]
    again = command("ingest", str(out_path), "--dataset", "projects", "--dry-run", "--json")
    assert json.loads(again[1])["rejected"] == 2


def test_without_refused_rows_no_file_is_written(command, write, tmp_path):
    out_path = tmp_path / "refused.xlsx"
    text = "\n".join(PROJECTS.splitlines()[:2])
    code, _, _ = command(
        "ingest", write(text), "--dataset", "projects", "--rejected", str(out_path)
    )
    assert code == 0 and not out_path.exists()


@pytest.mark.parametrize(
    "option",
    [
        ("--indicator", "beef_output"),
        ("--unit", "万吨"),
        ("--year", "2024"),
        ("--state", "reported"),
        ("--means", "甲=nothing"),
        ("--explain",),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_project_list_refuses_options_that_it_does_not_use(command, write, option, language):
    code, out, err = command(
        "ingest", write(PROJECTS), "--dataset", "projects", *option, "--lang", language
    )
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert option[0] in err


def test_a_file_that_is_no_table_has_its_error_in_the_json(command, write):
    code, out, err = command("ingest", write("a,b\n1,2\n"), "--json")
    error = json.loads(out)["error"]
    assert (code, error["key"]) == (1, "file_no_header")
    assert error["message"] == err.strip()


@pytest.mark.parametrize(("year", "exit_code"), [("24", 2), ("2124", 2), ("2099", 1)])
def test_a_year_that_cannot_be_is_named_as_given(command, write, year, exit_code):
    text = "县市,数量\n昭苏县,51000\n"
    options = ("--indicator", "cattle_stock", "--unit", "头", "--year", year)
    code, out, err = command("ingest", write(text), *options)
    assert (code, out) == (exit_code, "")
    assert year in err and "51000" not in err


def test_a_year_in_a_heading_that_cannot_be_is_named_itself(command, write):
    _, _, err = command("ingest", write("县市,2124年牛存栏（万头）\n昭苏县,5\n"))
    assert "2124" in err and "年份“5”" not in err


def test_where_only_values_are_held_no_workbook_is_written_and_that_is_said(
    command, write, tmp_path
):
    path = tmp_path / "refused.xlsx"
    code, _, err = command("ingest", write(ODD), "--rejected", str(path))
    assert code == 3 and not path.exists()
    assert f"未生成{path}" in err and "2个" in err
    code, _, err = command("ingest", write(FIGURES.replace("9", "约")), "--rejected", str(path))
    assert path.exists() and f"已保存到{path}" in err


def test_what_was_verified_since_is_undone_only_knowingly(command, write):
    _, out, _ = command("ingest", write(FIGURES), "--json")
    upload_id = json.loads(out)["upload_id"]
    command("verify", upload_id, "--by", "王", "--document", "1号")
    code, _, err = command("undo", upload_id)
    assert code == 1 and "王" in err and "1号" in err
    code, _, err = command("undo", upload_id, "--keep-verified")
    assert code == 0 and "4个" in err and "王" in err


def test_the_undo_of_an_undo_is_called_a_restoration(command, write):
    upload_id = json.loads(command("ingest", write(FIGURES), "--json")[1])["upload_id"]
    _, _, err = command("undo", upload_id)
    assert "已撤销上传" in err
    undo_id = json.loads(command("uploads", "--json")[1])[0]["upload_id"]
    code, _, err = command("undo", undo_id)
    assert code == 0 and "已恢复" in err and undo_id in err
    listed = json.loads(command("uploads", "--json")[1])
    assert [row["status"] for row in listed] == ["restore", "undo", "live"]


def test_a_verified_value_that_a_later_file_repeats_is_not_undone_unasked(command, write):
    def send(*values):
        rows = zip(("昭苏县", "特克斯县", "尼勒克县"), values, strict=True)
        lines = [f"{county},羊存栏,2024,{value},万只" for county, value in rows]
        text = "\n".join(["地区,指标,年份,数值,单位", *lines])
        return json.loads(command("ingest", write(text), "--json")[1])["upload_id"]

    first = send(98.7, 75.3, 110.2)
    command("verify", first, "--by", "核甲", "--document", "甲1号")
    later = send(99.1, 76.3, 110.2)
    command("verify", later, "--by", "核乙", "--document", "乙2号", "--replace-newer")
    code, _, err = command("undo", first, "--by", "丙", "--reason", "错")
    assert code == 1 and "有1个数值" in err and "核甲" in err and "甲1号" in err
    code, _, err = command("undo", first, "--by", "丙", "--keep-verified")
    assert code == 0 and "1个" in err and "甲1号" in err


def test_a_balance_file_beside_others_asks_whether_it_is_the_whole(command, tmp_path):
    def send(*options, kind="山地草甸"):
        file = tmp_path / "book.xlsx"
        file.write_bytes(make_book(pastures=[[*GRASS[:3], kind, *GRASS[4:]]]))
        return command("ingest", str(file), "--dataset", "balance", *options)

    assert send()[0] == 0
    code, _, said = send(kind="温性草原")
    assert code == 3 and "100,000公顷" in said and "--whole" in said and "--adds" in said
    assert "没有需要入库" not in said
    code, _, said = send("--whole", "--adds", kind="温性草原")
    assert code == 2 and "只能选一个" in said
    code, out, _ = send("--whole", "--dry-run", "--json", kind="温性草原")
    assert (code, json.loads(out)["withdrawn"], json.loads(out)["held"]) == (0, 1, 0)
    code, _, said = send("--whole", kind="温性草原")
    assert code == 0 and "撤回1行" in said
    code, out, _ = send("--adds", "--json")
    assert (code, json.loads(out)["new"]) == (0, 1)


@pytest.mark.parametrize("dataset", ["observations", "projects"])
def test_what_a_file_is_to_others_is_said_of_the_balance_only(command, tmp_path, dataset):
    file = tmp_path / "figures.csv"
    file.write_text(FIGURES, encoding="utf-8")
    code, _, said = command("ingest", str(file), "--dataset", dataset, "--whole")
    assert code == 2 and "--whole" in said
