"""The descriptor of the package (Frictionless Data Package v1), beside its files."""

import hashlib
from pathlib import Path
from typing import Any

from data.package.dictionary import PackageTable, describe_unit, find_field, load_tables
from data.store.statements import PLAN_ID

# Type of a column -> type of a field.
TYPES = {
    "VARCHAR": "string",
    "UUID": "string",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "datetime",
    "DATE": "date",
}
NAME = "caomu"
TITLES = {"zh": "草牧：规划、统计数据与实施进展", "en": "Caomu: the plan, statistics and progress"}
MIT = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
# The code of the catalogue of licences for "the publisher does not say".
NOT_STATED = "notspecified"
LICENCES = {
    "plan": MIT,
    "published": {
        "name": NOT_STATED,
        "title": "来源机构未注明许可，使用时请注明每行所列来源 / "
        "The publishers state no licence: cite the source of each row",
    },
    "facts": {
        "name": NOT_STATED,
        "title": "归填报单位所有，公开前须经其同意 / "
        "Belongs to the offices that recorded it: ask them before you publish it",
    },
}
LICENCES["figures"] = LICENCES["facts"]
_BLOCK = 1024**2


def describe_package(
    folder: Path,
    columns: dict[str, dict[str, str]],
    *,
    sources: list[dict],
    is_made_up: bool,
    is_partial: bool,
) -> dict[str, Any]:
    """Return the descriptor of the files in a folder.

    Parameters
    ----------
    folder : Path
        Holds csv/<resource>.csv and parquet/<resource>.parquet.
    columns : dict
        Resource -> its columns and their types.
    sources : list of dict
        source and source_en of the published statistics.
    is_made_up : bool
        Whether any row is demonstration data.
    is_partial : bool
        Whether what its maker may not see is left out.
    """
    titles = [f"{TITLES['zh']} / {TITLES['en']}"]
    if is_made_up:
        titles.append("含演示数据，非真实数字 / HOLDS DEMONSTRATION DATA, NOT REAL")
    if is_partial:
        titles.append("按制作人的查看范围 / ONLY WHAT ITS MAKER MAY SEE")
    resources = []
    for table in load_tables():
        resources.append(_describe_csv(folder, table, columns[table.resource]))
        resources.append(_describe_parquet(folder, table))
    return {
        "profile": "data-package",
        "name": NAME,
        "title": " | ".join(titles),
        "description": "README.md",
        "isMadeUp": is_made_up,
        "isPartial": is_partial,
        "licenses": [MIT, LICENCES["published"], LICENCES["facts"]],
        "sources": [{"title": f"{row['source']} / {row['source_en']}"} for row in sources],
        "resources": resources,
    }


def _describe_csv(folder: Path, table: PackageTable, columns: dict[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [describe_field(table.resource, name, columns) for name in columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        keys = {other.resource: other.key for other in load_tables()}
        schema["foreignKeys"] = [
            _describe_reference(field, resource, keys[resource])
            for field, resource in table.refers.items()
        ]
    return {
        "name": table.resource,
        "title": table.titles["zh"],
        "description": table.titles["en"],
        "profile": "tabular-data-resource",
        **_describe_file(folder, f"csv/{table.resource}.csv"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": [LICENCES[table.part]],
        "schema": schema,
    }


def _describe_reference(field: str, resource: str, key: tuple[str, ...]) -> dict[str, Any]:
    """Return a foreign key; an id of a plan's table holds within the plan."""
    if key[0] != PLAN_ID or field == PLAN_ID:
        return {"fields": field, "reference": {"resource": resource, "fields": key[0]}}
    reference = {"resource": resource, "fields": [PLAN_ID, key[1]]}
    return {"fields": [PLAN_ID, field], "reference": reference}


def describe_field(resource: str, name: str, columns: dict[str, str]) -> dict[str, Any]:
    """Return a field of a resource, whose columns and their types are given."""
    field = find_field(resource, name)
    described: dict[str, Any] = {
        "name": name,
        "type": TYPES[columns[name]],
        "title": field.titles["zh"],
        "description": field.titles["en"],
        **describe_unit(field.unit, columns),
    }
    if described["type"] == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    return described


def _describe_parquet(folder: Path, table: PackageTable) -> dict[str, Any]:
    return {
        "name": f"{table.resource}-parquet",
        "title": table.titles["zh"],
        "description": table.titles["en"],
        "type": "file",
        **_describe_file(folder, f"parquet/{table.resource}.parquet"),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "licenses": [LICENCES[table.part]],
    }


def _describe_file(folder: Path, path: str) -> dict[str, Any]:
    digest = hashlib.sha256()
    with (folder / path).open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    size = (folder / path).stat().st_size
    return {"path": path, "bytes": size, "hash": f"sha256:{digest.hexdigest()}"}
