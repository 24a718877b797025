"""What is kept: until its subject is written, made once, and not for ever."""

import re
import threading

import pandas as pd
import pytest

from data.store.ids import make_id
from data.store.memory import Memory, MemoryUseError
from data.store.statements import SQL, SUBJECTS, SUBJECTS_OF, find_subjects, list_tables, load_sql


def make_counter():
    """Return a function that counts its calls, and the list of them."""
    calls = []
    return lambda: calls.append(None) or len(calls), calls


@pytest.mark.parametrize(
    ("table", "aged"),
    [
        ("facts.observation_revision", {"figures"}),
        ("facts.upload", {"figures", "projects", "balance"}),
        ("facts.project_revision", {"projects"}),
        ("facts.decision_revision", {"decisions"}),
        ("facts.group_member_revision", {"groups"}),
        ("facts.setting_revision", {"settings"}),
        ("plan.threshold", set(SUBJECTS)),
    ],
)
def test_a_write_ages_only_its_own_subject(store, table, aged):
    def remember():
        return {
            subject: store.remember(("made", subject), make_id, of=(subject,))
            for subject in SUBJECTS
        }

    before = remember()
    assert remember() == before
    key = {"plan.threshold": "threshold_id", "facts.upload": "upload_id"}.get(table, "revision_id")
    with store.transaction() as writer:
        key_of = "x" if table.startswith("plan.") else make_id()
        writer.insert(table, pd.DataFrame([{key: key_of}]))
    after = remember()
    assert {subject for subject in SUBJECTS if after[subject] != before[subject]} == aged


def test_a_write_that_fails_or_writes_nothing_ages_nothing(store):
    make, calls = make_counter()
    store.remember(("made",), make, of=("figures",))
    with store.transaction():
        pass
    with pytest.raises(RuntimeError), store.transaction() as writer:
        writer.insert("facts.upload", pd.DataFrame([{"upload_id": make_id()}]))
        raise RuntimeError
    assert store.remember(("made",), make, of=("figures",)) == 1
    assert len(calls) == 1


def test_a_script_ages_the_tables_that_it_names(store):
    make, calls = make_counter()
    store.remember(("made",), make, of=("decisions",))
    with store.transaction() as writer:
        writer.execute("current/sort", rows_at_a_time=10)
        assert writer.subjects == {"figures"}
    store.remember(("made",), make, of=("decisions",))
    assert len(calls) == 1


def test_only_tables_that_exist_are_written(store):
    with store.transaction() as writer, pytest.raises(ValueError, match="no table"):
        writer.insert("facts.upload BY NAME FROM batch; --", pd.DataFrame([{"upload_id": "x"}]))


