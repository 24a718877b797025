"""What may be seen of a store: a database of views beside it, seen from a set of areas.

Verified and published figures are seen by everybody who signed in, the others only in the areas
of the reader. The views are of the store itself, so they are as new as it is; where the store is
a former day (`data.store.past`), they are of that day.
"""

import itertools
import threading
import weakref
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from data.store.database import Store
from data.store.memory import Memory
from data.store.past import Past
from data.store.statements import (
    DEFAULT_PLAN,
    find_relations,
    list_views,
    load_named,
    load_sql,
    load_view,
)

MOST_SCOPES = 24
WHOLE, NOTHING, OWN, STATED, OF_UPLOAD = "whole", "nothing", "own", "stated", "of_upload"
SEEN = {
    "facts.schema_version": WHOLE,
    "facts.upload": "uploads",
    "facts.rejection": OF_UPLOAD,
    "facts.read_word": OF_UPLOAD,
    "facts.file_part": "of_file",
    "facts.file_area": "of_file",
    # Who sent what is asked for oneself alone (`data.rights.handles.find_sent_file`).
    "facts.file_sender": NOTHING,
    "facts.observation_part": "parts",
    "facts.observation_row": "values",
    "facts.project_revision": STATED,
    "facts.pasture_revision": OWN,
    "facts.forage_source_revision": OWN,
    "facts.herd_revision": OWN,
    # What holds for all, or is no figure.
    "facts.factor_set_revision": WHOLE,
    "facts.factor_revision": WHOLE,
    "facts.publication_revision": WHOLE,
    "facts.plan_change": WHOLE,
    "facts.programme_note_revision": WHOLE,
    "facts.decision_revision": WHOLE,
    "facts.allocation_revision": OWN,
    "facts.group_revision": WHOLE,
    "facts.group_member_revision": WHOLE,
    "facts.port_revision": WHOLE,
    "facts.weight_revision": "weights",
    "facts.setting_revision": WHOLE,
    "facts.reading_word_revision": WHOLE,
    "facts.layout_revision": WHOLE,
    "facts.event_revision": WHOLE,
    "facts.unit_revision": WHOLE,
    "facts.matter_revision": WHOLE,
    "facts.matter_unit_revision": WHOLE,
    "facts.matter_event_revision": WHOLE,
    # What was released is there for all; other steps and findings are those of the areas seen.
    "facts.step_revision": "steps",
    "facts.sample_revision": "samples",
    "facts.sample_check_revision": OWN,
    # Whom to ask is no secret; what proves who somebody is, and who was refused, is.
    "facts.role_grant_revision": WHOLE,
    "facts.token_revision": NOTHING,
    "facts.access_log": NOTHING,
    "current.figure": "figures",
    "current.state": WHOLE,
}
"""A table of facts or current -> how its rows are seen: a file of ``data/sql/rights/seen``. The
tables of the plans are seen whole. Without a table here nobody with restricted rights gets in."""
_numbers = itertools.count(1)


_OF_UPLOADS = {"uploads", OF_UPLOAD, "of_file"}


@cache
def hides(name: str) -> bool:
    """Tell whether ``data/sql/<name>.sql`` reads a table of which not everybody sees everything."""
    relations = find_relations(name)
    return relations is None or any(map(_is_hidden, relations - list_views().keys()))


def _is_hidden(table: str) -> bool:
    return not table.startswith(("plan.", "plans.")) and SEEN.get(table) != WHOLE


class Mirror:
    """A database of views of a store; which rows they show depends on the areas of a session.

    A view is made when a statement reads it: a command needs a few of the 130.

    Attributes
    ----------
    name : str
        The database, attached to the connection of the store.
    """

    def __init__(self, base: Store):
        self.name = f"seen_{next(_numbers)}"
        self._lock = threading.Lock()
        self._connection = base._connection
        present = base.present if isinstance(base, Past) else base
        with present._open_cursor("rights/relations") as cursor:
            tables = cursor.execute(load_sql("rights/relations")).fetchall()
        # Not made yet, in the order in which they can be made; "" are those of the uploads.
        self._waiting = ["", *(f"{schema}.{table}" for schema, table in tables), *list_views()]
        with base._open_cursor("past/database") as cursor:
            self._base = cursor.execute(load_sql("past/database")).fetchone()[0]
            cursor.execute(load_named("rights/attach", seen=self.name))
        weakref.finalize(self, _detach, base._connection, self.name)

    def make(self, relations: frozenset[str] | None) -> None:
        """Make of these relations those that are not there yet; of all, without any named.

        A transaction that looks at the database does not see what is made later.
        """
        with self._lock:
            waiting = [one for one in self._waiting if relations is None or one in relations]
            if relations and any(SEEN.get(one) in _OF_UPLOADS for one in waiting):
                waiting = [one for one in self._waiting if one == "" or one in relations]
            if not waiting:
                return
            with self._connection.cursor() as cursor:
                cursor.execute(load_named("past/use", past=self.name))
                for one in waiting:
                    self._make_one(cursor, one)
                    self._waiting.remove(one)

    def _make_one(self, cursor: Any, relation: str) -> None:
        names = {"seen": self.name, "base": self._base}
        if not relation:
            cursor.execute(load_named("rights/seen_uploads", **names))
        elif relation in list_views():
            cursor.execute(load_view(relation))
        else:
            schema, table = relation.split(".")
            # The order of the rows of the plans counts, and a view has none.
            kind = "copy" if schema in ("plan", "plans") else SEEN[relation]
            cursor.execute(load_named(f"rights/seen/{kind}", schema=schema, table=table, **names))


@dataclass(frozen=True)
class SeenView:
    """What is seen of a store from some areas, and what is kept of it.

    Attributes
    ----------
    mirror : Mirror
    area_ids : frozenset of str
    own_ids : frozenset of str
        Those of them whose files and rejected rows are seen too.
    memory : Memory
        Results that were made of it; they age with those of the store.
    """

    mirror: Mirror
    area_ids: frozenset[str]
    own_ids: frozenset[str]
    memory: Memory

    def enter(self, cursor: Any, relations: frozenset[str] | None = None) -> None:
        """Let a cursor see only this: these relations of it, or all."""
        self.mirror.make(relations)
        cursor.execute(load_named("past/use", past=self.mirror.name))
        cursor.execute(load_sql("rights/see"), {"area_ids": sorted(self.area_ids)})
        cursor.execute(load_sql("rights/see_own"), {"area_ids": sorted(self.own_ids)})


def find_view(base: Store, area_ids: frozenset[str], own_ids: frozenset[str]) -> SeenView:
    """Return what may be seen of a store; the scopes that were used last are kept."""

    # The views show the plan that a cursor looks at: one database serves all plans.
    base = base.for_plan(DEFAULT_PLAN)

    def make() -> SeenView:
        mirror = base.remember(("seen.mirror",), lambda: Mirror(base), of=("plan",), most=1)
        return SeenView(mirror, area_ids, own_ids, Memory(of=base.memory))

    return base.remember(("seen", area_ids, own_ids), make, of=("plan",), most=MOST_SCOPES)


def _detach(connection: Any, name: str) -> None:
    """Let go of a mirror that nobody looks at any more."""
    with suppress(duckdb.Error), connection.cursor() as cursor:
        cursor.execute(load_named("past/detach", past=name))
