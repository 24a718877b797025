"""Starts Caomu from the folder that it was unpacked into.

It needs nothing but Python's own library, and any Python can read it, so that a wrong one is
refused in words. start.bat and start.sh run it:

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

BASE = os.path.dirname(os.path.abspath(__file__))
APP, LIB, OWN = (os.path.join(BASE, name) for name in ("app", "lib", "var"))
COMMANDS = ("data", "indicators", "geo", "pages.documents")
PACKED = ("app", "lib")
PORT = int(os.environ.get("CAOMU_PORT", "8501"))
PATIENCE_S = 180


def read_json(name):
    """Return what a file of this folder says."""
    with open(os.path.join(BASE, name), "rb") as file:
        return json.loads(file.read().decode("utf-8"))


def say(key, **values):
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
        say(
            "wrong_python",
            named=bundle["named"],
            python=bundle["python"],
            found=found,
            bits=bits,
            place=sys.executable,
            system=platform.system(),
        )
    return is_right


def find_faults(bundle):
    """Return the packed files that are missing or differ."""
    faults = []
    for name in sorted(bundle["files"]):
        size, digest = bundle["files"][name]
        path = os.path.join(BASE, *name.split("/"))
        if not os.path.isfile(path) or os.path.getsize(path) != size or read_digest(path) != digest:
            faults.append(name)
    return faults


def read_digest(path):
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1024 * 1024), b""):
            digest.update(part)
    return digest.hexdigest()


def list_strays(bundle):
    """Return the files below app and lib that this version did not bring: an older one did."""
    strays = []
    for folder in PACKED:
        for place, folders, names in os.walk(os.path.join(BASE, folder)):
            folders[:] = [name for name in folders if name != "__pycache__"]
            for name in names:
                path = os.path.join(place, name)
                known = os.path.relpath(path, BASE).replace(os.sep, "/")
                if known not in bundle["files"]:
                    strays.append(path)
    return strays


def remove_caches():
    """Remove what Python kept of an older version's files."""
    for folder in PACKED:
        for place, folders, _ in os.walk(os.path.join(BASE, folder)):
            if "__pycache__" in folders:
                shutil.rmtree(os.path.join(place, "__pycache__"), ignore_errors=True)


def settle(bundle):
    """Check the files at the first start of a version, and remove those of the version before.

    What users recorded is in var, which no bundle brings and nothing here touches.
    """
    mark = read_digest(os.path.join(BASE, "bundle.json"))
    note = os.path.join(OWN, "bundle.txt")
    if os.path.isfile(note):
        with open(note) as file:
            if file.read().strip() == mark:
                return True
    say("checking", count=len(bundle["files"]))
    if not check_files(bundle):
        return False
    strays = list_strays(bundle)
    for path in strays:
        os.remove(path)
    remove_caches()
    if strays:
        say("strays_removed", count=len(strays))
    if not os.path.isdir(OWN):
        os.makedirs(OWN)
    with open(note, "w") as file:
        file.write(mark)
    return True


def check_files(bundle):
    """Say which files are missing or differ; return whether all are there."""
    faults = find_faults(bundle)
    if faults:
        some = "\n".join("  " + name for name in faults[:20])
        say("files_differ", count=len(faults), files=some)
    return not faults


def prepare():
    """Let this process, and those that it starts, import what was packed."""
    sys.path[:0] = [LIB, APP]
    os.environ["PYTHONPATH"] = os.pathsep.join([LIB, APP])
    os.environ["PYTHONUTF8"] = "1"
    # Streamlit takes a folder that is not called site-packages for its developers' own.
    os.environ["STREAMLIT_GLOBAL_DEVELOPMENT_MODE"] = "false"
    os.environ.setdefault("CAOMU_DB", os.path.join(OWN, "caomu.duckdb"))
    os.chdir(APP)


def is_answering():
    """Return whether the app answers on its port."""
    try:
        address = "http://127.0.0.1:{}/_stcore/health".format(PORT)
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_taken():
    """Return whether another program listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", PORT)) == 0


def open_browser():
    """Open the browser as soon as the app answers."""
    end = time.time() + PATIENCE_S
    while time.time() < end:
        if is_answering():
            say("running", port=PORT)
            if not os.environ.get("CAOMU_NO_BROWSER"):
                webbrowser.open("http://127.0.0.1:{}".format(PORT))
            return
        time.sleep(0.5)


def run_app():
    """Serve the app until this window is closed."""
    if is_answering():
        say("already_running", port=PORT)
        webbrowser.open("http://127.0.0.1:{}".format(PORT))
        return
    if is_taken():
        say("port_taken", port=PORT)
        sys.exit(1)
    say("starting")
    threading.Thread(target=open_browser, daemon=True).start()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(PORT)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def main(arguments):
    """Do what is asked for; return the exit code."""
    bundle = read_json("bundle.json")
    if not check_python(bundle):
        return 1
    if arguments[:1] == ["check"]:
        is_whole = check_files(bundle)
        if is_whole:
            say("whole", count=len(bundle["files"]), version=bundle["version"])
        return 0 if is_whole else 1
    if not settle(bundle):
        return 1
    prepare()
    if arguments and arguments[0] in COMMANDS:
        sys.argv = arguments
        runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    else:
        run_app()
    return 0


WORDS = read_json("words.json")

if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
