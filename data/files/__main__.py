"""Read one file in a process of its own: ``python -m data.files < request > answer``.

The request is a line of JSON with the file's name, then its bytes. The answer is an Arrow
file of sheets, or a line of JSON with the key and fields of an error. `data.files.safely`
asks, nobody else does.
"""

import json
import os
import sys

from data.errors import CaomuError
from data.files.bounds import bind
from data.files.limits import LIMITS, MB

REFUSED = 3
"""Exit code of a process that answers with an error."""


def main() -> int:
    """Answer one request; return the exit code."""
    # Whatever a library prints must not get into the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    bind(LIMITS.memory_bytes, LIMITS.seconds, LIMITS.memory_bytes)
    file_name = json.loads(sys.stdin.buffer.readline())["file"]
    with answer:
        try:
            write_answer(sys.stdin.buffer.read(), file_name, answer)
        except MemoryError:
            error = {"file": file_name, "limit_mb": LIMITS.memory_bytes // MB}
            return refuse(answer, "file_memory", error)
        except CaomuError as error:
            return refuse(answer, error.key, error.fields)
    return 0


def write_answer(content: bytes, file_name: str, answer) -> None:
    """Read a file and write its sheets.

    Raises
    ------
    UnreadableFileError
    """
    # After the bounds are set, so that they hold for the libraries too.
    from data.files.decode import read_grids
    from data.files.handover import write_grids

    write_grids(read_grids(content, file_name), answer)


def refuse(answer, key: str, fields: dict) -> int:
    """Answer with an error instead; return the exit code that says so."""
    answer.seek(0)
    answer.truncate()
    answer.write(json.dumps({"key": key, "fields": fields}).encode())
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
