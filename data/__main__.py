"""Command line of the store: ``python -m data COMMAND``; ``--help`` lists the commands."""

import argparse
import sys
from functools import cache

from data.answer_commands import add_commands as add_answer_command
from data.changes_command import add_commands as add_changes_command
from data.clock import format_time
from data.commands import add_common_options, print_json, run_command, say
from data.commands.places import Given, Made
from data.errors import UsageError
from data.example_command import add_commands as add_example_command
from data.file_commands import HELD
from data.file_commands import add_commands as add_ingest_commands
from data.ledger.displaced import (
    compare_standing,
    describe_displaced,
    list_displaced,
    list_outranked,
    load_standing,
)
from data.ledger.steps.record import is_step, undo_step
from data.ledger.uploads import (
    count_returned,
    count_unverified,
    describe_verifications,
    list_uploads,
    list_verifications,
    list_verified_before,
    load_uploads,
    undo_upload,
    verify_upload,
)
from data.matters_command import add_commands as add_matters_commands
from data.missing_command import add_commands as add_missing_command
from data.package.command import add_commands as add_package_command
from data.plan_command import add_commands as add_plan_commands
from data.port_command import add_commands as add_port_commands
from data.projects.commands import add_commands as add_project_commands
from data.region_commands import add_commands as add_region_commands
from data.rights.door import enter_store, record_deed_of_owner
from data.rights_command import add_commands as add_rights_commands
from data.sample_commands import add_commands as add_sample_commands
from data.step_commands import add_commands as add_step_commands
from data.store.backup import back_up, restore
from data.store.build import build_store, open_store, rebuild_current
from data.store.check import run_checks
from data.store.database import get_database_path
from data.store.lake import find_address, name_store
from data.trace_command import add_commands as add_trace_command
from data.words.catalogue import t
from data.words.names import name_sender
from indicators.balance.figures import record_balance_figures