def test_two_threads_make_it_once():
    memory, started, go = Memory(), threading.Event(), threading.Event()
    calls, results = [], []

    def make():
        calls.append(None)
        started.set()
        assert go.wait(10)
        return object()

    def ask():
        results.append(memory.recall(("made",), make, ("figures",)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert started.wait(10)
    go.set()
    for thread in threads:
        thread.join()
    assert len(calls) == 1
    assert len(results) == 4 and len({id(result) for result in results}) == 1


def test_what_was_made_while_its_subject_changed_is_not_kept():
    memory = Memory()
    assert memory.recall(("made",), lambda: memory.age({"figures"}) or "mixed", ("figures",))
    assert memory.recall(("made",), lambda: "fresh", ("figures",)) == "fresh"
    assert memory.recall(("made",), lambda: "again", ("figures",)) == "fresh"


def test_what_may_be_of_two_moments_is_made_again():
    """A write between two looks: the second look alone would see it."""
    memory, store, made = Memory(), {"cows": 1, "ewes": 1}, []

    def make():
        made.append(None)
        cows = store["cows"]
        if len(made) == 1:
            store.update(cows=2, ewes=2)
            memory.age({"figures"})
        return cows, store["ewes"]

    assert memory.recall(("both",), make, ("figures",)) == (2, 2)
    assert memory.recall(("both",), make, ("figures",)) == (2, 2) and len(made) == 2


def test_an_exception_is_not_kept():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.recall(("made",), lambda: 1 / 0, ("figures",))
    assert memory.recall(("made",), lambda: "made", ("figures",)) == "made"


def test_the_least_recently_used_goes_first():
    memory, made = Memory(), []

    def ask(number):
        return memory.recall(("made", number), lambda: made.append(number), ("plan",), 2)

    for number in (1, 2, 1, 3, 1, 2):
        ask(number)
    assert made == [1, 2, 3, 2]
    # Another name has room of its own.
    memory.recall(("other", 1), lambda: None, ("plan",), 2)
    ask(1)
    assert made == [1, 2, 3, 2]


def test_what_is_read_must_be_named(store):
    def read():
        return store.query("queries/decisions")

    with pytest.raises(MemoryUseError, match=r"facts\.decision "):
        store.remember(("made",), read, of=("figures",))
    store.remember(("made",), read, of=("figures", "decisions"))
    # A table of the plan may be read for anything: a new plan ages everything.
    store.remember(("other",), lambda: store.query("queries/targets"), of=("groups",))


def test_what_it_is_made_from_must_be_named(store):
    def recall():
        return store.remember(("inner",), list, of=("projects",))

    with pytest.raises(MemoryUseError, match="inner depends on"):
        store.remember(("outer",), recall, of=("figures",))
    # Also when the inner one is kept already.
    recall()
    with pytest.raises(MemoryUseError, match="inner depends on"):
        store.remember(("outer",), recall, of=("figures",))
    store.remember(("outer",), recall, of=("figures", "projects"))


def test_what_is_kept_does_not_write(store):
    def write():
        with store.transaction():
            pass

    with pytest.raises(MemoryUseError, match="must not write"):
        store.remember(("made",), write, of=SUBJECTS)
    write()


def test_every_table_of_the_users_has_its_subjects(plan_store):
    with plan_store._connection.cursor() as cursor:
        found = cursor.execute(
            "SELECT table_schema || '.' || table_name FROM information_schema.tables"
            " WHERE table_schema IN ('facts', 'current')"
        ).fetchall()
    seen = {name for name in SUBJECTS_OF if name.startswith("plan.")}
    assert {name for (name,) in found} == set(SUBJECTS_OF) - seen
    # What is recorded about one plan ages with what is recorded.
    of_facts = {name: SUBJECTS_OF[name.replace("plan.", "facts.")] for name in seen}
    assert {name: SUBJECTS_OF[name] for name in seen} == of_facts


def test_a_view_has_no_subject_that_one_of_its_tables_lacks():
    """Else a write to that table would leave old what was made from the view."""
    script = re.sub(r"--.*", "", load_sql("schema/views"))
    views = re.findall(r"VIEW ((?:facts|plan)\.\w+) AS(.*?);", script, re.DOTALL)
    wrong = {
        view: table
        for view, code in views
        if view.startswith("facts")
        for table in re.findall(r"(?:FROM|JOIN)\s+((?:facts|plan)\.\w+)", code)
        if not find_subjects(view) <= find_subjects(table)
    }
    assert len(views) > 5 and not wrong


def test_the_tables_of_every_query_are_found():
    """A table named in another way would be read without a check."""
    missed = {}
    for path in (SQL / "queries").glob("*.sql"):
        code = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        named = set(re.findall(r"\b(?:facts|plan)\.\w+", code))
        missed[path.stem] = named - set(list_tables(f"queries/{path.stem}"))
    assert missed and not {file: tables for file, tables in missed.items() if tables}


def test_the_tables_that_a_macro_reads_are_found():
    assert list_tables("changes/count") == ("facts.figure",)
    assert {"facts.step_revision", "facts.plan_change"} <= set(list_tables("changes/keys"))


def test_a_sent_figure_leaves_what_depends_on_others(store, send_figures):
    """The current figures are updated by what is only read of the plan: that ages nothing."""
    kept = [store.remember(("x", of), object, of=(of,)) for of in ("plan", "groups", "figures")]
    send_figures(
        store, {"indicator_id": "cattle_stock", "area_id": "654026", "year": 2023, "value": 1.5}
    )
    again = [store.remember(("x", of), object, of=(of,)) for of in ("plan", "groups", "figures")]
    assert [one is other for one, other in zip(kept, again, strict=True)] == [True, True, False]
