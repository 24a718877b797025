"""Makes a pack in a process of its own: ``python -m pages.documents.pack_process FOLDER``.

FOLDER has the request; the pack goes into its folder ``pack``. Each step is a line of JSON on
standard output, and so is an error. Only `pages.documents.apart` starts it.
"""

import gc
import json
import os
import pickle
import sys
from pathlib import Path

from data.errors import CaomuError
from data.files.bounds import bind
from data.files.limits import MB

REQUEST, PACK = "request", "pack"
MOST_MEMORY, MOST_SECONDS, MOST_FILE = 3000 * MB, 600, 1000 * MB
REFUSED = 3
NICE = 5
# Whether processes forked from this one may draw; elsewhere they can't be, or not safely.
HAS_HELPERS = sys.platform == "linux"
HANDS = 2 if HAS_HELPERS else 1


def main() -> int:
    """Answer the request in the folder of the first argument; return the exit code."""
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not get into the answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    bind(MOST_MEMORY, MOST_SECONDS, MOST_FILE)
    if hasattr(os, "nice"):
        # Pages come first.
        os.nice(NICE)
    folder = Path(sys.argv[1])

    def tell(line: dict) -> None:
        said.write(json.dumps(line, ensure_ascii=False) + "\n")
        said.flush()

    # After the bounds are set, so that they hold for the libraries too.
    from pages.documents.pack import make_pack

    # Our own process wrote it, for this one alone.
    facts, request = pickle.loads((folder / REQUEST).read_bytes())
    (folder / PACK).mkdir()
    # The helpers share what is loaded until a search for garbage touches it: leave it out.
    gc.freeze()
    try:
        names = make_pack(
            facts,
            request,
            folder / PACK,
            lambda step: tell({"done": step.done, "total": step.total, "text": step.text}),
            hands=HANDS,
        )
    except CaomuError as error:
        fields = {key: str(value) for key, value in error.fields.items()}
        tell({"error": error.key, "fields": fields})
        return REFUSED
    except MemoryError:
        tell({"error": "pack_memory", "fields": {"limit_mb": MOST_MEMORY // MB}})
        return REFUSED
    except OSError as error:
        tell({"error": "pack_no_room", "fields": {"reason": str(error.strerror or error)}})
        return REFUSED
    tell({"files": names})
    return 0


if __name__ == "__main__":
    sys.exit(main())
