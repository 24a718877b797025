"""What the words of a briefing mean, and where its figures come from."""

from data.words.catalogue import t
from data.words.numbers import format_day, format_number
from indicators.judgement.status import STATUSES
from pages.documents.briefing.context import BriefingContext
from pages.documents.briefing.model import Section, Sentence, Table, TableCell, TableColumn

DEFINITIONS = (
    "status",
    "pace",
    "base",
    "assumption",
    "reading",
    "change",
    "states",
    "breaks",
    "counted",
    "full_evidence",
    "binding",
    "role",
    "owed",
    "map",
    "no_data",
    "decimals",
)
# These are about roles of counties, which not every plan has.
OF_ROLES = ("role", "binding")
# Thresholds that are shares of one, and points that the pages write without a minus.
SHARES = ("rollup_min_coverage", "about_close")


def list_method_lines(context: BriefingContext) -> list[str]:
    """Return the methods note: data, definitions, the rule of each status, the traces."""
    inputs = context.inputs.progress
    numbers = {
        name: format_number(value * 100) + "%" if name in SHARES else format_number(value)
        for name, value in inputs.thresholds.items()
    }
    lines = [t("briefing.methods.data", day=format_day(context.as_of), year=context.year)]
    lines += [
        t(f"briefing.define.{name}")
        for name in DEFINITIONS
        if context.has_roles or name not in OF_ROLES
    ]
    lines += [
        t(
            "briefing.methods.rule",
            status=t(f"status.{status}"),
            rule=t(f"methods.rule.{status}", **numbers),
        )
        for status in STATUSES
    ]
    lines.append(t("briefing.methods.traces"))
    return lines


def compose_methods(context: BriefingContext, sources: list[str]) -> Section:
    """Return the methods note with the list of sources."""
    sentences = tuple(Sentence(line) for line in list_method_lines(context))
    rows = tuple(
        (TableCell(str(number)), TableCell(source)) for number, source in enumerate(sources, 1)
    )
    columns = (
        TableColumn(t("briefing.column.number"), 0.4),
        TableColumn(t("targets.column.source"), 6.0),
    )
    table = Table(
        "sources",
        t("briefing.methods.sources", n=len(rows)),
        columns,
        rows,
        finding=t("briefing.methods.sources", n=len(rows)),
    )
    return Section("methods", t("briefing.part.methods"), sentences, (table,) if rows else ())
