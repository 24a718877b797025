"""Random histories of a store, and the figures that are kept of them."""

import random
from collections import Counter, defaultdict
from contextlib import suppress

import pandas as pd

from data.store import check
from data.store.ids import make_id

CHECK = "current_figures_are_those_of_the_revisions"
INDICATORS = (
    "cattle_stock",
    "cattle_slaughtered",
    "beef_output",
    "beef_carcass_yield",
    "cattle_offtake_rate",
    "vegetation_cover",
)
AREAS = ("650000", "654026", "654025")
IS_KEPT = ["indicator_id", "area_id", "period", "year"]


def find_faults(store):
    return check.find_broken_rows(store, CHECK)


def read_rows(store, table):
    """Return every row of a table or view, in its order."""
    with store._open_cursor("current/seqs") as cursor:
        return cursor.execute(f"FROM {table}").to_arrow_table().to_pylist()


def read_figures(store):
    """Return every row of current.figure, sorted, as texts."""
    return sorted(map(repr, read_rows(store, "current.figure")))


def make_figure(rng):
    indicator = rng.choice(INDICATORS)
    return {
        "indicator_id": indicator,
        "area_id": rng.choice(AREAS),
        # Of one indicator many figures are sent only once or twice.
        "year": rng.randint(1990 if indicator == INDICATORS[-1] else 2019, 2024),
        "period": rng.choice(("Y", "Y", "Y", "H1")),
        "value": rng.choice((0.0, 1.5, 2.5, 40.0)),
        "state": rng.choice(("reported", "reported", "provisional", "verified", "derived")),
        "source": rng.choice(("甲", "乙", None)),
        "is_withdrawn": rng.random() < 0.15,
    }


class History:
    """Random operations on a store, some of which share a transaction."""

    def __init__(self, store, seed):
        self.store, self.rng = store, random.Random(seed)
        self.chains = []  # of each upload: its id, then those of its undos
        self.sent = {}
        self.values = {}
        self.rows = defaultdict(list)
        self.done = Counter()

    def go(self, steps):
        kinds = (self.upload, self.undo, self.verify, self.decide, self.group)
        at = 0
        while at < steps:
            together = self.rng.choice((1, 20, 120))
            for kind in self.rng.choices(kinds, (50, 30, 14, 3, 3), k=together):
                kind()
                self.done[kind.__name__] += 1
            self.write()
            at += together

    def write(self):
        fails = self.rng.random() < 0.3
        with suppress(ZeroDivisionError), self.store.transaction() as writer:
            if fails:
                row = make_figure(self.rng) | {"revision_id": make_id()}
                writer.insert("facts.observation_revision", pd.DataFrame([row]))
                writer.query_rows("current/size")
                raise ZeroDivisionError
            for table, rows in self.rows.items():
                writer.insert(table, pd.DataFrame(rows))
        if fails:
            self.done["fail"] += 1
            self.write()
        self.rows.clear()

    def add(self, table, key, **row):
        row[key] = make_id()
        self.rows[table].append(row)
        return row[key]

    def send(self, figures):
        upload_id = self.add("facts.upload", "upload_id", dataset="observations")
        for figure in figures:
            row = figure | {"upload_id": upload_id}
            revision_id = self.add("facts.observation_revision", "revision_id", **row)
            self.values[revision_id] = {name: figure[name] for name in IS_KEPT}
        self.chains.append([upload_id])
        self.sent[upload_id] = figures

    def upload(self):
        figures = [make_figure(self.rng) for _ in range(self.rng.randint(1, 6))]
        if self.rng.random() < 0.5:
            # As a file is sent: each figure once, in their order.
            by_key = {tuple(row[column] for column in IS_KEPT): row for row in figures}
            figures = [row for _, row in sorted(by_key.items())]
        self.send(figures)

    def undo(self):
        if self.chains:
            chain = self.rng.choice(self.chains[-60:])
            undone = chain[0] if len(chain) % 2 and self.rng.random() < 0.5 else chain[-1]
            chain.append(self.add("facts.upload", "upload_id", undoes_upload_id=undone))

    def verify(self):
        if self.chains:
            chain = self.rng.choice(self.chains[-60:])
            self.send([row | {"state": "verified"} for row in self.sent[chain[0]]])

    def give_back(self):
        """Return some values, of which few stand, or undo that."""
        for subject_id in self.rng.sample(list(self.values), min(60, len(self.values))):
            row = self.values[subject_id] | {"step_id": make_id(), "subject_id": subject_id}
            is_undone = self.rng.random() < 0.2
            row |= {"step": "returned", "is_withdrawn": is_undone}
            self.add("facts.step_revision", "revision_id", **row)
        self.write()

    def decide(self):
        self.add("facts.decision_revision", "revision_id", decision_id="d", is_withdrawn=False)

    def group(self):
        row = {"group_id": "pastoral", "area_id": self.rng.choice(AREAS[1:])}
        self.add("facts.group_member_revision", "revision_id", is_withdrawn=False, **row)
