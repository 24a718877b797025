"""The configuration of nginx, made from the one that servers use (``deploy/nginx.conf``)."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "deploy" / "nginx.conf"
_PROCESS = re.compile(r"( +server )127\.0\.0\.1:\d+( [^\n]*\n)(?: +server 127\.0\.0\.1:[^\n]*\n)*")
_MAIN = """{user}daemon off;
worker_processes auto;
worker_shutdown_timeout 10s;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


# Whoever asks without encryption is led to the encrypted address.
_REDIRECT = """
server {
    listen 80;
    server_name _;
    return 301 https://$host$request_uri;
}
"""


def make_site(
    ports: list[int],
    listen: str,
    log: str | None = None,
    certificate: tuple[str, str] | None = None,
) -> str:
    """Return the configuration of the site for processes on these ports.

    Parameters
    ----------
    listen : str
        Where browsers ask, e.g. ``80`` or ``127.0.0.1:8080``.
    log : str
        Where each request is noted; None as on servers.
    certificate : tuple of str or None
        The files of a certificate and of its key: what is asked is encrypted, and who asks port
        80 is led there.
    """
    text = SITE.read_text(encoding="utf-8")
    text = _PROCESS.sub(
        lambda found: "".join(f"{found[1]}127.0.0.1:{port}{found[2]}" for port in ports), text
    )
    if certificate is not None:
        names = f"ssl_certificate {certificate[0]};\n    ssl_certificate_key {certificate[1]};"
        text = text.replace("listen 80;", f"listen {listen} ssl http2;\n    {names}")
        text = text.replace("SameSite=Lax", "SameSite=Lax; Secure") + _REDIRECT
    else:
        text = text.replace("listen 80;", f"listen {listen};")
    return text if log is None else re.sub(r"access_log \S+", f"access_log {log}", text)


def write_configuration(folder: Path, ports: list[int], listen: str) -> Path:
    """Write what nginx needs to run from a folder, without rights of the system; return it."""
    site = make_site(ports, listen, f"{folder}/requests.log")
    (folder / "site.conf").write_text(site, encoding="utf-8")
    main = folder / "nginx.conf"
    # Of root its processes would give up their rights, and could not put a file into the folder.
    user = "user root root;\n" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    main.write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    return main