@cache
def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand."""
    parser = argparse.ArgumentParser(prog="python -m data", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = _add(commands, "build", _run_build, "rebuild the plan tables from the CSVs")
    build.add_argument("--current", action="store_true", help="only the current figures, anew")
    check = _add(commands, "check", _run_check, "run every check; each must return no row")
    check.add_argument("--json", action="store_true", help="results as JSON")
    uploads = _add(commands, "uploads", _run_uploads, "list uploads, newest first")
    uploads.add_argument("--json", action="store_true", help="the list as JSON")
    undo = _add(commands, "undo", _run_undo, "undo an upload, a check, a return or a release")
    undo.add_argument("upload_id", metavar="ID", help="of the upload (uploads) or act (steps)")
    undo.add_argument("--by", metavar="NAME", default="", help="who undoes it")
    undo.add_argument("--reason", metavar="TEXT", default="", help="why, for the ledger")
    undo.add_argument(
        "--keep-verified",
        action="store_true",
        help="undo it although figures of it were verified since; they stay verified",
    )
    _add_replace_newer(undo)
    verify = _add(commands, "verify", _run_verify, "record an upload's figures as verified")
    verify.add_argument("upload_id", metavar="UPLOAD_ID")
    verify.add_argument("--by", metavar="NAME", required=True, help="who verified")
    verify.add_argument("--document", metavar="NO", required=True, help="document number")
    _add_replace_newer(verify)
    verify.add_argument(
        "--checked", action="store_true", help="only figures that were checked (pass)"
    )
    backup = _add(commands, "backup", _run_backup, "write a consistent copy of the database")
    backup.add_argument("out", type=Made, metavar="OUT.duckdb", help="where; no file yet")
    restore_command = _add(commands, "restore", _run_restore, "put a copy in place, checked first")
    restore_command.set_defaults(is_alone=True)
    restore_command.add_argument(
        "source", type=Given, metavar="IN.duckdb", help="the copy; it is kept"
    )
    add_answer_command(commands, _add)
    add_ingest_commands(commands, _add)
    add_project_commands(commands, _add)
    add_example_command(commands, _add)
    add_missing_command(commands, _add)
    add_matters_commands(commands, _add)
    add_step_commands(commands, _add)
    add_sample_commands(commands, _add)
    add_package_command(commands, _add)
    add_plan_commands(commands, _add)
    add_port_commands(commands, _add)
    add_trace_command(commands, _add)
    add_changes_command(commands, _add)
    add_region_commands(commands, _add)
    add_rights_commands(commands, _add)
    return parser


def _add_replace_newer(command) -> None:
    command.add_argument(
        "--replace-newer",
        action="store_true",
        help="put older values back in force also where newer ones were recorded since",
    )


def _add(commands, name: str, run, help_text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=help_text)
    add_common_options(parser)
    parser.set_defaults(run=run)
    return parser


def _run_build(options) -> int:
    if options.current:
        with open_store(options.db) as store:
            figures = rebuild_current(store)
        say(t("data.built_current", n=figures, path=name_store(options.db)))
        return 0
    counts = build_store(options.db)
    path = name_store(options.db)
    say(t("data.built", tables=len(counts), rows=sum(counts.values()), path=path))
    return 0


def _run_check(options) -> int:
    with open_store(options.db) as store:
        record_deed_of_owner(store, "check")
        results = run_checks(store)
    if options.json:
        print_json(
            [{"check_id": r.check_id, "statement": r.statement, "rows": r.rows} for r in results]
        )
    broken = [result for result in results if result.rows]
    for result in broken:
        say(
            t(
                "data.check_broken",
                check=result.check_id,
                rows=len(result.rows),
                statement=result.statement,
            )
        )
        for row in result.rows[:10]:
            say("  " + ", ".join(f"{key}={value}" for key, value in row.items()))
    say(t("data.checked", checks=len(results), broken=len(broken)))
    return 1 if broken else 0


def _run_backup(options) -> int:
    with open_store(options.db) as store:
        record_deed_of_owner(store, f"backup {options.out}")
        rows = back_up(store, options.out)
    say(t("data.backed_up", rows=rows, path=options.out))
    return 0


def _run_restore(options) -> int:
    if find_address(options.db):
        raise UsageError("restore_of_lake", lake=name_store(options.db))
    path = options.db or get_database_path()
    rows, aside = restore(options.source, path)
    with open_store(path) as store:
        record_deed_of_owner(store, f"restore {options.source}")
    say(t("data.restored", rows=rows, path=path))
    if aside:
        say(t("data.restored_aside", path=aside))
    return 0


def _run_uploads(options) -> int:
    with enter_store(options.db) as store:
        uploads = list_uploads(store)
    if options.json:
        print_json(uploads)
        return 0
    for row in uploads.itertuples():
        say(
            t(
                "data.upload_line",
                upload_id=row.upload_id,
                at=format_time(row.uploaded_at),
                by=name_sender(row.uploaded_by),
                file=row.file_name or t("upload.file_hidden"),
                state=t(f"data.upload_{row.status}"),
            )
        )
    say(t("data.uploads_total", n=len(uploads)))
    return 0


def _run_undo(options) -> int:
    with enter_store(options.db) as store:
        if is_step(store, options.upload_id):
            count = undo_step(store, options.upload_id, by=options.by)
            say(t("steps.undone", n=count, step_id=options.upload_id))
            return 0
        before = load_standing(store, options.upload_id)
        upload_id = undo_upload(
            store,
            options.upload_id,
            by=options.by,
            reason=options.reason,
            keeps_verified=options.keep_verified,
            displaces=options.replace_newer,
            finish=record_balance_figures,
        )
        changed = compare_standing(before, load_standing(store, options.upload_id))
        kept = list_verifications(store, options.upload_id)
        returned = count_returned(store, options.upload_id)
        status = load_uploads(store).set_index("upload_id").loc[upload_id, "status"]
    said = "data.upload_restored" if status == "restore" else "data.undone"
    say(t(said, upload_id=options.upload_id, undo_id=upload_id))
    if len(changed):
        say(t("data.undone_changes", **describe_displaced(changed)))
    if returned:
        say(t("steps.undone_returned", n=returned))
    if kept:
        say(t("data.undone_keeps", **describe_verifications(kept)))
    return 0


def _run_verify(options) -> int:
    with enter_store(options.db) as store:
        outranked = list_outranked(store, options.upload_id)
        before = list_verified_before(store, options.upload_id)
        upload_id, count = verify_upload(
            store,
            options.upload_id,
            by=options.by,
            document=options.document,
            displaces=options.replace_newer,
            only_checked=options.checked,
        )
        held = list_displaced(store, options.upload_id)
        rest = count_unverified(store, options.upload_id)
    say(t("data.verified", n=count, upload_id=upload_id))
    for row in before:
        at = format_time(row["at"])
        said = {"n": row["count"], "by": row["by"], "document": row["document"], "at": at}
        say(t("steps.verified_before", **said))
    if rest["returned"]:
        say(t("steps.verify_left_out", n=rest["returned"]))
    if options.checked and rest["sent"]:
        say(t("steps.verify_unchecked", n=rest["sent"]))
    if len(outranked):
        say(t("data.verified_replaces", **describe_displaced(outranked)))
    if held.empty:
        return 0
    say(t("data.verified_held", **describe_displaced(held)))
    return HELD


if __name__ == "__main__":
    sys.exit(run_command(make_parser()))
