"""Projects of the register on pages: tables, history, timeline."""

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup, escape

from data.projects.register import COUNTED_STAGES, FIELDS, STAGES
from data.words.names import nest_quotes, pick_name
from data.words.numbers import attach_unit, format_number, is_missing
from geo.palettes import STAGE_COLORS
from pages.blocks.boxes import name_item
from pages.blocks.figures import FONT, INK, MUTED, RULE
from pages.blocks.links import render_link
from pages.blocks.markup import render_note
from pages.blocks.status import render_bar
from pages.blocks.tables import Column, render_table
from pages.blocks.values import format_office_time
from pages.shell import cache
from pages.shell.i18n import t

SHOWN = 400
ON_TIMELINE = 60


def name_area(area_id: str) -> str:
    """Return the name of an area in the language in use."""
    return cache.get_area_names()[area_id]


def format_text(value) -> str:
    """Return a text of a frame; "" if it is missing."""
    return "" if is_missing(value) else str(value)


def name_project(row) -> str:
    """Return the name of a project, or "(no name)"."""
    return format_text(row["name"]) or t("projects.no_name")


def format_iso_day(value) -> str:
    """Return a day as 2025-06-30, or a dash."""
    return "—" if is_missing(value) else f"{value:%Y-%m-%d}"


def render_stages(shown: pd.DataFrame) -> Markup:
    """Return how many projects are in each stage, as a bar and in words."""
    found = shown["stage"].value_counts()
    counts = {stage: int(found.get(stage, 0)) for stage in STAGES}
    words = {stage: t(f"projects.stage.{stage}") for stage in STAGES}
    legend = Markup("").join(
        Markup("<span>{} <b>{}</b></span>").format(render_stage(stage, is_light=False), count)
        for stage, count in counts.items()
    )
    return Markup('{}<div class="legend">{}</div>').format(render_bar(counts, {}, words), legend)


def render_stage(stage: str, *, is_light: bool) -> Markup:
    """Return a stage with its mark; a counted unit without evidence is drawn lighter."""
    light = " light" if is_light else ""
    return Markup('<span class="stage {}{}">{}</span>').format(
        stage, light, t(f"projects.stage.{stage}")
    )


def render_project_table(projects: pd.DataFrame, *, with_item: bool = True) -> Markup:
    """Return projects as a table; each name links to the project's page.

    `projects` has the fields of a project and, if known, is_verified.
    """
    columns = [Column("name", t("projects.column.name"), "name")]
    if with_item:
        columns.append(Column("item", t("projects.field.item_id"), is_minor=True))
    columns += [
        Column("area", t("projects.field.area_id")),
        Column("stage", t("projects.field.stage"), "html"),
        Column("since", t("projects.column.since"), "short"),
        Column("quantity", t("projects.field.quantity"), "number", is_minor=True),
        Column("size", t("projects.field.size"), "number", is_minor=True),
        Column("evidence", t("projects.column.evidence"), "html", is_minor=True),
    ]
    rows = [_make_row(row) for row in projects.head(SHOWN).to_dict("records")]
    rest = "" if len(projects) <= SHOWN else t("upload.shown", shown=SHOWN, count=len(projects))
    note = render_note(rest) if rest else ""
    table = render_table(columns, rows, is_tall=len(rows) > 14)
    return Markup('<div class="register">{}</div>').format(table) + note


def _make_row(row: dict) -> dict:
    is_verified = row.get("is_verified", row["state"] == "verified")
    is_light = row["stage"] in COUNTED_STAGES and not is_verified
    size = (
        ""
        if is_missing(row["size"])
        else attach_unit(format_number(row["size"]), format_text(row["size_unit"]))
    )
    return {
        "name": render_link("projects", name_project(row), project=row["project_id"]),
        "item": name_item(row["item_id"]),
        "area": name_area(row["area_id"]),
        "stage": render_stage(row["stage"], is_light=is_light),
        "since": t("projects.undated")
        if is_missing(row["stage_on"])
        else format_iso_day(row["stage_on"]),
        "quantity": format_number(1 if is_missing(row["quantity"]) else row["quantity"]),
        "size": size,
        "evidence": render_evidence(row),
    }


def render_evidence(row) -> Markup:
    """Return document number and link of a project as HTML, or "no evidence"."""
    document, link = format_text(row["evidence_document"]), format_text(row["evidence_link"])
    parts = [document] if document else []
    if link.startswith(("http://", "https://")):
        parts.append(
            Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
                link, t("projects.link")
            )
        )
    elif link:
        parts.append(link)
    return Markup(" · ").join(parts) or Markup('<span class="none">{}</span>').format(
        t("projects.no_evidence")
    )


