"""The targets in a briefing: verdict, table, what cannot be judged, what hangs on an assumption."""

from collections.abc import Iterator
from typing import Any

from data.words.catalogue import t
from data.words.names import nest_quotes, pick_name
from data.words.numbers import (
    format_share,
    format_signed,
    format_unit,
    format_value,
    format_year,
    is_missing,
)
from indicators.judgement.status import STATUSES
from indicators.targets.bullet import place_bullet
from indicators.targets.decided import DECIDED
from indicators.targets.summary import count_reasons, pick_decisive, pick_leading, pick_primary
from pages.documents.bar_pictures import BulletRow
from pages.documents.briefing.context import UNKNOWN, BriefingContext, join_list
from pages.documents.briefing.model import (
    Chart,
    ChartLine,
    Section,
    Sentence,
    Table,
    TableCell,
    TableColumn,
)
from pages.documents.target_wording import (
    describe_ask,
    describe_bases,
    describe_gap,
    describe_goal_value,
    describe_proposal,
    describe_reason_in,
    describe_settling_in,
    describe_verdict,
    get_reason_code,
    name_reason,
)


def compose_verdict(context: BriefingContext) -> Sentence:
    """Return how many targets have each status, in the words of the overview."""
    text = describe_verdict(context.progress, context.area_name)
    return Sentence(text, tuple(_note_target(context, row) for row in context.decisive))


def list_status_sentences(context: BriefingContext) -> list[Sentence]:
    """Return one sentence per status that occurs, which names its targets with their numbers."""
    sentences = []
    decisive = context.decisive
    for status in STATUSES:
        rows = [row for row in decisive if row["target_status"] == status]
        if not rows or status == UNKNOWN:
            continue
        text = t(
            "briefing.targets.with_status",
            status=t(f"status.{status}"),
            n=len(rows),
            list=join_list(_name_with_gap(context, row) for row in rows),
        )
        sentences.append(Sentence(text, _note_measures(context, rows)))
    return sentences


def list_unjudged_sentences(context: BriefingContext) -> list[Sentence]:
    """Return why targets cannot be judged: one sentence per reason, which names them."""
    decisive = context.decisive
    sentences = []
    for code, count in count_reasons(context.progress).items():
        rows = [
            row
            for row in decisive
            if row["target_status"] == UNKNOWN and get_reason_code(row["target_reason"]) == code
        ]
        text = t(
            "briefing.targets.unjudged",
            n=count,
            reason=name_reason(code),
            list=join_list(context.name_target(row["target_id"]) for row in rows),
        )
        sentences.append(Sentence(text, _note_measures(context, rows)))
    return sentences


def compose_targets(context: BriefingContext) -> Section:
    """Return the targets of the area: verdict, table, completion beside the time elapsed."""
    if context.recipe.is_one_page:
        # The summary says the rest, and a page has no room for more.
        return Section("targets", t("briefing.part.targets"), (), (_make_table(context),))
    sentences = [compose_verdict(context)]
    if "summary" not in context.recipe.parts:
        sentences += list_status_sentences(context) + list_unjudged_sentences(context)
    sentences += _list_needs(context)
    blocks: list[Table | Chart] = [_make_table(context), *_make_completion_chart(context)]
    return Section(
        "targets",
        t("briefing.part.targets"),
        tuple(sentences),
        tuple(blocks),
        tuple(t(f"briefing.define.{name}") for name in ("status", "pace", "base")),
    )


def compose_assumptions(context: BriefingContext) -> Section:
    """Return what depends on an assumption: the base year, the reading of the plan's words."""
    sentences = [*_list_base_sentences(context), *_list_reading_sentences(context)]
    if not sentences:
        sentences = [Sentence(t("briefing.assumptions.none"))]
    return Section(
        "assumptions",
        t("briefing.part.assumptions"),
        tuple(sentences),
        (),
        tuple(t(f"briefing.define.{name}") for name in ("assumption", "reading")),
    )


