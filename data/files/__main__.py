"""Read one file in a process of its own: ``python -m data.files < request > answer``.

The request is a line of JSON with the file's name, then its bytes. The answer is an Arrow
file of sheets, or a line of JSON with the key and fields of an error. Only
`data.files.safely` sends requests.
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
    # What a library prints must not get into the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    bind(LIMITS.memory_bytes, LIMITS.seconds, LIMITS.memory_bytes)
    # Arrow would load these for nothing, which takes longer than most files.
    sys.modules.update(dict.fromkeys(("numpy", "pandas")))  # type: ignore[arg-type]
    with answer:
        return write_answer(sys.stdin.buffer, answer)


def write_answer(request, answer) -> int:
    """Answer the request in an open file; return the exit code."""
    # After the bounds are set, so that they hold for the libraries too.
    from data.files.handover import write_grids
    from data.files.readers import read_grids

    file_name = json.loads(request.readline())["file"]
    try:
        # Nothing here keeps the bytes, so that a large text is freed once it is decoded.
        write_grids(read_grids(request.read(), file_name), answer)
    except MemoryError:
        fields = {"file": file_name, "limit_mb": LIMITS.memory_bytes // MB}
        return _refuse(answer, "file_memory", fields)
    except CaomuError as error:
        return _refuse(answer, error.key, error.fields)
    answer.flush()
    return 0


def _refuse(answer, key: str, fields: dict) -> int:
    answer.seek(0)
    answer.truncate()
    answer.write(json.dumps({"key": key, "fields": fields}).encode())
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
