"""Makes up matters that show every light; each title says that it is made up.

They are never loaded by themselves: only the example, a file of its own, has them.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from data.ledger.matters.record import record_matter, record_matter_event
from data.ledger.remedies import record_remedy
from data.store.database import Store


class _MadeUp(NamedTuple):
    """A made-up matter; days are counted back from today, and ahead where below zero."""

    kind: str
    title: str
    lead: str
    assigned: int
    events: tuple[tuple, ...] = ()
    fields: dict[str, Any] = {}  # noqa: RUF012


_MATTERS = (
    _MadeUp("instruction", "报送饲草储备情况", "农业农村厅", 5),
    _MadeUp("document", "报送牧区防灾保畜方案", "林业和草原局", 12),
    _MadeUp("meeting", "落实畜牧业专题会议议定事项", "财政厅", 30, (("reported", 25),)),
    _MadeUp("deployment", "报送动物疫病防控进展", "农业农村厅", 60, (("reported", 40),)),
    _MadeUp("priority", "推进高标准人工饲草基地建设", "农业农村厅", 200, (("reported", 150),)),
    _MadeUp("proposal", "办理关于草原生态补奖的建议", "林业和草原局", 40),
    _MadeUp(
        "inspection",
        "规划重点项目建设情况督查",
        "发展和改革委员会",
        80,
        (
            ("reported", 75),
            ("concluded", 50),
            ("rectification_required", 50, 10),
            ("review_applied", 45),
            ("review_decided", 20),
        ),
    ),
    _MadeUp(
        "document",
        "编制县级实施方案",
        "伊犁哈萨克自治州人民政府",
        20,
        (("received", 19),),
        {"clock_id": "set_limit", "limit_count": 2, "limit_unit": "month", "area_id": "654000"},
    ),
)
_JOINT = ("财政厅", "发展和改革委员会")


def record_made_up_matters(store: Store, today: date, *, by: str) -> int:
    """Record the made-up matters and a corrective action, as of a day; return how many."""
    for place, made in enumerate(_MATTERS, start=1):
        matter_id = record_matter(
            store,
            kind=made.kind,
            title=f"【演示】{made.title}",
            lead_unit=f"{made.lead}（演示）",
            joint_units=[f"{name}（演示）" for name in _JOINT if name != made.lead][:1],
            authority="自治区人民政府办公厅（演示）",
            document_no=f"演示〔{today.year}〕{place}号",
            assigned_on=today - timedelta(days=made.assigned),
            by=by,
            **made.fields,
        )
        for kind, back, *due in made.events:
            record_matter_event(
                store,
                matter_id,
                kind,
                today - timedelta(days=back),
                due_on=today - timedelta(days=due[0]) if due else None,
                by=by,
            )
    record_remedy(
        store,
        "mechanisation_rate",
        reason="【演示】小型机具不足",
        remedy="【演示】分批购置机具并开展培训",
        responsible="农业农村厅（演示）",
        due_on=today + timedelta(days=60),
        by=by,
    )
    return len(_MATTERS) + 1
