"""The SQL files: their text, the tables they name, and the subjects of each table.

A write ages results that were made from tables of the same subject.
"""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SQL = ROOT / "data" / "sql"
# The plan that is looked at where no other is named.
DEFAULT_PLAN = "livestock"
# The column of a table that says which plan a row is of.
PLAN_ID = "plan_id"
# The scripts of data/sql/schema that make the views, in their order.
VIEWS = ("current", "plan_views", "views", "current_rules")
SUBJECTS = (
    "figures",
    "projects",
    "decisions",
    "groups",
    "settings",
    "events",
    "balance",
    "matters",
    "rights",
    "samples",
    "plan",
)

# Tables and views of facts. A view has the subjects that all its tables share. The plan's
# tables have all subjects, because every computation uses the plan.
SUBJECTS_OF = {
    # An undo or a verification is an upload too.
    "facts.upload": {"figures", "projects", "balance"},
    "facts.upload_state": {"figures", "projects", "balance"},
    "facts.rejection": {"figures", "projects", "balance"},
    "facts.file_part": {"figures", "projects", "balance"},
    "facts.file_area": {"figures", "projects", "balance"},
    "facts.file_sender": {"figures", "projects", "balance"},
    "facts.read_word": {"figures", "projects", "balance"},
    # A release may change anything.
    "facts.plan_change": set(SUBJECTS),
    "facts.observation_revision": {"figures"},
    "facts.observation_part": {"figures"},
    "facts.observation_row": {"figures"},
    "facts.live_revision": {"figures"},
    "facts.balance_source": {"figures"},
    "facts.observation": {"figures"},
    "facts.derived_figure": {"figures"},
    "facts.figure": {"figures"},
    "facts.project_revision": {"projects"},
    "facts.project": {"projects"},
    "facts.programme_note_revision": {"projects"},
    "facts.decision_revision": {"decisions"},
    "facts.decision": {"decisions"},
    "facts.allocation_revision": {"decisions"},
    "facts.group_revision": {"groups"},
    "facts.group_member_revision": {"groups"},
    "facts.area": {"groups"},
    "facts.group_member": {"groups"},
    "facts.port_revision": {"groups"},
    "facts.weight_revision": {"groups"},
    "facts.setting_revision": {"settings"},
    "facts.reading_word_revision": {"settings"},
    "facts.layout_revision": {"settings"},
    "facts.event_revision": {"events"},
    "facts.factor_set_revision": {"balance"},
    "facts.factor_revision": {"balance"},
    "facts.pasture_revision": {"balance"},
    "facts.forage_source_revision": {"balance"},
    "facts.herd_revision": {"balance"},
    "facts.publication_revision": {"balance"},
    "facts.factor_set": {"balance"},
    "facts.factor": {"balance"},
    "facts.pasture": {"balance"},
    "facts.forage_source": {"balance"},
    "facts.herd": {"balance"},
    "facts.unit_revision": {"matters"},
    "facts.matter_revision": {"matters"},
    "facts.matter_unit_revision": {"matters"},
    "facts.matter_event_revision": {"matters"},
    "facts.role_grant_revision": {"rights"},
    "facts.token_revision": {"rights"},
    "facts.access_log": set(),
    # A returned figure is shown as one.
    "facts.step_revision": {"figures"},
    "facts.step": {"figures"},
    "facts.returned": {"figures"},
    "facts.release": {"figures"},
    "facts.released_figure": {"figures"},
    "facts.sample_revision": {"samples"},
    "facts.sample_check_revision": {"samples"},
    "facts.schema_version": set(),
    # Of the plan that is looked at.
    "plan.decision_revision": {"decisions"},
    "plan.allocation_revision": {"decisions"},
    "plan.programme_note_revision": {"projects"},
    "plan.project_revision": {"projects"},
    "plan.matter_revision": {"matters"},
    "plan.matter_unit_revision": {"matters"},
    "plan.matter_event_revision": {"matters"},
    "current.figure": {"figures"},
    "current.state": {"figures"},
    "current.every_key": {"figures"},
    "current.every_value": {"figures"},
    "current.balance_act": {"figures"},
}
# Queries that read figures, and values that were sent, of one area or one indicator alone, and the
# parameter that names it; where it is NULL they ask for all.
OF_ONE = {
    "queries/area_figures": "area_id",
    "queries/figure_history": "area_id",
    "queries/rate_differences": "area_id",
    "queries/indicator_figures": "indicator_id",
}
# Queries of something else that ask whether the upload which they know of was undone.
OF_ACTS = {"queries/projects", "queries/demonstration", "queries/sample_values"}
_NAME = r"\s+((?:facts|plans|plan|current)\.\w+\b)(?!\()"
_TABLE = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|EXISTS|VIEW){_NAME}", re.IGNORECASE)
_WRITTEN = re.compile(rf"\b(?:INTO|UPDATE|TABLE|EXISTS|VIEW|DELETE\s+FROM){_NAME}", re.IGNORECASE)
_MACRO = re.compile(r"\b(?:FROM|JOIN)\s+((?:facts|plans|plan|current)\.\w+)\(", re.IGNORECASE)
# All that a statement names: tables, views and macros.
_NAMED = re.compile(r"\b(?:facts|plans|plan|current)\.\w+")
_MADE = re.compile(r"CREATE OR REPLACE (?:VIEW|MACRO)\s+([\w.]+)")
# Statements that look at all relations there are, or name them only when they run.
_OF_ALL = re.compile(r"duckdb_|information_schema|query_table\(\$|\{")