def list_assumption_sentences(context: BriefingContext) -> list[Sentence]:
    """Return in short which judged targets hang on their base year.

    Those whose reading is undecided are named among the ones that cannot be judged.
    """
    rows = [row for row in context.judged if _is_open_to_base(row)]
    if not rows:
        return []
    measures = dict.fromkeys(context.name_indicator(row["indicator_id"]) for row in rows)
    text = t("briefing.assumptions.bases", list=join_list(measures))
    return [Sentence(text, _note_measures(context, rows))]


def _name_with_gap(context: BriefingContext, row: dict) -> str:
    name, gap = context.name_target(row["target_id"]), describe_gap(row)
    if not is_missing(row["completion"]):
        gap = t(
            "briefing.targets.gap",
            completion=format_share(row["completion"]),
            gap=format_signed(row["pace_gap"], 1),
        )
    return t("briefing.with_fact", name=name, fact=gap) if gap else name


def _note_target(context: BriefingContext, row: dict) -> str:
    """Keep the row of a target, and the figures it is judged by; return its id."""
    area_id = row["area_id"]
    reason = describe_reason_in(context.inputs.progress, row["target_reason"])
    status = t(f"status.{row['target_status']}")
    return context.tracer.note(
        f"target:{row['target_id']}:{row['indicator_id']}:{row['reading_id']}:{area_id}",
        t(
            "briefing.trace.target",
            target=context.name_target(row["target_id"]),
            area=context.name_area(area_id),
        ),
        value=t("briefing.with_fact", name=status, fact=reason) if reason else status,
    )


def _note_measures(context: BriefingContext, rows: list[dict]) -> tuple[str, ...]:
    """Return the ids of rows of targets and of the figures that they were judged by."""
    found: list[str] = []
    for row in rows:
        found.append(_note_target(context, row))
        years = dict.fromkeys((row["baseline_year"], row["latest_year"]))
        for year in years:
            if not is_missing(year):
                note = context.tracer.note_figure
                found.append(note(row["indicator_id"], row["area_id"], year))
    return tuple(dict.fromkeys(found))


def _list_needs(context: BriefingContext) -> list[Sentence]:
    """Return what would settle the targets that cannot be judged; equal needs together."""
    groups: dict[str, list[dict]] = {}
    for row in context.decisive:
        if row["target_status"] != UNKNOWN or row["target_reason"] == "no_target":
            continue
        need = describe_settling_in(
            context.inputs.progress, pick_primary(context.rows_by_target[row["target_id"]])
        )
        if need:
            groups.setdefault(need, []).append(row)
    return [
        Sentence(
            t(
                "briefing.targets.need",
                target=join_list(context.name_target(row["target_id"]) for row in rows),
                need=need,
            ),
            _note_measures(context, rows),
        )
        for need, rows in groups.items()
    ]


def _make_table(context: BriefingContext) -> Table:
    rows, ids = [], []
    sources: list[str] = []
    is_matched = False
    for target_id, own in context.rows_by_target.items():
        measures = pick_leading(own)
        primary = [row for row in measures if row["is_primary"]]
        is_known = any(not is_missing(row["latest_value"]) for row in primary)
        measures = primary if is_known else measures
        first = pick_decisive(measures)
        for row in measures:
            is_first = row["indicator_id"] == first["indicator_id"]
            rows.append(_make_row(context, context.targets[target_id], row, first, is_first))
            ids.append(_note_measures(context, [row]))
            is_matched |= not is_missing(row["matched_counties"])
            if not is_missing(row["latest_value"]):
                cited = context.cite(row["indicator_id"], row["latest_source"])
                sources.append(cited or t("map.source.own"))
    columns = (
        TableColumn(t("targets.column.target"), 1.9),
        TableColumn(t("briefing.column.ask"), 1.1),
        TableColumn(t("targets.column.base"), 1.55, is_number=True),
        TableColumn(t("documents.column.latest"), 1.55, is_number=True),
        TableColumn(t("overview.column.state"), 1.3),
        TableColumn(t("targets.column.goal_value"), 1.35, is_number=True),
        TableColumn(t("briefing.column.pace"), 1.85),
        TableColumn(t("targets.column.status"), 1.6),
    )
    return Table(
        "targets",
        t("briefing.targets.table", area=context.area_name),
        columns,
        tuple(rows),
        finding=compose_verdict(context).text,
        note=t(f"briefing.targets.table_note{'_matched' if is_matched else ''}"),
        sources=tuple(dict.fromkeys(sources)),
        row_ids=tuple(ids),
    )