def describe_break(group: pd.DataFrame) -> str:
    """Return one sentence for the rows of one rule and reading of an item."""
    first = group.iloc[0]
    names = t("shell.list_separator").join(
        name_area(area_id) for area_id in dict.fromkeys(group["area_id"].dropna())
    )
    low, high = first["expected_low"], first["expected_high"]
    expected = "" if is_missing(low) else format_number(low)
    if not is_missing(high) and high != low:
        expected = t("targets.between", low=format_number(low), high=format_number(high))
    reading = (
        ""
        if is_missing(first["reading_id"])
        else pick_name(cache.get_readings().loc[first["reading_id"]], "reading")
    )
    text = t(
        f"projects.break.{first['rule_id']}",
        counties=names,
        count=len(group),
        found="" if is_missing(first["found"]) else format_number(first["found"]),
        expected=expected,
    )
    return t("projects.under_reading", reading=nest_quotes(reading), text=text) if reading else text


def format_project_field(name: str, value) -> str:
    """Return the value of a field of a project in words."""
    if is_missing(value) or value == "":
        return "—"
    if name == "item_id":
        return name_item(value)
    if name == "area_id":
        return name_area(value)
    if name in ("stage", "state"):
        return t(f"projects.{name}.{value}")
    if hasattr(value, "strftime"):
        return format_iso_day(value)
    return format_number(value) if isinstance(value, (int, float)) else str(value)


def render_history(history: pd.DataFrame) -> Markup:
    """Return the revisions of a project, newest first, with what each changed."""
    records = history.to_dict("records")
    rows = []
    for number, row in enumerate(records):
        older = next((other for other in records[number + 1 :] if not other["is_undone"]), None)
        rows.append(
            {
                "when": format_office_time(row["recorded_at"]),
                "who": row["recorded_by"] or "—",
                "what": _render_change(row, older),
                "from": row["file_name"]
                if not is_missing(row["file_name"])
                else t("projects.by_form"),
                "_class": "undone" if row["is_undone"] else "",
            }
        )
    columns = [
        Column("when", t("upload.column.when"), "short"),
        Column("who", t("upload.column.who")),
        Column("what", t("projects.column.what"), "html"),
        Column("from", t("projects.column.from"), is_minor=True),
    ]
    return Markup('<div class="history">{}</div>').format(render_table(columns, rows))


def _render_change(row: dict, older: dict | None) -> Markup:
    if row["is_withdrawn"]:
        # Without a reason the project's own note stays.
        is_own = older is not None and row["note"] == older["note"]
        if is_missing(row["note"]) or not row["note"] or is_own:
            return escape(t("projects.withdrawn"))
        return escape(t("projects.withdrawn_why", reason=row["note"]))
    if older is None:
        return escape(t("projects.added", stage=t(f"projects.stage.{row['stage']}")))
    parts = [
        Markup("{}: <del>{}</del> → <ins>{}</ins>").format(
            t(f"projects.field.{name}"),
            format_project_field(name, older[name]),
            format_project_field(name, row[name]),
        )
        for name in FIELDS
        if format_project_field(name, row[name]) != format_project_field(name, older[name])
    ]
    return Markup("<br>").join(parts) or escape(t("projects.unchanged"))


def draw_timeline(projects: pd.DataFrame) -> go.Figure:
    """Draw projects with a start date as bars from start to end, by stage, earliest at the top.

    A project without an end has a bar up to today and no end mark.
    """
    known = projects[projects["started_on"].notna()].sort_values("started_on").head(ON_TIMELINE)
    today = pd.Timestamp.today().normalize()
    labels = _make_labels(known)
    figure = go.Figure(layout=_make_layout(list(labels.values())))
    for stage in STAGES:
        own = known[known["stage"] == stage]
        if own.empty:
            continue
        ends = pd.to_datetime(own["finished_on"]).fillna(today)
        figure.add_trace(
            go.Bar(
                base=own["started_on"],
                x=(ends - pd.to_datetime(own["started_on"])).dt.days * 864e5,
                y=[labels[project_id] for project_id in own["project_id"]],
                orientation="h",
                name=t(f"projects.stage.{stage}"),
                marker={"color": STAGE_COLORS[stage]},
                customdata=[
                    [format_iso_day(start), format_iso_day(end)]
                    for start, end in zip(own["started_on"], own["finished_on"], strict=True)
                ],
                hovertemplate=Markup("%{y}<br>%{customdata[0]} – %{customdata[1]}<extra></extra>"),
            )
        )
    return figure


