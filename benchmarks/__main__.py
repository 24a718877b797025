"""Runs the benchmarks and prints one table: ``python -m benchmarks [NAME …] [--readme]``.

Exit code 1 when a limit is missed. --readme runs nothing: it writes the newest figures of every
benchmark into README.md.
"""

import argparse
import sys
from datetime import date

from benchmarks._readme import format_part, replace_part
from benchmarks._runner import HERE, list_benchmarks, run_all
from benchmarks._table import print_table, read_rows, save_rows

ROOT = HERE.parent
RESULTS = ROOT / "var" / "benchmarks.json"


def write_readme() -> None:
    """Write the table of the last run into README.md."""
    readme = ROOT / "README.md"
    part = format_part(*read_rows(RESULTS))
    readme.write_text(
        replace_part(readme.read_text(encoding="utf-8"), part), encoding="utf-8", newline="\n"
    )


def main() -> int:
    """Run what is asked for; return the exit code."""
    names = list_benchmarks()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="one of " + ", ".join(names))
    parser.add_argument("--readme", action="store_true", help="write the last run into README.md")
    options = parser.parse_args()
    if options.readme:
        if not RESULTS.is_file():
            parser.error("There are no results yet: run make bench first.")
        write_readme()
        return 0
    unknown = set(options.names) - set(names)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}. There is {', '.join(names)}.")
    found, failed = run_all(options.names or names)
    rows = [row for own in found.values() for row in own]
    print_table(rows)
    save_rows(RESULTS, found, date.today())
    missed = [row.workload for row in rows if not row.is_held]
    if missed:
        print(f"Missed: {len(missed)} of {len(rows)} limits.")
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main())
