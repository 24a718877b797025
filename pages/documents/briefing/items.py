"""The boxes in a briefing: items counted from the register, or what they ask of an area."""

from collections.abc import Iterable

import pandas as pd

from data.words.amounts import describe_amount
from data.words.catalogue import t
from data.words.names import pick_name
from data.words.numbers import attach_unit, format_number, format_value, format_year, is_missing
from indicators.boxes.items import COUNTED_STAGES
from indicators.boxes.register_sums import count_item_statuses
from indicators.counties.duties import list_area_projects
from pages.documents import wording
from pages.documents.bar_pictures import StripRow
from pages.documents.briefing.context import BriefingContext, join_list
from pages.documents.briefing.model import (
    Chart,
    ChartLine,
    Section,
    Sentence,
    Table,
    TableCell,
    TableColumn,
)
from pages.documents.briefing.scopes import BOX
from pages.documents.item_wording import PIPELINE, describe_item_reason_in, describe_pipeline

MOST_BARS = 12


def compose_boxes(context: BriefingContext) -> Section:
    """Return the boxes: every item for the region, a box's own for a box, else the duties."""
    if context.is_whole_plan or context.scope.kind == BOX:
        return _compose_items(context)
    return _compose_duties(context)


def list_item_sentences(context: BriefingContext) -> list[Sentence]:
    """Return how many countable items have each status, and which have their number."""
    items = _list_items(context)
    judged = _pick(context.boxes, items)
    kinds = dict(zip(items["item_id"], items["kind"], strict=True))
    counts = count_item_statuses(judged, kinds)
    total = sum(counts.values())
    if not total:
        return [Sentence(t("briefing.boxes.programmes", n=len(items)))]
    parts = [
        t("overview.count", count=count, status=t(f"boxes.status.{status}").lower())
        for status, count in counts.items()
        if count
    ]
    key = "boxes.verdict" if context.scope.kind != BOX else "briefing.boxes.verdict"
    text = t(key, total=total, parts=join_list(parts), box=context.scope.name)
    ids = tuple(_note_item(context, row) for row in judged.to_dict("records"))
    sentences = [Sentence(text, ids)]
    names = items.set_index("item_id", drop=False)
    met = judged[judged["status"] == "met"]
    if len(met):
        text = t(
            "briefing.boxes.met",
            n=len(met),
            list=join_list(
                _name_with_count(names.loc[row["item_id"]], row) for row in met.to_dict("records")
            ),
        )
        sentences.append(
            Sentence(text, tuple(_note_item(context, row) for row in met.to_dict("records")))
        )
    return sentences


def list_duty_sentences(context: BriefingContext) -> list[Sentence]:
    """Return how many items of the boxes bind the area, in the words of its page."""
    duties = context.duties
    text = wording.summarise_duties(duties) or t(
        "documents.no_duties" if context.scope.counties else "documents.no_members"
    )
    return [Sentence(text, tuple(_note_duty(context, row) for row in duties.to_dict("records")))]


def _list_items(context: BriefingContext) -> pd.DataFrame:
    items = context.inputs.boxes.items
    return items[items["box_no"] == context.scope.box_no] if context.scope.kind == BOX else items


def _pick(frame: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["item_id"].isin(items["item_id"])]


def _name_with_count(item: pd.Series, row: dict) -> str:
    if item["kind"] != "count":
        return pick_name(item)
    fact = t(
        "briefing.boxes.counted",
        counted=attach_unit(format_number(row["counted"]), item["unit"]),
        ask=describe_amount(item),
    )
    return t("briefing.with_fact", name=pick_name(item), fact=fact)


def _note_item(context: BriefingContext, row: dict) -> str:
    item = context.inputs.boxes.item_rows[row["item_id"]]
    reason = describe_item_reason_in(context.inputs.progress, row["reason"])
    status = t(f"boxes.status.{row['status']}")
    return context.tracer.note(
        f"item:{row['item_id']}:{context.as_of.isoformat()}",
        t("boxes.item_in_box", box=pick_name(item, "label"), name=pick_name(item)),
        value=t("briefing.with_fact", name=status, fact=reason) if reason else status,
        source=t("map.source.register") if item["kind"] != "rate" else "",
    )


def _compose_items(context: BriefingContext) -> Section:
    items = _list_items(context)
    sentences = list_item_sentences(context)
    blocks: list = [_make_item_table(context, items, sentences[0].text)]
    blocks += _list_item_charts(context, items)
    projects = context.projects[context.projects["item_id"].isin(items["item_id"])]
    if context.scope.kind == BOX:
        blocks.append(_make_project_table(context, projects))
    return Section(
        "boxes",
        t("briefing.part.boxes"),
        tuple(sentences),
        tuple(blocks),
        (t("briefing.define.counted"), t("briefing.define.full_evidence")),
    )


