"""What a result was made of: it stays while the parts that it read are what they were."""

import pickle
import threading
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import pandas as pd
import pytest

from data.store.memory import Memory
from data.store.reads import KeptWithin, Parted, PartMapping, Reads, are_alike, holds_parted
from indicators.boxes.items import BoxInputs
from indicators.counties.profile import CountyInputs, load_county_inputs
from indicators.figures import NEWEST
from indicators.inputs import ProgressInputs, load_inputs


class Index:
    def __init__(self, values):
        self.source = None
        self.values = PartMapping("values", dict(values), self, "figures")
        self.kept = KeptWithin()


@dataclass(frozen=True)
class Inputs(Parted, whole={"figures": "figures"}):
    figures: dict
    areas: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def index(self):
        return Index(self.figures)

    def follow(self, source, former):
        super().follow(source, former)
        self.index.source = source

    def list_kept(self):
        return [self.index.kept]

    def get_part(self, part):
        return self.rest if part == ("rest",) else self.index.values.peek(part[1])


class Office:
    """A memory with inputs, and results that are made of them."""

    def __init__(self):
        self.memory = Memory()
        self.figures = {"ewes": {2023: 5.0}, "cows": {2023: 7.0}}
        self.areas = pd.DataFrame({"area_id": ["650000"]})
        self.made = []

    def get_inputs(self):
        def make():
            figures = {name: dict(values) for name, values in self.figures.items()}
            return Inputs(figures, self.areas.copy())

        return self.memory.recall(("inputs",), make, ("figures", "groups"))

    def keep(self, name, read, of=("figures", "groups")):
        """Return a result of the inputs that is kept; note when it is made."""

        def make():
            self.made.append(name)
            return read()

        return self.memory.recall((name,), make, of)

    def count_made(self, name, read):
        """Return how many times a result is made by now."""
        self.keep(name, read)
        return self.made.count(name)

    def write(self, name, value, subject="figures"):
        self.figures[name] = {2023: value}
        self.memory.age({subject})


@pytest.fixture
def office():
    return Office()