def _make_labels(known: pd.DataFrame) -> dict[str, str]:
    """Return a label per project; equal labels get a number, because the axis needs unique ones."""
    labels: dict[str, str] = {}
    for row in known.to_dict("records"):
        name = name_project(row)
        text = escape(f"{name[:16]} · {name_area(row['area_id'])}")
        count = sum(label.startswith(text) for label in labels.values())
        labels[row["project_id"]] = text if not count else f"{text} ({count + 1})"
    return labels


def _make_layout(labels: list[str]) -> dict:
    return {
        "height": 90 + 22 * max(len(labels), 4),
        "margin": {"l": 10, "r": 20, "t": 40, "b": 30},
        "barmode": "overlay",
        "bargap": 0.35,
        "plot_bgcolor": "#fff",
        "paper_bgcolor": "#fff",
        "font": {"family": FONT, "size": 12, "color": INK},
        "xaxis": {
            "type": "date",
            "gridcolor": RULE,
            "tickformat": "%Y-%m",
            "side": "top",
            "tickfont": {"color": MUTED},
        },
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "categoryorder": "array",
            "categoryarray": labels,
        },
        "legend": {"orientation": "h", "y": -0.02, "yanchor": "top"},
    }


def render_sums(sums: pd.DataFrame, title: str, write_key) -> Markup:
    """Return investment sums as a table, largest first; a missing amount is not zero."""
    columns = [
        Column("key", title),
        Column("projects", t("projects.column.projects"), "number"),
        Column("with_amount", t("projects.column.with_amount"), "number"),
        Column("amount", t("projects.field.investment_wan"), "number"),
    ]
    ordered = sums.sort_values("investment_wan", ascending=False, na_position="last")
    rows = [
        {
            "key": write_key(row["key"]),
            "projects": format_number(row["projects"]),
            "with_amount": format_number(row["with_amount"]),
            "amount": t("shell.no_data")
            if is_missing(row["investment_wan"])
            else format_number(row["investment_wan"]),
        }
        for row in ordered.to_dict("records")
    ]
    return Markup('<div class="sums">{}</div>').format(
        render_table(columns, rows, is_tall=len(rows) > 14)
    )


def render_facts(row) -> Markup:
    """Return the particulars of a project as a list of fields and values."""
    drawn = []
    for name in FIELDS:
        if name in ("evidence_document", "evidence_link"):
            continue
        value = format_project_field(name, row[name])
        if value != "—":
            drawn.append((t(f"projects.field.{name}"), value))
    drawn.append((t("projects.column.evidence"), render_evidence(row)))
    return (
        Markup('<dl class="particulars">')
        + Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value)
            for label, value in drawn
        )
        + Markup("</dl>")
    )


def render_project_changes(preview) -> Markup:
    """Return the rows of a preview as a table of what is new and what changes."""
    order = {"revised": 0, "new": 1, "unchanged": 2}
    changes = sorted(preview.changes, key=lambda change: order[change.change])
    columns = [
        Column("change", t("upload.column.change"), "html"),
        Column("name", t("projects.column.name")),
        Column("item", t("projects.field.item_id"), is_minor=True),
        Column("area", t("projects.field.area_id")),
        Column("stage", t("projects.field.stage"), "html"),
        Column("what", t("projects.column.what"), "html"),
        Column("place", t("upload.column.place"), is_minor=True),
    ]
    rows = [_make_project_change(change) for change in changes[:SHOWN]]
    note = "" if len(changes) <= SHOWN else t("upload.shown", shown=SHOWN, count=len(changes))
    return Markup('{}<p class="note">{}</p>').format(
        render_table(columns, rows, is_tall=len(rows) > 14), note
    )


def _make_project_change(change) -> dict:
    record = change.row.record
    what = (
        ""
        if change.change != "revised" or change.old is None
        else Markup("<br>").join(
            Markup("{}: {} → {}").format(
                t(f"projects.field.{name}"),
                format_project_field(name, change.old[name]),
                format_project_field(name, record[name]),
            )
            for name in change.changed
            if name in FIELDS
        )
    )
    return {
        "change": Markup('<span class="change {}">{}</span>').format(
            change.change, t(f"upload.change.{change.change}")
        ),
        "name": record["name"] or t("projects.no_name"),
        "item": name_item(record["item_id"]),
        "area": name_area(record["area_id"]),
        "stage": render_stage(record["stage"], is_light=False),
        "what": what,
        "place": t("upload.row", row=change.row.row),
    }
