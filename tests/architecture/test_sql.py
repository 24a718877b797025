"""SQL lives in .sql files: none in Python, every file named exists, every file is used."""

import ast
import re

import pytest

from tests.architecture.tree import (
    ROOT,
    get_called_name,
    get_module,
    list_python,
    list_strings,
    name,
    parse,
    walk,
)

SQL = ROOT / "data" / "sql"
STATEMENT = re.compile(
    r"^\s*(SELECT\s[\s\S]*?\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|MERGE\s+INTO\s"
    r"|(CREATE|DROP|ALTER)\s+(OR\s+REPLACE\s+)?(TEMP\w*\s+)?(TABLE|VIEW|SCHEMA|MACRO|TYPE)\s"
    r"|WITH\s+\w+\s+AS\s*\(|ATTACH\s|DETACH\s|COPY\s+\S+\s+(FROM|TO)\s|PRAGMA\s|BEGIN\b|COMMIT\b)",
    re.IGNORECASE,
)
RUNNERS = {"execute", "executemany"}
LOADERS = {"load_sql", "load_insert", "load_named", "load_filled", "load_view"}
READERS = {"query", "query_rows", "query_batch", "query_arrow", "execute"} | LOADERS


def find_sql(module: ast.Module) -> list[int]:
    """Return the lines that hand a cursor anything but the text of a .sql file.

    A transaction takes the name of the file.
    """
    lines = []
    for node in walk(module):
        if not isinstance(node, ast.Call) or get_called_name(node) not in RUNNERS:
            continue
        statement = node.args[0] if node.args else None
        from_file = isinstance(statement, ast.Call) and get_called_name(statement) in LOADERS
        is_name = re.match(r"(writer|self)\.execute\b", ast.unparse(node.func)) is not None
        if not from_file and not is_name:
            lines.append(node.lineno)
    return lines


def list_named_files(path) -> list[str]:
    """Return the literal names that a file gives to the readers of queries."""
    return [
        node.args[0].value
        for node in walk(parse(path))
        if isinstance(node, ast.Call)
        and get_called_name(node) in READERS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and "/" in node.args[0].value
    ]


def test_no_sql_in_python():
    found = [
        f"{name(path)} line {line}: {text[:60]}"
        for path in list_python()
        for line, text in list_strings(path)
        if STATEMENT.match(text)
    ]
    assert not found


def test_only_sql_files_are_run():
    found = {name(path): find_sql(parse(path)) for path in list_python()}
    assert not {file: lines for file, lines in found.items() if lines}


def test_every_sql_file_named_exists():
    missing = [
        f"{name(path)}: {sql}"
        for path in list_python()
        for sql in list_named_files(path)
        if not (SQL / f"{sql}.sql").is_file()
    ]
    assert not missing


def test_every_query_is_used():
    used = {sql for path in list_python() for sql in list_named_files(path)}
    texts = [text for path in list_python() for _, text in list_strings(path)]
    unused = [
        sql
        for sql in sorted(path.stem for path in (SQL / "queries").glob("*.sql"))
        if f"queries/{sql}" not in used and f"queries/{sql}" not in texts and sql not in texts
    ]
    assert not unused, "no code asks for these files of data/sql/queries"


def test_every_query_says_what_a_row_is():
    files = [*(SQL / "queries").glob("*.sql"), *(SQL / "checks").glob("*.sql")]
    silent = [
        name(path)
        for path in files
        if not path.read_text(encoding="utf-8").lstrip().startswith("--")
    ]
    assert not silent


def test_facts_use_only_what_a_lake_also_has():
    """The same schema must run on DuckLake: no keys, no sequences, no own types."""
    forbidden = re.compile(
        r"\b(PRIMARY|FOREIGN|REFERENCES|UNIQUE|SEQUENCE|ENUM|NEXTVAL)\b", re.IGNORECASE
    )
    found = {
        name(path): forbidden.findall(re.sub(r"--.*", "", path.read_text(encoding="utf-8")))
        for path in (SQL / "migrations").glob("*.sql")
    }
    assert found and not any(found.values())


def test_only_data_runs_sql():
    runners = [
        name(path)
        for path in list_python()
        for node in walk(parse(path))
        if isinstance(node, ast.Call)
        and get_called_name(node) in RUNNERS
        and not get_module(path).startswith("data")
    ]
    assert not runners


@pytest.mark.parametrize(
    "code",
    [
        'cursor.execute("SELECT 1")',
        'cursor.execute(f"{name}")',
        "cursor.execute(statement)",
        'cursor.execute(load_sql("queries/a") + extra)',
    ],
)
def test_sql_from_elsewhere_is_found(code):
    assert find_sql(ast.parse(code)) == [1]


def test_sql_from_a_file_passes():
    assert not find_sql(ast.parse('cursor.execute(load_sql("queries/a"), {"year": 2024})'))


@pytest.mark.parametrize("text", ["SELECT a\nFROM x", "\n  with a as (select 1)", "drop table x"])
def test_a_statement_is_recognised(text):
    assert STATEMENT.match(text)


@pytest.mark.parametrize("text", ["Select a county", "With 12 targets", "Update the table"])
def test_a_sentence_is_no_statement(text):
    assert not STATEMENT.match(text)