READERS = {
    "look-up": lambda office: office.get_inputs().index.values.get("ewes"),
    "item": lambda office: office.get_inputs().index.values["ewes"],
    "of another result": lambda office: office.keep(
        "inner", lambda: office.get_inputs().index.values["ewes"][2023]
    ),
    "of a result within the inputs": lambda office: office.get_inputs().index.kept.get(
        "twice", lambda: 2 * office.get_inputs().index.values["ewes"][2023]
    ),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_result_stays_until_a_part_that_it_read_changes(office, read):
    read = partial(read, office)
    assert office.count_made("result", read) == 1
    office.write("cows", 8.0)
    assert office.count_made("result", read) == 1
    office.write("ewes", 6.0)
    assert office.count_made("result", read) == 2
    assert office.keep("result", read) in ({2023: 6.0}, 6.0, 12.0)


def test_what_is_kept_within_the_inputs_is_read_by_each_who_asks(office):
    def read():
        index = office.get_inputs().index
        return index.kept.get("twice", lambda: 2 * index.values["ewes"][2023])

    assert office.keep("first", read) == office.keep("second", read) == 10
    office.write("ewes", 6.0)
    assert office.keep("second", read) == office.keep("first", read) == 12


def test_what_is_kept_within_the_inputs_stays_while_it_stands(office):
    made = []

    def read():
        index = office.get_inputs().index

        def make():
            made.append(None)
            return index.values.get("ewes"), len(office.get_inputs().areas)

        return index.kept.get("ewes", make)

    def write_cows():
        office.write("cows", 8.0)

    def write_ewes():
        office.write("ewes", 6.0)

    def add_area():
        office.areas = pd.DataFrame({"area_id": ["650000", "654026"]})
        office.memory.age({"groups"})

    assert read() == ({2023: 5.0}, 1)
    for change, found, times in (
        (write_cows, ({2023: 5.0}, 1), 1),
        (write_cows, ({2023: 5.0}, 1), 1),
        (write_ewes, ({2023: 6.0}, 1), 2),
        (write_cows, ({2023: 6.0}, 1), 2),
        (add_area, ({2023: 6.0}, 2), 3),
        (write_ewes, ({2023: 6.0}, 2), 3),
    ):
        change()
        assert (read(), len(made)) == (found, times)


def test_what_is_kept_within_the_inputs_and_reads_everything_is_made_again(office):
    def read():
        inputs = office.get_inputs()
        return inputs.index.kept.get("all", lambda: sorted(inputs.index.values))

    assert read() == ["cows", "ewes"]
    office.write("yaks", 1.0)
    assert read() == ["cows", "ewes", "yaks"]


WHOLE = {
    "the figures": lambda inputs: len(inputs.figures),
    "all names": lambda inputs: sorted(inputs.index.values),
    "their number": lambda inputs: len(inputs.index.values),
    "all values": lambda inputs: list(inputs.index.values.values()),
    "a copy": lambda inputs: dict(inputs.index.values),
    # What is read of these later, nobody would see.
    "the inputs": lambda inputs: inputs,
    "inputs in a list": lambda inputs: [{"of": inputs}],
    "the index": lambda inputs: inputs.index.values,
    "a function of it": lambda inputs: lambda: inputs.index,
    "a part of a function": lambda inputs: partial(len, inputs),
    "a method": lambda inputs: inputs.index.values.get,
}


@pytest.mark.parametrize("read", WHOLE.values(), ids=WHOLE)
def test_who_reads_or_holds_everything_depends_on_everything(office, read):
    def ask():
        # Inputs themselves are told apart by who reads them.
        return [read(office.get_inputs())]

    assert office.count_made("result", ask) == 1
    office.write("cows", 8.0)
    assert office.count_made("result", ask) == 2


@pytest.mark.parametrize(
    "read",
    [
        lambda office: office.figures["ewes"][2023],
        lambda office: pd.DataFrame(office.figures["ewes"], index=[0]),
    ],
)
def test_what_is_made_of_a_result_that_is_compared_stays_while_it_is_equal(office, read):
    def ask():
        made = office.memory.recall(("table",), lambda: read(office), ("figures",), compares=True)
        return str(made)

    first = office.keep("result", ask)
    office.write("cows", 8.0)
    assert office.count_made("result", ask) == 1
    office.write("ewes", 6.0)
    assert office.keep("result", ask) != first
    office.memory._families.pop("table")
    office.write("cows", 9.0)
    assert office.count_made("result", ask) == 3


@pytest.mark.parametrize(
    ("former", "present"),
    [
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1.0]})),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1, 2]})),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
        ([1, 2], [1]),
        (True, 1),
        (None, False),
        (object(), object()),
    ],
)
def test_what_may_differ_counts_as_another(former, present):
    assert not are_alike(former, present)
    kinds = pd.DataFrame, list, bool, type(None)
    assert are_alike(former, former) or not isinstance(former, kinds)


def test_a_look_up_that_found_nothing_counts(office):
    def ask():
        return office.get_inputs().index.values.get("yaks", "none")

    assert office.keep("result", ask) == "none"
    office.write("yaks", 1.0)
    assert office.keep("result", ask) == {2023: 1.0}
    del office.figures["yaks"]
    office.memory.age({"figures"})
    assert office.keep("result", ask) == "none"


def test_what_is_not_read_in_parts_is_compared_as_a_whole(office):
    def ask():
        return list(office.get_inputs().areas["area_id"])

    assert office.keep("result", ask) == ["650000"]
    office.memory.age({"groups"})
    assert office.count_made("result", ask) == 1
    office.areas = pd.DataFrame({"area_id": ["650000", "654026"]})
    office.memory.age({"groups"})
    assert office.keep("result", ask) == ["650000", "654026"]


def test_a_new_plan_makes_everything_again(office):
    def ask():
        return office.get_inputs().index.values.get("ewes")

    office.keep("result", ask)
    office.memory.age({"plan", "figures"})
    assert office.count_made("result", ask) == 2


def test_a_table_that_is_asked_beside_the_inputs_counts_whole(store):
    made = []

    def make():
        made.append(None)
        store.query("queries/sendings")
        return store.remember(("inputs",), lambda: load_inputs(store), of=ALL).area_id

    store.remember(("result",), make, of=ALL)
    with store.transaction() as writer:
        writer.insert("facts.upload", pd.DataFrame([{"upload_id": UPLOAD}]))
    store.remember(("result",), make, of=ALL)
    assert len(made) == 2


UPLOAD = "01890000-0000-7000-8000-000000000000"
ALL = ("figures", "decisions", "groups", "settings", "projects")