def _make_row(
    context: BriefingContext, target: dict, row: dict, first: dict, is_first: bool
) -> tuple[TableCell, ...]:
    """Return the cells of a measure of a target; only the decisive one has the status."""
    name = pick_name(target)
    measure = context.name_indicator(row["indicator_id"])
    if row["indicator_id"] != row["target_id"] or not is_first:
        name = t("briefing.of_measure", target=name, measure=measure)
    status = str(first["target_status"]) if is_first and row["is_primary"] else str(row["status"])
    reason = first["target_reason"] if is_first else row["reason"]
    if not row["is_primary"]:
        words, status = t("overview.secondary"), ""
    else:
        words = t(f"status.{status}")
        why = describe_reason_in(context.inputs.progress, reason)
        words = t("briefing.with_fact", name=words, fact=why) if why else words
    return (
        TableCell(name),
        TableCell(describe_ask(target)),
        _make_value(row["baseline_value"], row["unit"], row["baseline_year"]),
        _make_value(row["latest_value"], row["unit"], row["latest_year"]),
        _make_state(row),
        TableCell(
            describe_goal_value(row), _to_number(row["target_low"]), format_unit(row["unit"])
        ),
        TableCell(describe_gap(row) or describe_proposal(row) or "—"),
        TableCell(words, status=status),
    )


def _make_value(value: Any, unit: str, year: Any) -> TableCell:
    number = _to_number(value)
    if number is None:
        return TableCell("—")
    text = t("briefing.of_year", value=format_value(number, unit), year=int(year))
    return TableCell(text, number, format_unit(unit))


def _make_state(row: dict) -> TableCell:
    """Return the state of the latest value, and of how many counties it is where they are added
    up: the same figure of all counties, in another table, is another number."""
    if is_missing(row["latest_state"]):
        return TableCell("—")
    state = t(f"shell.state.{row['latest_state']}")
    if row["latest_origin"] != "rollup":
        return TableCell(state)
    matched, reported = row["matched_counties"], row["reported_counties"]
    counted = int(reported if is_missing(matched) else matched)
    counts = t("briefing.of_counties", reported=counted, expected=int(row["expected_counties"]))
    return TableCell(t("briefing.with_fact", name=state, fact=counts))


def _to_number(value: Any) -> float | None:
    return None if is_missing(value) else float(value)


def _make_completion_chart(context: BriefingContext) -> Iterator[Chart]:
    """Yield completion beside time elapsed, for the measures that have both."""
    rows = [row for row in context.judged if not is_missing(row["completion"])]
    if not rows:
        return
    names = [context.name_measure(row) for row in rows]
    furthest = min(rows, key=lambda row: row["pace_gap"])
    is_behind = furthest["pace_gap"] < 0
    furthest = furthest if is_behind else max(rows, key=lambda row: row["pace_gap"])
    finding = t(
        "briefing.targets.behind" if is_behind else "briefing.targets.ahead",
        name=context.name_measure(furthest),
        completion=format_share(furthest["completion"]),
        elapsed=format_share(furthest["time_elapsed"]),
        gap=format_signed(furthest["pace_gap"], 1),
    )
    yield Chart(
        "completion",
        t("briefing.targets.completion", area=context.area_name),
        "bars",
        tuple(names),
        (
            ChartLine(
                t("methods.quantity.completion"),
                tuple(round(row["completion"] * 100, 1) for row in rows),
            ),
            ChartLine(
                t("methods.quantity.elapsed"),
                tuple(round(row["time_elapsed"] * 100, 1) for row in rows),
                "pace",
            ),
        ),
        unit="%",
        finding=finding,
        note=t("briefing.define.pace"),
        sources=tuple(
            dict.fromkeys(
                filter(
                    None, (context.cite(row["indicator_id"], row["latest_source"]) for row in rows)
                )
            )
        ),
        row_ids=_note_measures(context, rows),
        picture=tuple(_make_bullet(context, row) for row in rows),
    )


