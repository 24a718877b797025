"""The subcommands of ``python -m data`` for files in and out: ingest, template, export."""

import argparse
from dataclasses import replace

from data.balance.beside import ANSWERS
from data.balance.commit import ingest_balance
from data.balance.template import make_balance_template
from data.commands import print_json, say
from data.commands.places import Given, MadeTable, MadeWorkbook
from data.errors import UsageError
from data.files.disk import write_content
from data.ledger.answers import Answer, record_answers
from data.names.books import Books
from data.names.meanings import Meaning, parse_meaning
from data.names.text import fold
from data.projects.commit import ingest_projects
from data.projects.template import make_project_template
from data.rights.actions import REGION
from data.rights.door import enter_store
from data.rights.require import is_allowed
from data.statistics.export import export_figures
from data.statistics.ingest import ingest_file
from data.statistics.model import IngestOptions
from data.statistics.questions import REMEMBERED
from data.statistics.template import make_template
from data.store.books import load_books
from data.store.database import Store
from data.words.catalogue import t
from indicators.balance.figures import record_balance_figures

DATASETS = ("observations", "projects", "balance")
STATES = ("reported", "provisional", "published", "derived")
# The exit code when values are held.
HELD = 3
# Options that do not apply to a list of rows: projects, balance.
OF_FIGURES = ("indicator", "unit", "year", "state", "means", "explain")
COUNTS = (
    "values",
    "accepted",
    "new",
    "revised",
    "unchanged",
    "rejected",
    "held",
    "out_of_scope",
    "missing",
)


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    _add_ingest(commands, add)
    template = add(commands, "template", run_template, "write a workbook to fill in")
    template.add_argument("out", type=MadeWorkbook, metavar="OUT.xlsx", help="where to write it")
    template.add_argument(
        "--dataset", choices=DATASETS, default="observations", help="what the workbook is for"
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
    export.add_argument(
        "out", type=MadeTable, metavar="OUT.csv", help="where to write them: .csv or .xlsx"
    )
    export.add_argument("--released", action="store_true", help="only released figures")


def _add_ingest(commands, add) -> None:
    ingest = add(commands, "ingest", run_ingest, "read a file and commit it as an upload")
    ingest.add_argument(
        "file", type=Given, metavar="FILE", help=".csv .tsv .txt .xls .xlsx or .ods"
    )
    ingest.add_argument(
        "--dataset", choices=DATASETS, default="observations", help="what the file is about"
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
    ingest.add_argument(
        "--means",
        metavar="WORD=MEANING",
        action="append",
        default=[],
        help="what a word of the file means: nothing, part, kind:K, indicator:ID, species:S, "
        "year:Y, period:P, area:CODE or unit:U; may be given several times",
    )
    ingest.add_argument(
        "--explain",
        action="store_true",
        help="each word of titles and headings with what it was read as",
    )
    ingest.add_argument(
        "--whole",
        action="store_true",
        help="a balance file: it is the whole of its sheets, counties and years; rows that stand "
        "and that it does not name are withdrawn",
    )
    ingest.add_argument(
        "--adds",
        action="store_true",
        help="a balance file: it only adds to the rows that stand; those it does not name stay",
    )
    ingest.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    ingest.add_argument("--json", action="store_true", help="the report as JSON")
    ingest.add_argument(
        "--rejected",
        type=MadeWorkbook,
        metavar="OUT.xlsx",
        help="write the rejected rows, each with its reason",
    )


def run_ingest(options: argparse.Namespace) -> int:
    """Ingest a file; return the exit code.

    0 if it committed or had nothing to change, 1 if every value was rejected, 3 if
    values are held by words that were not understood, or rows by a question.
    """
    with enter_store(options.db) as store:
        report = (_ingest_figures if options.dataset == DATASETS[0] else _ingest_rows)(
            store, options
        )
    explained = report.pop("explained", [])
    if options.json:
        print_json(report)
    else:
        for line in explained:
            say(line)
        print_report(report, options.dry_run, options.dataset)
    if options.rejected:
        key = "rejected_written" if report["rejected"] else "rejected_none"
        say(t(f"ingest.{key}", path=options.rejected, held=report["held"]))
    if report["held"]:
        return HELD
    return 1 if report["rejected"] and not report["accepted"] else 0


def _ingest_figures(store: Store, options: argparse.Namespace) -> dict:
    _refuse_unused(options, ANSWERS)
    means = parse_means(options.means, load_books(store))
    report = ingest_file(
        store,
        options.file,
        by=options.by,
        is_dry_run=options.dry_run,
        options=replace(make_options(options), means=means),
        rejected_path=options.rejected,
        is_explained=options.explain,
    )
    # An answer about a doubtful unit holds for these figures only, not for later files.
    answered = [word for word in report.pop("answered", []) if word["rule"] in REMEMBERED]
    if answered and not options.dry_run and not is_allowed(store, "answer", REGION):
        say(t("reading.answers_of_file", count=len(answered)))
    elif answered and not options.dry_run:
        answers = [
            Answer(word["word"], means[fold(word["word"])], word["shape"]) for word in answered
        ]
        record_answers(store, answers, by=options.by)
        say(t("reading.answers_kept", count=len(answers)))
    return report


def _ingest_rows(store: Store, options: argparse.Namespace) -> dict:
    common = {
        "sheets": tuple(options.sheet),
        "by": options.by,
        "source": options.source,
        "is_dry_run": options.dry_run,
        "rejected_path": options.rejected,
    }
    if options.dataset == "projects":
        _refuse_unused(options, (*OF_FIGURES, *ANSWERS))
        return ingest_projects(store, options.file, **common)
    _refuse_unused(options, OF_FIGURES)
    answers = [answer for answer in ANSWERS if getattr(options, answer)]
    if len(answers) > 1:
        raise UsageError("balance_answers_differ")
    return ingest_balance(
        store,
        options.file,
        answer=next(iter(answers), None),
        finish=record_balance_figures,
        **common,
    )


def _refuse_unused(options: argparse.Namespace, names: tuple[str, ...]) -> None:
    """Refuse options that the file has no use for."""
    unused = [f"--{name}" for name in names if getattr(options, name)]
    if unused:
        raise UsageError("options_not_used", options=" ".join(unused))


def parse_means(texts: list[str], books: Books) -> dict[str, Meaning]:
    """Read ``WORD=MEANING`` texts as {folded word: meaning}.

    Raises
    ------
    UsageError
        A text has no equals sign or no word, or a word is given two meanings.
    UnknownIdError
        A meaning is malformed, or names something that does not exist.
    """
    means: dict[str, Meaning] = {}
    for text in texts:
        word, _, said = text.rpartition("=")
        folded, meaning = fold(word), parse_meaning(said, books)
        if not folded:
            raise UsageError("means_without_word", value=text)
        if means.setdefault(folded, meaning) != meaning:
            raise UsageError("means_twice", value=word)
    return means


def run_template(options: argparse.Namespace) -> int:
    """Write the workbook to fill in."""
    with enter_store(options.db) as store:
        if options.dataset == "projects":
            content = make_project_template(store)
        elif options.dataset == "balance":
            content = make_balance_template(store)
        else:
            content = make_template(
                store, area_ids=options.area, year=options.year, indicator_ids=options.indicator
            )
    write_content(options.out, content)
    say(t("ingest.template_written", path=options.out))
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write the current figures."""
    with enter_store(options.db) as store:
        content = export_figures(
            store, is_xlsx=options.out.lower().endswith(".xlsx"), only_released=options.released
        )
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


def print_report(report: dict, is_dry_run: bool, dataset: str = "observations") -> None:
    """Write the report in words: one line for each rule, then the counts."""
    for group in report["groups"]:
        kind = "group" if group["count"] > 1 else "single"
        say(
            t(
                f"ingest.{kind}" if group["cells"] else f"ingest.{kind}_of_file",
                severity=t(f"ingest.severity_{group['severity']}"),
                count=group["count"],
                message=group["message"],
                cells=group["cells"],
            )
        )
    key = f"{'ingest' if dataset == DATASETS[0] else dataset}.report_counts"
    say(t(key, **{name: report[name] for name in COUNTS}))
    if report.get("resent"):
        say(t("ingest.report_resent", n=report["resent"]))
    if report.get("withdrawn"):
        say(t("balance.report_withdrawn", count=report["withdrawn"]))
    if report["held"]:
        subject = "balance" if dataset == "balance" else "reading"
        say(t(f"{subject}.how_to_answer", held=report["held"]))
    if is_dry_run:
        say(t("ingest.report_dry_run"))
    elif report["upload_id"]:
        say(t("ingest.report_committed", upload_id=report["upload_id"]))
    elif dataset != "balance" or not report["held"]:
        say(t("ingest.report_nothing"))
