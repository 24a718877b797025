"""A process of a region that sends one file after the other, and says what became of each.

``python -m tests.region.writer NAME FIRST COUNT``: says ``begin N`` before each, then ``done N ID``
once it is acknowledged, or ``refused N KEY``. What is refused is sent again.
"""

import sys

from data.errors import CaomuError
from data.files import safely
from data.files.__main__ import write_answer
from data.statistics.commit import commit_upload
from data.store.build import keep_store
from tests.data.store.endless_writer import read_round


def main() -> None:
    name, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    safely.answer_apart = lambda request, answer, _: write_answer(request, answer)
    store = keep_store()
    for number in range(first, first + count):
        is_done = False
        while not is_done:
            print(f"begin {number}", flush=True)
            try:
                report = commit_upload(store, read_round(store, number), by=name)
            except CaomuError as error:
                print(f"refused {number} {error.key}", flush=True)
            else:
                print(f"done {number} {report['upload_id']}", flush=True)
                is_done = True


if __name__ == "__main__":
    main()
