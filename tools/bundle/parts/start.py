"""Starts Caomu from the folder that it was unpacked into.

It needs nothing but Python's own library, and older Pythons can read it too, so that a wrong one
is refused in words. start.bat and start.sh run it:

    start.py            the app; the browser opens
    start.py check      compares every file with what was packed
    start.py data …     a command of the app, as python -m data … (indicators, geo likewise)
"""

import hashlib
import json
import os
import platform
import runpy
import shutil
import socket
import struct
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

BASE = Path(__file__).resolve().parent
APP, LIB, OWN = (BASE / name for name in ("app", "lib", "var"))
COMMANDS = ("data", "indicators", "geo", "pages.documents")
PORT = int(os.environ.get("CAOMU_PORT", "8501"))
ADDRESS = f"http://127.0.0.1:{PORT}"
PATIENCE_S = 180


def read_json(name):
    """Return what a file of this folder says."""
    return json.loads((BASE / name).read_text(encoding="utf-8"))


def tell_user(key, **values):
    """Print a sentence in Chinese and in English."""
    for language in ("zh", "en"):
        print(WORDS[key][language].format(**values))
    sys.stdout.flush()


def check_python(bundle):
    """Return whether this Python is the one that the packages were made for."""
    found = ".".join(map(str, sys.version_info[:3]))
    bits = struct.calcsize("P") * 8
    is_right = (
        ".".join(map(str, sys.version_info[:2])) == bundle["python"]
        and bits == 64
        and platform.python_implementation() == "CPython"
        and platform.system().lower() == bundle["system"]
    )
    if not is_right:
        needed = {"named": bundle["named"], "python": bundle["python"]}
        own = {"system": platform.system(), "place": sys.executable}
        tell_user("wrong_python", found=found, bits=bits, **needed, **own)
    return is_right


def find_differing(bundle):
    """Return the packed files that are missing or differ."""
    differing = []
    for name, (size, digest) in sorted(bundle["files"].items()):
        path = BASE / name
        if not path.is_file() or path.stat().st_size != size or read_digest(path) != digest:
            differing.append(name)
    return differing


def read_digest(path):
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for part in iter(lambda: file.read(1024 * 1024), b""):
            digest.update(part)
    return digest.hexdigest()


def list_strays(bundle):
    """Return the files below app and lib that this version did not bring: an older one did."""
    return [
        path
        for folder in (APP, LIB)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.parent.name != "__pycache__"
        and path.relative_to(BASE).as_posix() not in bundle["files"]
    ]


def check_files(bundle):
    """Say which files are missing or differ; return whether all are there."""
    differing = find_differing(bundle)
    if differing:
        some = "\n".join(f"  {name}" for name in differing[:20])
        tell_user("files_differ", count=len(differing), files=some)
    return not differing


def settle(bundle):
    """Check the files at the first start of a version, and remove those of the version before.

    What users recorded is in var, which no bundle brings and nothing here touches.
    """
    mark, note = read_digest(BASE / "bundle.json"), OWN / "bundle.txt"
    if note.is_file() and note.read_text().strip() == mark:
        return True
    tell_user("checking", count=len(bundle["files"]))
    if not check_files(bundle):
        return False
    strays = list_strays(bundle)
    for path in strays:
        path.unlink()
    # What Python kept of the older files goes too.
    for folder in (APP, LIB):
        for kept in list(folder.rglob("__pycache__")):
            shutil.rmtree(str(kept), ignore_errors=True)
    if strays:
        tell_user("strays_removed", count=len(strays))
    OWN.mkdir(exist_ok=True)
    note.write_text(mark)
    return True


def prepare():
    """Let this process, and those that it starts, import what was packed."""
    sys.path[:0] = [str(LIB), str(APP)]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(LIB), str(APP)])
    os.environ["PYTHONUTF8"] = "1"
    # Streamlit takes a folder that is not called site-packages for its developers' own.
    os.environ["STREAMLIT_GLOBAL_DEVELOPMENT_MODE"] = "false"
    os.environ.setdefault("CAOMU_DB", str(OWN / "caomu.duckdb"))
    os.chdir(str(APP))


def is_answering():
    """Return whether the app answers on its port."""
    try:
        with urllib.request.urlopen(f"{ADDRESS}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_taken():
    """Return whether another program listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def open_browser():
    """Open the browser, unless CAOMU_NO_BROWSER is set."""
    if not os.environ.get("CAOMU_NO_BROWSER"):
        webbrowser.open(ADDRESS)


def wait_for_app():
    """Open the browser as soon as the app answers."""
    end = time.time() + PATIENCE_S
    while time.time() < end:
        if is_answering():
            tell_user("running", address=ADDRESS)
            open_browser()
            return
        time.sleep(0.5)


def run_app():
    """Serve the app until this window is closed; return the exit code."""
    if is_answering():
        tell_user("already_running", address=ADDRESS)
        open_browser()
        return 0
    if is_taken():
        tell_user("port_taken", port=PORT)
        return 1
    tell_user("starting")
    threading.Thread(target=wait_for_app, daemon=True).start()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(PORT)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


def main(arguments):
    """Do what is asked for; return the exit code."""
    bundle = read_json("bundle.json")
    if not check_python(bundle):
        return 1
    if arguments[:1] == ["check"]:
        is_whole = check_files(bundle)
        if is_whole:
            tell_user("whole", count=len(bundle["files"]), version=bundle["version"])
        return 0 if is_whole else 1
    if not settle(bundle):
        return 1
    prepare()
    if arguments and arguments[0] in COMMANDS:
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
        return 0
    return run_app()


WORDS = read_json("words.json")

if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