@cache
def load_sql(name: str) -> str:
    """Return the text of ``data/sql/<name>.sql``, e.g. ``queries/indicators``."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def load_insert(table: str, key: str | None) -> str:
    """Return the statement that appends the frame ``batch`` to a table.

    `key` is the column that orders the numbers of the rows, or None for a table without
    numbers. Both names become part of the statement; `Transaction.insert` takes them from the
    database itself.
    """
    name = "writes/insert" if key is None else "writes/insert_numbered"
    return load_sql(name).format(table=table, key=key)


def load_named(name: str, **names: str) -> str:
    """Return a statement with names of databases, schemas and tables put in.

    A name is quoted; it comes from the database itself, never from a user.
    """
    quoted = {key: '"{}"'.format(text.replace('"', '""')) for key, text in names.items()}
    return load_sql(name).format(**quoted)


def load_filled(name: str, **texts: str) -> str:
    """Return a statement with texts put in where it takes no parameter; each is quoted."""
    quoted = {key: "'{}'".format(text.replace("'", "''")) for key, text in texts.items()}
    return load_sql(name).format(**quoted)


def find_subjects(table: str) -> set[str]:
    """Return the subjects of a table or view, e.g. of ``facts.upload``.

    Raises
    ------
    KeyError
        `SUBJECTS_OF` lacks a table of ``facts``.
    """
    is_built = table.startswith(("plan.", "plans.")) and table not in SUBJECTS_OF
    return set(SUBJECTS) if is_built else SUBJECTS_OF[table]


@cache
def list_tables(name: str) -> tuple[str, ...]:
    """Return the tables and views that ``data/sql/<name>.sql`` reads or writes, also where a macro
    reads them."""
    code = _load_code(name)
    texts = (code, *(list_views()[macro] for macro in _MACRO.findall(code)))
    return tuple(sorted({table for text in texts for table in _TABLE.findall(text)}))


@cache
def list_written(name: str) -> tuple[str, ...]:
    """Return the tables and views that ``data/sql/<name>.sql`` writes, makes or drops."""
    return tuple(sorted(set(_WRITTEN.findall(_load_code(name)))))


@cache
def list_subjects(name: str) -> frozenset[str]:
    """Return the subjects of all that ``data/sql/<name>.sql`` reads; of a table of the plan only
    the plan, because a write to it ages everything."""
    relations, found = find_relations(name), set()
    if relations is None:
        return frozenset(SUBJECTS)
    for one in relations.union(list_tables(name)):
        if one in SUBJECTS_OF:
            found |= SUBJECTS_OF[one]
        elif one.startswith(("plan.", "plans.")):
            found.add("plan")
        elif one not in list_views():
            found.update(SUBJECTS)
    return frozenset(found)


def _load_code(name: str) -> str:
    """Return the text of a file without its comments."""
    return re.sub(r"--.*", "", load_sql(name))


@cache
def list_views() -> dict[str, str]:
    """Return what makes the views and macros beside the tables, in their order, by name."""
    scripts = [_load_code(f"schema/{script}") for script in VIEWS[1:]]
    statements = [part for script in scripts for part in re.split(r";\s*$", script, flags=re.M)]
    found = ((_MADE.search(statement), statement) for statement in statements)
    return {made[1]: statement for made, statement in found if made}


def load_view(name: str) -> str:
    """Return the statement that makes a view or macro."""
    return list_views()[name]


@cache
def find_relations(name: str) -> frozenset[str] | None:
    """Return what ``data/sql/<name>.sql`` reads: tables, views and macros, with all that these are
    made of; None for a statement that may look at anything."""
    code = _load_code(name)
    if _OF_ALL.search(code):
        return None
    views, found = list_views(), set()
    waiting = _NAMED.findall(code)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += _NAMED.findall(views.get(one, ""))
    return frozenset(found)
