"""Counts that the plan states, against the lists that it gives and against each other."""

from collections.abc import Iterator

from data.words.amounts import describe_amount
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_number, is_missing
from indicators.audit.findings import (
    AGREES,
    CONTRADICTS,
    OPEN,
    AuditInputs,
    compare_counts,
    format_list,
    format_parts,
    make_finding,
)

ALL_COUNTIES = "plan_counties"
# Each county that the plan names for such a role has the thing itself.
FACILITIES = ("core_breeding", "slaughter", "base")


def check_role_counties(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the counties that section 3 states for a role with those that the plan names."""
    for row in inputs.list_rows("role_counties"):
        stated = None if row["is_open"] else row["stated"]
        yield make_finding(
            "role_counties",
            row,
            compare_counts(stated, row["found"]),
            stated=t("audit.open_list") if stated is None else _count(stated),
            found=t("audit.named", n=row["found"]),
            kind="role",
            n=row["found"],
        )


def check_industries(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the number of industries that section 3 states with those that it describes."""
    for row in inputs.list_rows("industries"):
        yield make_finding(
            "industries",
            row,
            compare_counts(row["stated"], row["found"]),
            stated=t("audit.industries", n=row["stated"]),
            found=t("audit.industries", n=row["found"]),
            kind="list",
            name=t("audit.industries_name"),
        )


def check_groups(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the counties that the plan counts in a group with the members that are known."""
    for row in inputs.list_rows("groups"):
        is_known = not is_missing(row["found"])
        yield make_finding(
            "groups",
            row,
            compare_counts(row["stated"], row["found"]),
            stated=_count(row["stated"]),
            found=t("audit.members", n=int(row["found"])) if is_known else t("audit.no_members"),
            kind="group",
        )


def check_group_parts(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the pastoral and semi-pastoral counties with the number of both together."""
    parts = [row for row in inputs.list_rows("groups") if row["subject_id"] != ALL_COUNTIES]
    for whole in _list_all_counties(inputs):
        total = sum(row["stated"] for row in parts)
        names = [t("audit.part", name=pick_name(row), n=row["stated"]) for row in parts]
        yield make_finding(
            "group_parts",
            whole,
            compare_counts(whole["stated"], total),
            stated=_count(whole["stated"]),
            found=t("audit.parts", parts=format_list(names), total=total),
            kind="group",
        )


def check_named_counties(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the counties that the plan counts with those that the plan names.

    Once the members are known they must be the counties named; until then only the numbers can
    be compared, and another number leaves open who is meant.
    """
    named = inputs.list_rows("named_counties")
    for row in _list_all_counties(inputs):
        if is_missing(row["found"]):
            verdict = AGREES if row["stated"] == len(named) else OPEN
            found = t("audit.named", n=len(named))
        else:
            verdict = _compare_members(named, row["found"])
            matched = sum(bool(county["is_member"]) for county in named)
            found = t("audit.named_members", n=len(named), matched=matched)
        yield make_finding(
            "named_counties",
            row,
            verdict,
            stated=_count(row["stated"]),
            found=found,
            kind="group",
            n=len(named),
        )


def check_facility_counties(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the counties that the plan counts with those that the plan names for production.

    That the numbers are equal is an observation; only the list of the members can confirm it.
    """
    named = inputs.list_rows("named_counties")
    only = [row for row in named if row["is_facility_only"]]
    rest = [row for row in named if not row["is_facility_only"]]
    for row in _list_all_counties(inputs):
        verdict = OPEN
        if not is_missing(row["found"]):
            verdict = _compare_members(rest, row["found"])
        is_same = verdict == OPEN and row["stated"] == len(rest)
        yield make_finding(
            "facility_counties",
            row,
            verdict,
            stated=_count(row["stated"]),
            found=t(
                "audit.without",
                n=len(named),
                only=len(only),
                names=format_list(pick_name(county) for county in only),
                rest=len(rest),
            ),
            kind="group",
            follows="same" if is_same else None,
        )


def _list_all_counties(inputs: AuditInputs) -> list[dict]:
    return [row for row in inputs.list_rows("groups") if row["subject_id"] == ALL_COUNTIES]


def _compare_members(counties: list[dict], members: object) -> str:
    """Tell whether counties are exactly the members of the group, of whom there are so many."""
    is_each = all(county["is_member"] for county in counties)
    return AGREES if is_each and len(counties) == members else CONTRADICTS


def check_bound_counties(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the number of an item that each county has one of with the counties it binds."""
    for subject_id, rows in inputs.list_in_force("bound_counties").items():
        decision = inputs.find_decision("box_item", subject_id, "reading")
        for row in rows:
            if row["kind"] != "count":
                continue
            yield make_finding(
                "bound_counties",
                row,
                compare_counts(row["low"], row["counties"]),
                stated=describe_amount(row),
                found=t("audit.bound", reading=pick_name(row, "reading"), n=row["counties"]),
                kind="box_item",
                decision=decision,
                n=row["counties"],
            )


def check_county_minimums(inputs: AuditInputs) -> Iterator[dict]:
    """Add up what an item asks of each county, under each count of the counties."""
    for subject_id, rows in inputs.list_in_force("bound_counties").items():
        first = rows[0]
        if first["kind"] != "per_county":
            continue
        totals = [row["low"] * row["counties"] for row in rows]
        found = [
            t(
                "audit.minimum",
                reading=pick_name(row, "reading"),
                n=row["counties"],
                low=format_number(row["low"]),
                total=attach_unit(format_number(total), row["unit"]),
            )
            for row, total in zip(rows, totals, strict=True)
        ]
        yield make_finding(
            "county_minimums",
            first,
            AGREES if len(set(totals)) == 1 else OPEN,
            stated=describe_amount(first),
            found=format_parts(found),
            kind="box_item",
            decision=inputs.find_decision("box_item", subject_id, "reading"),
            low=attach_unit(format_number(min(totals)), first["unit"]),
            high=attach_unit(format_number(max(totals)), first["unit"]),
        )


def check_role_items(inputs: AuditInputs) -> Iterator[dict]:
    """Compare the number of projects of an item with the counties that the plan names for them.

    Where the role is the thing itself, such as a core breeding farm, each county named has one:
    fewer projects contradict it. Where the role is a branch of production, fewer projects than
    counties only leave open which counties have one.
    """
    for row in inputs.list_rows("role_items"):
        most = row["low"] if is_missing(row["high"]) else row["high"]
        is_enough = most >= row["counties"]
        fewer = CONTRADICTS if row["kind"] in FACILITIES else OPEN
        yield make_finding(
            "role_items",
            row,
            AGREES if is_enough else fewer,
            stated=describe_amount(row),
            found=t("audit.named_open" if row["is_open"] else "audit.named", n=row["counties"]),
            kind="box_item",
            ask=describe_amount(row),
            role=pick_name(row, "role"),
            n=row["counties"],
        )


def _count(n: float) -> str:
    return t("audit.counties", n=int(n))
