"""Whatever happens in whatever order, a value skips no step and none is lost."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from data.errors import CaomuError
from data.ledger.steps.record import check_values, release_values, return_values, undo_step
from data.ledger.steps.stages import Selection, load_stages
from data.ledger.uploads import undo_upload, verify_upload
from data.store.database import Store
from tests.conftest import count_examples, record_figures
from tests.data.store.histories import find_faults

KEYS = [
    {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2023}
    for area_id in ("654026", "654025")
]
DECISION = {"by": "厅长", "document_no": "9号", "decided_on": "2026-03-01"}
areas = some.sampled_from([key["area_id"] for key in KEYS])


@pytest.fixture(autouse=True, scope="module")
def begin_with_the_plan(plan_file):
    """Let each life begin with a copy of a file that has the plan built."""
    Life.plan_file = plan_file


class Life(RuleBasedStateMachine):
    """A model in plain Python beside the store: what was sent, and the acts that stand."""

    store: Store
    plan_file: Path

    @initialize()
    def begin(self):
        self.store = Store(shutil.copy(self.plan_file, self.plan_file.with_name("life.duckdb")))
        # Of each upload: area, value, the verified upload that it is (or None), undone or not.
        self.sent, self.acts = [], []

    def teardown(self):
        self.store.close()

    def find_newest(self, area_id, *, is_verified):
        rows = [
            row
            for row in self.sent
            if row["area_id"] == area_id and row["is_live"] and row["is_verified"] is is_verified
        ]
        return rows[-1] if rows else None

    def find_act(self, row):
        standing = [
            act for act in self.acts if act["is_live"] and act["subject"] == row["upload_id"]
        ]
        returned = [act for act in standing if act["step"] == "returned"]
        return (returned or standing or [None])[-1]

    def is_released(self, verified):
        """A value is released while it is what was released last, whoever verified it."""
        values = {row["upload_id"]: row for row in self.sent}
        released = [
            values[act["subject"]]
            for act in self.acts
            if act["is_live"] and act["step"] == "released"
        ]
        own = [row["value"] for row in released if row["area_id"] == verified["area_id"]]
        return own[-1:] == [verified["value"]]

    def model_stages(self, area_id):
        """Return the stages that the values of an area must have, by whether they are verified."""
        stages = {}
        verified = self.find_newest(area_id, is_verified=True)
        sent = self.find_newest(area_id, is_verified=False)
        if verified is not None:
            stages[True] = "released" if self.is_released(verified) else "verified"
        if sent is not None and (
            verified is None
            or (
                verified["value"] != sent["value"]
                # What another was verified in place of waits for nothing.
                and self.sent.index(sent) > self.sent.index(verified)
            )
        ):
            act = self.find_act(sent)
            stages[False] = act["step"] if act else "sent"
        return stages

    @rule(area_id=areas, value=some.sampled_from([1.0, 2.0, 3.0]))
    def send(self, area_id, value):
        key = {"indicator_id": "cattle_stock", "area_id": area_id, "year": 2023}
        upload_id = record_figures(self.store, key | {"value": value})
        self.note(upload_id, area_id, value, is_verified=False)

    def note(self, upload_id, area_id, value, *, is_verified):
        row = {"upload_id": upload_id, "area_id": area_id, "value": value}
        self.sent.append(row | {"is_verified": is_verified, "is_live": True})

    def act(self, step, area_id, do, before):
        """Do a step; it must succeed exactly where a value of the area is at a stage before it."""
        stages = self.model_stages(area_id)
        fits = [kind for kind, stage in stages.items() if stage in before]
        try:
            step_id, count = do()
        except CaomuError:
            assert not fits
            return
        assert fits and count == len(fits)
        for kind in fits:
            subject = self.find_newest(area_id, is_verified=kind)["upload_id"]
            self.acts.append(
                {"step_id": step_id, "step": step, "subject": subject, "is_live": True}
            )

    @rule(area_id=areas)
    def check(self, area_id):
        selection = Selection(area_id)
        self.act("checked", area_id, lambda: check_values(self.store, selection, by="甲"), {"sent"})

    @rule(area_id=areas)
    def give_back(self, area_id):
        said = {"by": "乙", "remark": "不实"}
        self.act(
            "returned",
            area_id,
            lambda: return_values(self.store, Selection(area_id), **said),
            {"sent", "checked"},
        )

    @rule(area_id=areas)
    def release(self, area_id):
        self.act(
            "released",
            area_id,
            lambda: release_values(self.store, Selection(area_id), **DECISION),
            {"verified"},
        )

    @rule(area_id=areas, only_checked=some.booleans())
    def verify(self, area_id, only_checked):
        sent = self.find_newest(area_id, is_verified=False)
        if sent is None:
            return
        stage = self.model_stages(area_id).get(False)
        may = stage == "checked" or (stage == "sent" and not only_checked)
        try:
            upload_id, count = verify_upload(
                self.store, sent["upload_id"], by="丙", document="1号", only_checked=only_checked
            )
        except CaomuError:
            assert not may
            return
        assert may and count == 1
        self.note(upload_id, area_id, sent["value"], is_verified=True)

    @rule(data=some.data())
    def take_back(self, data):
        """Undo an act or an upload."""
        standing = [act for act in self.acts if act["is_live"]]
        live = [row for row in self.sent if row["is_live"]]
        if standing and data.draw(some.booleans()):
            act = data.draw(some.sampled_from(standing))
            undo_step(self.store, act["step_id"], by="丁")
            for other in self.acts:
                other["is_live"] &= other["step_id"] != act["step_id"]
        elif live:
            row = data.draw(some.sampled_from(live))
            undo_upload(self.store, row["upload_id"], keeps_verified=True)
            row["is_live"] = False

    @rule(data=some.data())
    def restore(self, data):
        """Undo the undo of an upload: its steps are there again."""
        gone = [row for row in self.sent if not row["is_live"]]
        if gone:
            row = data.draw(some.sampled_from(gone))
            undos = self.store.query("queries/uploads")
            own = undos[(undos["undoes_upload_id"] == row["upload_id"]) & undos["can_be_undone"]]
            with suppress(IndexError):
                undo_upload(self.store, own["upload_id"].iloc[0])
                row["is_live"] = True

    @invariant()
    def the_store_knows_what_the_model_knows(self):
        rows = load_stages(self.store)
        for key in KEYS:
            area_id = key["area_id"]
            own = rows[rows["area_id"] == area_id]
            found = {row.state == "verified": row.stage for row in own.itertuples()}
            assert found == self.model_stages(area_id)

    @invariant()
    def what_is_shown_is_what_stands(self):
        figures = self.store.query("queries/yearly_figures")
        figures = figures[figures["indicator_id"] == "cattle_stock"].set_index(["area_id", "year"])
        for key in KEYS:
            area_id = key["area_id"]
            stages = self.model_stages(area_id)
            if not stages:
                assert (area_id, 2023) not in figures.index
                continue
            row = figures.loc[(area_id, 2023)]
            expected = "reported"
            if True in stages:
                expected = "verified"
            elif stages[False] == "returned":
                expected = "returned"
            assert row["state"] == expected
            newest = self.find_newest(area_id, is_verified=True in stages)
            assert row["value"] == newest["value"]

    @invariant()
    def the_tables_are_sound(self):
        assert not self.store.query_rows("checks/steps_are_sound")
        assert not find_faults(self.store)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=count_examples(8), stateful_step_count=15, suppress_health_check=list(HealthCheck)
)
