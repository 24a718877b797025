"""The subcommands of ``python -m data`` for files in and out: ingest, template, export."""

import argparse

from data.commands import print_json, say
from data.projects.commit import ingest_projects
from data.projects.template import write_project_template
from data.statistics.export import export_figures
from data.statistics.ingest import ingest_file, write_content
from data.statistics.model import IngestOptions
from data.statistics.template import write_template
from data.store.build import open_store
from data.words.catalogue import t

STATES = ("reported", "provisional", "published", "derived")


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    ingest = add(commands, "ingest", run_ingest, "read a file and commit it as an upload")
    ingest.add_argument("file", metavar="FILE", help=".csv .tsv .txt .xls .xlsx or .ods")
    ingest.add_argument(
        "--dataset",
        choices=("observations", "projects"),
        default="observations",
        help="what the file is about",
    )
    ingest.add_argument(
        "--sheet",
        metavar="NAME",
        action="append",
        default=[],
        help="only this sheet; may be given several times",
    )
    ingest.add_argument("--indicator", metavar="ID", help="indicator, where the file has none")
    ingest.add_argument("--unit", metavar="U", help="unit, where the file has none")
    ingest.add_argument("--year", metavar="Y", type=int, help="year, where the file has none")
    ingest.add_argument("--state", choices=STATES, help="state of the figures")
    ingest.add_argument("--source", metavar="TEXT", help="source to record")
    ingest.add_argument("--by", metavar="NAME", default="", help="who uploads")
    ingest.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    ingest.add_argument("--json", action="store_true", help="the report as JSON")
    ingest.add_argument(
        "--rejected", metavar="OUT.xlsx", help="write the refused rows, with the reason beside each"
    )
    template = add(commands, "template", run_template, "write a workbook to fill in")
    template.add_argument("out", metavar="OUT.xlsx", help="where to write it")
    template.add_argument(
        "--dataset",
        choices=("observations", "projects"),
        default="observations",
        help="what the workbook is for",
    )
    template.add_argument(
        "--area", metavar="CODE", action="append", help="area to list; may be given several times"
    )
    template.add_argument(
        "--indicator",
        metavar="ID",
        action="append",
        help="indicator to list; may be given several times",
    )
    template.add_argument("--year", metavar="Y", type=int, help="year to prefill")
    export = add(commands, "export", run_export, "write the current figures to a file")
    export.add_argument("out", metavar="OUT.csv", help="where to write them: .csv or .xlsx")


def run_ingest(options: argparse.Namespace) -> int:
    """Ingest a file; 0 when it committed or had nothing to change, else 1."""
    with open_store(options.db) as store:
        if options.dataset == "projects":
            report = ingest_projects(
                store,
                options.file,
                sheets=tuple(options.sheet),
                by=options.by,
                source=options.source,
                is_dry_run=options.dry_run,
            )
        else:
            report = ingest_file(
                store,
                options.file,
                by=options.by,
                is_dry_run=options.dry_run,
                options=make_options(options),
                rejected_path=options.rejected,
            )
    if options.json:
        print_json(report)
    else:
        say_report(report, options.dry_run, options.dataset)
    return 1 if report["rejected"] and not report["accepted"] else 0


def run_template(options: argparse.Namespace) -> int:
    """Write the workbook to fill in."""
    with open_store(options.db) as store:
        if options.dataset == "projects":
            content = write_project_template(store)
        else:
            content = write_template(
                store, area_ids=options.area, year=options.year, indicator_ids=options.indicator
            )
    write_content(options.out, content)
    say(t("ingest.template_written", path=options.out))
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write the current figures."""
    with open_store(options.db) as store:
        content = export_figures(store, is_xlsx=options.out.lower().endswith(".xlsx"))
    write_content(options.out, content)
    say(t("ingest.export_written", path=options.out))
    return 0


def make_options(options: argparse.Namespace) -> IngestOptions:
    """Return the ingest options of a command line."""
    return IngestOptions(
        sheets=tuple(options.sheet),
        indicator_id=options.indicator,
        unit=options.unit,
        year=options.year,
        state=options.state,
        source=options.source,
    )


def say_report(report: dict, is_dry_run: bool, dataset: str = "observations") -> None:
    """Write the report in words: the issues by place, then the counts."""
    for issue in report["issues"]:
        place = " ".join(
            str(part)
            for part in (issue["sheet"], f"{issue['column'] or ''}{issue['row'] or ''}")
            if part
        )
        say(f"{t('ingest.severity_' + issue['severity'])} {place}: {issue['message']}")
    key = "projects.report_counts" if dataset == "projects" else "ingest.report_counts"
    say(
        t(
            key,
            **{
                name: report[name]
                for name in (
                    "values",
                    "accepted",
                    "new",
                    "revised",
                    "unchanged",
                    "rejected",
                    "out_of_scope",
                    "missing",
                )
            },
        )
    )
    if is_dry_run:
        say(t("ingest.report_dry_run"))
    elif report["upload_id"]:
        say(t("ingest.report_committed", upload_id=report["upload_id"]))
    else:
        say(t("ingest.report_nothing"))
