"""``python -m tools.serve``: processes of the app behind nginx, on one machine.

It starts them, starts again what ends or no longer answers, and ends all of it when it is told to
(Ctrl-C or SIGTERM): first nginx takes no new requests, then each process finishes what it does.
On a server systemd does this (docs/deploy.md).
"""

import argparse
import logging
import os
import secrets
import shutil
import signal
import sys
import threading
from pathlib import Path

from data.errors import UsageError
from data.store.build import build_store
from data.store.lake import find_address
from data.words.sentences import describe_error
from tools.serve.children import Child
from tools.serve.proxy import ROOT, make_site, write_configuration

LOOK_EVERY_S = 2.0
_log = logging.getLogger("tools.serve")


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description=__doc__)
    parser.add_argument("--listen", default="127.0.0.1:8080", help="where browsers ask")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many (as many as cores)"
    )
    parser.add_argument("--first-port", type=int, default=8501, help="the port of the first")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / "var" / "serve", help="for logs and the like"
    )
    parser.add_argument("--site", action="store_true", help="only print the site for nginx")
    parser.add_argument(
        "--certificate",
        type=Path,
        nargs=2,
        metavar=("CERTIFICATE", "KEY"),
        help="with --site: files for HTTPS; port 80 leads there",
    )
    return parser


def run(options: argparse.Namespace) -> int:
    """Serve until told to end; return the exit code."""
    ports = [options.first_port + number for number in range(options.processes)]
    if options.site:
        files = options.certificate and (str(options.certificate[0]), str(options.certificate[1]))
        print(make_site(ports, options.listen, certificate=files), end="")
        return 0
    if find_address(None) is None:
        raise UsageError("serve_without_lake")
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        raise UsageError("serve_without_nginx")
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    # What is due once, such as an upgrade, is done before all of them ask for it.
    build_store()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    apps = [_make_app(port, folder, number == 0) for number, port in enumerate(ports)]
    configuration = write_configuration(folder, ports, options.listen)
    command = [nginx, "-p", str(folder), "-c", str(configuration)]
    proxy = Child("nginx", command, dict(os.environ), folder / "nginx.log")
    try:
        for child in (*apps, proxy):
            child.start()
        while not ended.wait(LOOK_EVERY_S):
            for child in (*apps, proxy):
                child.look()
    finally:
        proxy.stop(signal.SIGQUIT, 15)
        for child in apps:
            child.stop(signal.SIGTERM, 60)
        _log.info("all ended")
    return 0


def _make_app(port: int, folder: Path, is_first: bool) -> Child:
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port)]
    environment = os.environ | {
        "PYTHONUTF8": "1",
        "STREAMLIT_SERVER_COOKIE_SECRET": _load_secret(folder / "cookie-secret"),
    }
    if not is_first:
        # One daily copy is enough.
        environment["CAOMU_BACKUPS_KEPT"] = "0"
    return Child(
        f"app-{port}",
        command,
        environment,
        folder / f"app-{port}.log",
        health=f"http://127.0.0.1:{port}/_stcore/health",
    )


def _load_secret(file: Path) -> str:
    """Return what signs cookies, the same for all processes and after a restart."""
    given = os.environ.get("STREAMLIT_SERVER_COOKIE_SECRET")
    if given:
        return given
    if not file.exists():
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as made:
            made.write(secrets.token_hex(32))
    return file.read_text(encoding="utf-8")


def main() -> int:
    """Run the command line."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        return run(make_parser().parse_args())
    except UsageError as error:
        print(describe_error(error), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
