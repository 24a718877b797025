"""Writes the package into a folder: one CSV and one Parquet file per table, and what they mean.

DuckDB writes the rows in the order of their keys; no table passes through Python, and the same
facts give the same bytes.
"""

import json
from pathlib import Path
from typing import Any

from data.errors import UnreadableFileError
from data.package.descriptor import NAME, TITLES, describe_package
from data.package.dictionary import PackageTable, load_tables
from data.store.database import Store
from data.store.statements import load_named, load_sql
from data.words.names import MADE_UP

README = Path(__file__).with_name("README.template.md")
MADE_UP_WARNING = """\
> **注意：本数据包含演示数据，不是真实数字，不得用于报告。其来源或说明中标有“演示数据”。**
>
> **Note: this package holds demonstration data. They are not real; do not report them. Their source
> or note says "demonstration data".**

"""
PART_WARNING = """\
> **注意：本数据包按制作人的查看范围生成，范围以外未核实的数据和项目未计入；缺失不等于没有上报。**
>
> **Note: this package is made of what its maker may see. Unverified figures and projects of other
> areas are left out: what is missing here may have been sent.**

"""
# Of a Parquet file; rows are written in groups of so many.
_ROWS = 122_880


def save_package(store: Store, folder: Path | str) -> dict[str, int]:
    """Write the package into a folder that does not exist yet. Of a store that shows only a part
    it says so.

    Returns
    -------
    dict
        Rows by resource.

    Raises
    ------
    UnreadableFileError
        The folder exists (``package_folder_exists``) or cannot be written (``file_not_written``).
    """
    folder = Path(folder)
    if folder.exists():
        raise UnreadableFileError("package_folder_exists", folder=str(folder))
    is_made_up = store.query_rows("package/made_up", mark=MADE_UP)[0]["is_made_up"]
    sources = store.query_rows("queries/sources")
    try:
        for name in ("csv", "parquet"):
            (folder / name).mkdir(parents=True)
        with store.snapshot() as cursor:
            saved = {table.resource: _save_table(cursor, table, folder) for table in load_tables()}
        columns = {resource: types for resource, (types, _) in saved.items()}
        marks = {"is_made_up": is_made_up, "is_partial": store.seen_areas is not None}
        descriptor = describe_package(folder, columns, sources=sources, **marks)
        text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
        (folder / "datapackage.json").write_text(text, encoding="utf-8")
        (folder / "README.md").write_text(_write_readme(**marks), encoding="utf-8")
    except OSError as error:
        raise UnreadableFileError("file_not_written", file=str(folder)) from error
    return {resource: rows for resource, (_, rows) in saved.items()}


def _save_table(cursor: Any, table: PackageTable, folder: Path) -> tuple[dict[str, str], int]:
    """Write the files of one table; return its columns with their types, and its rows."""
    schema, _, name = table.table.partition(".")
    is_query = "/" in table.table
    whole = load_named("package/whole", schema=schema, table=name)
    rows = cursor.sql(load_sql(table.table) if is_query else whole)
    order = ", ".join(f'"{name}"' for name in table.key or rows.columns)
    rows = rows.order(order)
    rows.write_csv(
        str(folder / "csv" / f"{table.resource}.csv"),
        timestamp_format="%Y-%m-%dT%H:%M:%S.%fZ",
        date_format="%Y-%m-%d",
    )
    rows.write_parquet(
        str(folder / "parquet" / f"{table.resource}.parquet"),
        compression="zstd",
        row_group_size=_ROWS,
    )
    types = dict(zip(rows.columns, map(str, rows.types), strict=True))
    return types, rows.shape[0]


def _write_readme(*, is_made_up: bool, is_partial: bool) -> str:
    lines = [
        f"| {table.resource} | {table.titles['zh']} | {table.titles['en']} |"
        for table in load_tables()
    ]
    return README.read_text(encoding="utf-8").format(
        name=NAME,
        title_zh=TITLES["zh"],
        title_en=TITLES["en"],
        warnings=MADE_UP_WARNING * is_made_up + PART_WARNING * is_partial,
        tables="\n".join(lines),
    )