def _make_bullet(context: BriefingContext, row: dict) -> BulletRow:
    """Return a measure as a bullet: base, latest value, pace line and target on one line."""
    steps = []
    if not is_missing(row["baseline_value"]):
        value = format_value(row["baseline_value"], row["unit"])
        year = format_year(int(row["baseline_year"]))
        steps.append(t("overview.step.base", value=value, year=year))
    value, year = format_value(row["latest_value"], row["unit"]), format_year(row["latest_year"])
    steps.append(t("overview.step.latest", value=value, year=year))
    if not is_missing(row["target_low"]):
        steps.append(t("overview.step.goal", value=describe_goal_value(row)))
    reason = describe_reason_in(context.inputs.progress, row["target_reason"])
    is_open = row["target_status"] == UNKNOWN
    status = t(f"status.{row['target_status'] if is_open else row['status']}")
    return BulletRow(
        name=context.name_measure(row),
        way=t("overview.arrow").join(steps),
        status=str(row["status"]),
        word=t("briefing.with_fact", name=status, fact=reason) if is_open and reason else status,
        bullet=place_bullet(row),
        is_open=is_open,
    )


def _is_open_to_base(row: dict) -> bool:
    return not is_missing(row["robust"]) and not row["robust"]


def _list_base_sentences(context: BriefingContext) -> list[Sentence]:
    """Return for each measure whether its status depends on the base; single bases together."""
    sentences = []
    rows = [row for row in context.judged if describe_bases(row)]
    for row in (row for row in rows if len(row["statuses_by_base"]) > 1):
        text = t("briefing.sentence", name=context.name_measure(row), text=describe_bases(row))
        sentences.append(Sentence(text, _note_measures(context, [row])))
    single = [row for row in rows if len(row["statuses_by_base"]) == 1]
    if single:
        said = [
            t(
                "briefing.of_year",
                value=context.name_measure(row),
                year=format_year(int(row["baseline_year"])),
            )
            for row in single
        ]
        text = t("briefing.assumptions.single", list=join_list(said))
        sentences.append(Sentence(text, _note_measures(context, single)))
    return sentences


def _list_undecided(context: BriefingContext) -> Iterator[tuple[str, list[dict]]]:
    """Yield each target whose readings lead to different results, with its primary rows."""
    for target_id, own in context.rows_by_target.items():
        rows = [row for row in own if row["is_primary"]]
        if get_reason_code(rows[0]["target_reason"]) == "reading_undecided":
            yield target_id, rows


def _list_reading_sentences(context: BriefingContext) -> list[Sentence]:
    readings = context.inputs.progress.readings.set_index("reading_id")
    sentences = []
    for target_id, rows in _list_undecided(context):
        said = [
            t(
                "briefing.assumptions.reading",
                reading=nest_quotes(pick_name(readings.loc[row["reading_id"]])),
                status=t(f"status.{row['status']}"),
            )
            for row in rows
            if not row["reading_id"].startswith(DECIDED)
        ]
        text = t(
            "briefing.sentence",
            name=context.name_target(target_id),
            text=t("shell.sentence_separator").join(said),
        )
        sentences.append(Sentence(text, _note_measures(context, rows)))
    return sentences
