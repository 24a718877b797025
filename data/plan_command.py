"""The subcommands ``python -m data plan``: describe, check and add a plan of the office's own."""

import argparse
import shutil
import tempfile
from pathlib import Path

from data.commands import print_json, repeat, say
from data.commands.asking import ask_app, find_app
from data.errors import PlanDataError
from data.package.plan_folder import check_plan_descriptor, write_plan_descriptor
from data.store.build import build_store
from data.store.database import get_database_path
from data.store.folders import get_added_folder, list_plan_folders
from data.store.lake import find_address
from data.store.plan_check import PlanFault
from data.store.plan_logic import check_plan, check_plan_name
from data.words.catalogue import t


def add_commands(commands, add) -> None:
    """Register the subcommands; ``add`` makes one with the common options."""
    plan = commands.add_parser("plan", help="describe, check and add a plan of your own")
    subcommands = plan.add_subparsers(required=True, metavar="COMMAND")
    describe = add(subcommands, "describe", run_describe, "write datapackage.json into the folder")
    check = add(subcommands, "check", run_check, "say what is wrong with the folder of a plan")
    check.add_argument("--json", action="store_true", help="the faults as JSON")
    add_plan = add(subcommands, "add", run_add, "add the folder of a plan beside the database")
    for command in (describe, check, add_plan):
        command.add_argument("folder", metavar="DIR", type=Path, help="its name is the plan's id")
        command.set_defaults(is_alone=True)


def run_describe(options: argparse.Namespace) -> int:
    """Write the descriptor of a sound folder, in place of the one that is there."""
    faults = check_plan(options.folder, _find_database(options))
    if faults:
        _say_faults(faults)
        return 1
    say(t("plan_check.described", path=write_plan_descriptor(options.folder)))
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Say every fault with file, row and column; 1 if there is any."""
    database = _find_database(options)
    faults = [
        *check_plan(options.folder, database),
        *check_plan_name(options.folder, database),
        *check_plan_descriptor(options.folder),
    ]
    if options.json:
        print_json([_describe(fault) for fault in faults])
    else:
        _say_faults(faults)
    if not faults:
        say(t("plan_check.sound", path=options.folder))
    return 1 if faults else 0


def _describe(fault: PlanFault) -> dict:
    row = {name: getattr(fault, name) for name in ("file", "row", "column", "value", "rule")}
    return row | {"message": format_fault(fault)}


def format_fault(fault: PlanFault) -> str:
    """Return a fault as a sentence: where, what is wrong, what to do."""
    place = fault.file
    if fault.row is not None:
        place = t("plan_check.row", file=place, row=fault.row)
        if fault.column:
            place = t("plan_check.column", place=place, column=fault.column)
    fields = {"value": fault.value, "column": fault.column, "file": fault.file} | fault.fields
    return t("plan_check.line", place=place, text=t(f"plan_check.{fault.rule}", **fields))


def _say_faults(faults: list[PlanFault]) -> None:
    for fault in faults:
        say(format_fault(fault))
    if faults:
        say(t("plan_check.total", n=len(faults)))


def run_add(options: argparse.Namespace) -> int:
    """Copy a sound folder beside the database, and build the plan from it."""
    database = _find_database(options)
    faults = check_plan(options.folder, database) + check_plan_name(options.folder, database)
    if faults:
        _say_faults(faults)
        return 1
    is_shared = find_address(options.db) is not None
    added = add_plan_folder(options.folder, database)
    try:
        code = _rebuild(options, database)
    except BaseException:
        shutil.rmtree(added)
        raise
    say(t("plan_check.added", plan=added.name, path=added))
    if is_shared:
        say(t("plan_check.added_shared"))
    return code


def _find_database(options: argparse.Namespace) -> Path:
    """Return the database beside which plans stand: of a lake each machine has its own copy."""
    is_shared = find_address(options.db) is not None
    return Path((None if is_shared else options.db) or get_database_path()).absolute()


def add_plan_folder(folder: Path, database: Path) -> Path:
    """Copy a plan's tables beside a database, whole or not at all; return the new folder.

    Raises
    ------
    PlanDataError
        ``plan_exists``: there is a plan of this id. ``plan_not_written``: no folder can be made.
    """
    plan_id = folder.resolve().name
    target = get_added_folder(database) / plan_id
    if plan_id in {known.name for known in list_plan_folders(database)}:
        raise PlanDataError("plan_exists", value=plan_id)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=database.parent, prefix=".plan-") as unfinished:
            copy = Path(unfinished) / plan_id
            copy.mkdir()
            for path in folder.glob("*.csv"):
                shutil.copyfile(path, copy / path.name)
            write_plan_descriptor(copy)
            # A folder that somebody else made meanwhile is not written over.
            copy.rename(target)
    except OSError as error:
        raise PlanDataError("plan_not_written", path=str(target)) from error
    return target


def _rebuild(options: argparse.Namespace, database: Path) -> int:
    """Build the plans anew: in the app that has the database open, or here."""
    if find_address(options.db):
        build_store(options.db)
        return 0
    if not database.exists():
        return 0
    app = find_app(database)
    if app is None:
        build_store(database)
        return 0
    return repeat(ask_app(app, database, "data", ["build", "--lang", options.lang], options))