def test_what_reads_another_table_stays(store):
    """A query of a table of another subject does not make it depend on the figures."""
    made = []

    def make():
        made.append(None)
        store.query("queries/decisions")
        return store.remember(("inputs",), lambda: load_inputs(store), of=ALL).area_id

    store.remember(("result",), make, of=ALL)
    with store.transaction() as writer:
        writer.insert("facts.upload", pd.DataFrame([{"upload_id": UPLOAD}]))
    store.remember(("result",), make, of=ALL)
    assert len(made) == 1


def list_derived(kind):
    return [name for name, value in vars(kind).items() if isinstance(value, cached_property)]


@pytest.mark.parametrize("kind", [ProgressInputs, CountyInputs, BoxInputs])
def test_what_inputs_keep_is_derived_from_what_is_one_part(plan_store, kind):
    """Whoever asks second would not be seen to read the figures."""
    counties = load_county_inputs(plan_store)
    inputs = {CountyInputs: counties, ProgressInputs: counties.progress, BoxInputs: counties.boxes}
    bare = replace(inputs[kind])
    for one in (bare, getattr(bare, "progress", None), getattr(bare, "boxes", None)):
        if one is not None:
            for name in one._whole:
                del one.__dict__[name]
    derived = list_derived(kind)
    assert derived
    for name in derived:
        if name != "index":
            getattr(bare, name)


def test_each_part_of_the_figures_is_found_again(plan_store):
    inputs = load_inputs(plan_store)
    figures, key = inputs.index.figures, ("beef_output", "650000")
    assert inputs.get_part(("values", key)) == figures.get_values(*key) != {}
    year, origin = list(inputs.get_part(("origins", key)).items())[-1]
    assert figures.get_origin(*key, year) == origin
    assert inputs.get_part(("known", "650000")) == figures.list_known("650000") != set()
    assert inputs.get_part(("newest", "650000")) == figures.newest["650000"]
    assert inputs.get_part(NEWEST) == max(figures.newest.values()) == figures.find_newest_year()


def test_plain_values_hold_no_inputs():
    assert not holds_parted([{"a": 1, "b": ("c", None, pd.DataFrame({"x": [1]}))}])


@pytest.mark.parametrize(
    "held",
    [
        lambda inputs: inputs.figures,
        lambda inputs: inputs.index,
        lambda inputs: inputs.index.figures,
        lambda inputs: inputs.index.figures.newest,
        lambda inputs: [inputs.index.get_values],
    ],
)
def test_what_finds_figures_holds_inputs(plan_store, held):
    assert holds_parted(held(load_inputs(plan_store)))


def test_a_function_of_a_name_that_is_not_set_yet_holds_no_inputs():
    found = []

    def make_early():
        found.append(holds_parted(lambda: later))
        later = 1
        return later

    make_early()
    assert found == [False]


class RacedReads(Reads):
    """Another thread, which began to compare before a write, always ends just after this one."""

    @property
    def _stood_at(self):
        return self.__dict__["at"]

    @_stood_at.setter
    def _stood_at(self, version):
        self.__dict__["at"] = 1 if version is None else version


def test_who_compares_while_another_thread_does_gets_the_own_answer(office):
    reads = RacedReads()
    reads.add_part(office.get_inputs, ("values", "ewes"), {2023: 5.0})
    assert reads.stand(1)
    office.write("ewes", 6.0)
    assert not reads.stand(2)


class SlowAges(dict):
    """The ages of subjects; while they change, another thread asks."""

    def update(self, ages):
        asking = threading.Thread(target=self.ask)
        asking.start()
        asking.join(0.2)
        super().update(ages)
        self.asking = asking


def test_who_asks_while_subjects_age_keeps_nothing_old(office):
    def read():
        return office.get_inputs().index.values["ewes"]

    office.keep("result", read)
    office.write("cows", 8.0)
    # The inputs were made again since, the result was not asked for.
    office.get_inputs()
    ages = office.memory.ages.of = SlowAges(office.memory.ages.of)
    ages.ask = lambda: office.keep("result", read)
    office.write("ewes", 6.0)
    ages.asking.join()
    assert office.keep("result", read) == {2023: 6.0}


def test_inputs_that_are_kept_go_to_another_process_as_their_fields(plan_store):
    made = plan_store.remember(("inputs",), lambda: load_inputs(plan_store), of=ALL)
    assert made.source is not None and made.index
    again = pickle.loads(pickle.dumps(made))
    assert again.source is None
    key = ("beef_output", "650000")
    assert again.index.get_values(*key) == made.index.get_values(*key) != {}