def _make_item_table(context: BriefingContext, items: pd.DataFrame, finding: str) -> Table:
    judged = context.boxes.set_index("item_id", drop=False)
    readings = context.box_readings.drop_duplicates("item_id").set_index("item_id", drop=False)
    columns = (
        TableColumn(t("boxes.column.item"), 2.4),
        TableColumn(t("boxes.column.ask"), 1.2),
        TableColumn(t("boxes.column.counted"), 1.1, is_number=True),
        TableColumn(t("boxes.key.verified"), 1.1, is_number=True),
        TableColumn(t("boxes.column.pipeline"), 2.3),
        TableColumn(t("boxes.column.status"), 1.6),
    )
    rows, ids = [], []
    for item in items.to_dict("records"):
        row = judged.loc[item["item_id"]].to_dict()
        rows.append(_make_item_row(context, item, row, readings.loc[item["item_id"]].to_dict()))
        ids.append((_note_item(context, row),))
    return Table(
        "boxes",
        t("briefing.boxes.table"),
        columns,
        tuple(rows),
        finding=finding,
        note=t("briefing.define.counted"),
        sources=(t("map.source.register"),),
        row_ids=tuple(ids),
    )


def _make_item_row(context: BriefingContext, item: dict, row: dict, reading: dict) -> tuple:
    reason = describe_item_reason_in(context.inputs.progress, row["reason"])
    status = t(f"boxes.status.{row['status']}")
    standing = t("briefing.with_fact", name=status, fact=reason) if reason else status
    name = t("boxes.item_in_box", box=pick_name(item, "label"), name=pick_name(item))
    return (
        TableCell(name),
        TableCell(describe_amount(item)),
        *_make_counts(item, reading),
        TableCell(describe_pipeline(reading, item) or "—"),
        TableCell(standing, status=str(row["status"])),
    )


def _make_counts(item: dict, reading: dict) -> tuple[TableCell, TableCell]:
    """Return what is counted of an item, and how much of it has full evidence."""
    if item["kind"] == "programme":
        return TableCell("—"), TableCell("—")
    if item["kind"] == "rate":
        if is_missing(reading["latest_value"]):
            return TableCell(t("shell.no_data")), TableCell("—")
        text = t(
            "briefing.of_year",
            value=format_value(reading["latest_value"], item["unit"]),
            year=format_year(int(reading["latest_year"])),
        )
        return TableCell(text, float(reading["latest_value"]), item["unit"]), TableCell("—")
    if not any(reading[stage] for stage in (*PIPELINE, *COUNTED_STAGES)):
        return TableCell("—"), TableCell("—")
    counted, verified = int(reading["counted"]), int(reading["counted_verified"])
    return (
        TableCell(attach_unit(format_number(counted), item["unit"]), float(counted), item["unit"]),
        TableCell(
            attach_unit(format_number(verified), item["unit"]), float(verified), item["unit"]
        ),
    )


def _list_item_charts(context: BriefingContext, items: pd.DataFrame) -> list[Chart]:
    """Return counted and under-way units of the countable items, so many in one chart."""
    readings = context.box_readings.drop_duplicates("item_id").set_index("item_id", drop=False)
    counted = [item for item in items.to_dict("records") if item["kind"] == "count"]
    begun = [
        item
        for item in counted
        if any(readings.loc[item["item_id"], stage] for stage in (*PIPELINE, *COUNTED_STAGES))
    ]
    finding = t("briefing.boxes.registered", n=len(begun), of=len(counted))
    starts = range(0, len(begun), MOST_BARS)
    return [
        _make_item_chart(context, readings, begun[start : start + MOST_BARS], finding, number)
        for number, start in enumerate(starts, start=1)
    ]


def _make_item_chart(
    context: BriefingContext, readings: pd.DataFrame, begun: list[dict], finding: str, number: int
) -> Chart:
    title = t("briefing.boxes.chart")
    rows = [readings.loc[item["item_id"]] for item in begun]
    verified = [float(row["counted_verified"]) for row in rows]
    reported = [float(row["counted"] - row["counted_verified"]) for row in rows]
    pipeline = [float(sum(row[stage] for stage in PIPELINE)) for row in rows]
    judged = context.boxes[context.boxes["item_id"].isin([item["item_id"] for item in begun])]
    return Chart(
        f"boxes_{number}",
        title if number == 1 else t("briefing.word.continued", title=title, n=number),
        "stacked",
        tuple(pick_name(item) for item in begun),
        (
            ChartLine(t("boxes.key.verified"), tuple(verified), "verified"),
            ChartLine(t("boxes.key.reported"), tuple(reported), "reported"),
            ChartLine(t("boxes.key.pipeline"), tuple(pipeline), "pipeline"),
        ),
        finding=finding,
        note=t("briefing.define.counted"),
        sources=(t("map.source.register"),),
        row_ids=tuple(_note_item(context, row) for row in judged.to_dict("records")),
        picture=tuple(
            StripRow(
                name=pick_name(item),
                word=t("briefing.boxes.strip", ask=describe_amount(item)),
                verified=verified[place],
                reported=reported[place],
                pipeline=pipeline[place],
                low=None if is_missing(item["low"]) else float(item["low"]),
                high=None if is_missing(item["high"]) else float(item["high"]),
            )
            for place, item in enumerate(begun)
        ),
    )


def _make_project_table(context: BriefingContext, projects: pd.DataFrame) -> Table:
    items = context.inputs.boxes.items.set_index("item_id", drop=False)
    columns = (
        TableColumn(t("projects.field.name"), 2.2),
        TableColumn(t("boxes.column.item"), 1.8),
        TableColumn(t("shell.area"), 1.4),
        TableColumn(t("projects.field.stage"), 0.9),
    )
    records = projects.sort_values(["item_id", "area_id", "project_id"]).to_dict("records")
    rows = tuple(
        (
            TableCell(_name_project(row)),
            TableCell(pick_name(items.loc[row["item_id"]])),
            TableCell("—" if is_missing(row["area_id"]) else context.name_area(row["area_id"])),
            TableCell(t(f"projects.stage.{row['stage']}")),
        )
        for row in records
    )
    return Table(
        "projects",
        t("briefing.boxes.projects", n=len(rows)),
        columns,
        rows,
        finding=t("briefing.boxes.projects", n=len(rows)),
        sources=(t("map.source.register"),),
        row_ids=tuple((f"project:{row['project_id']}",) for row in records),
        most_rows=context.recipe.most_rows,
    )


def _name_project(row: dict) -> str:
    return t("projects.no_name") if is_missing(row["name"]) else str(row["name"])


def _compose_duties(context: BriefingContext) -> Section:
    duties = context.duties
    sentences = list_duty_sentences(context)
    projects = list_area_projects(
        context.inputs, context.area_id, context.as_of, today=context.as_of
    )
    key = "area_projects" if len(projects) else "no_area_projects"
    sentences.append(
        Sentence(
            t(f"briefing.boxes.{key}", area=context.area_name, n=len(projects)),
            tuple(f"project:{project_id}" for project_id in projects["project_id"]),
        )
    )
    for row in projects.to_dict("records"):
        _note_project(context, row)
    blocks = [_make_duty_table(context, duties, sentences[0].text)] if len(duties) else []
    return Section(
        "boxes",
        t("briefing.part.duties"),
        tuple(sentences),
        tuple(blocks),
        (t("briefing.define.binding"), t("briefing.define.counted")),
    )


def _note_project(context: BriefingContext, row: dict) -> str:
    return context.tracer.note(
        f"project:{row['project_id']}",
        _name_project(row),
        value=t(f"projects.stage.{row['stage']}"),
        source=t("map.source.register"),
    )


def _note_duty(context: BriefingContext, row: dict) -> str:
    return context.tracer.note(
        f"duty:{row['item_id']}:{context.area_id}",
        pick_name(row),
        value=t(f"county.binding.{row['binding']}"),
        source=wording.name_clause_in(context.inputs, row["clause_id"]),
    )


def _make_duty_table(context: BriefingContext, duties: pd.DataFrame, finding: str) -> Table:
    is_county = context.scope.kind == "county"
    columns = (
        TableColumn(t("documents.column.duty"), 2.0),
        TableColumn(t("documents.column.asked"), 1.3),
        TableColumn(t("documents.column.clause"), 0.8),
        TableColumn(t("documents.column.binding"), 3.2),
        TableColumn(t("documents.column.progress"), 1.8),
    )
    records = duties.to_dict("records")
    rows = tuple(_make_duty_row(context, duty, is_county) for duty in records)
    return Table(
        "duties",
        t("briefing.boxes.duties", area=context.area_name),
        columns,
        rows,
        finding=finding,
        note=t("briefing.define.binding"),
        sources=(t("map.source.plan"), t("map.source.register")),
        row_ids=tuple((_note_duty(context, duty),) for duty in records),
    )


def _make_duty_row(context: BriefingContext, duty: dict, is_county: bool) -> tuple[TableCell, ...]:
    notes: Iterable[str] = [wording.describe_binding(context.inputs, duty)]
    if not is_county and duty["area_ids"]:
        notes = [t("county.binding_note.counties", count=len(duty["area_ids"])), *notes]
    why = t("county.sentence_separator").join(notes)
    binding = t(f"county.binding.{duty['binding']}")
    return (
        TableCell(pick_name(duty)),
        TableCell(wording.describe_quantity(context.inputs, duty)),
        TableCell(wording.name_clause_in(context.inputs, duty["clause_id"])),
        TableCell(t("briefing.with_fact", name=binding, fact=why)),
        TableCell(wording.describe_progress(duty)),
    )
