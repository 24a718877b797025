"""A visitor without a browser: speaks Streamlit's own protocol with a running server."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

WAIT_S = 60
COOKIE = re.compile(r"_streamlit_xsrf=([^;]+)")


class Visitor:
    """One session with the server."""

    def __init__(self, url: str, socket: ClientConnection):
        self._url, self._socket = url, socket

    def open_page(self, page: str, query: str = "") -> list[ForwardMsg]:
        """Open a page by its address; return what the server sent until the script ended."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.context_info.url = f"{self._url}/{page}"
        message.rerun_script.context_info.timezone = "Asia/Shanghai"
        self._socket.send(message.SerializeToString())
        return self._listen()

    def _listen(self) -> list[ForwardMsg]:
        sent = []
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=WAIT_S))
            sent.append(message)
            if message.WhichOneof("type") == "script_finished":
                return sent


@contextmanager
def visit_server(url: str) -> Iterator[Visitor]:
    """Open a window on the server; it is closed when the block ends."""
    with urllib.request.urlopen(f"{url}/_stcore/host-config", timeout=WAIT_S) as answer:
        found = COOKIE.search(answer.headers.get("Set-Cookie") or "")
    token = found.group(1) if found else ""
    with connect(
        f"ws://{urlsplit(url).netloc}/_stcore/stream",
        subprotocols=["streamlit", *([token] if token else [])],
        origin=url,
        additional_headers={"Cookie": f"_streamlit_xsrf={token}"},
        max_size=None,
        open_timeout=WAIT_S,
    ) as socket:
        yield Visitor(url, socket)


def list_exceptions(sent: list[ForwardMsg]) -> list[str]:
    """Return the exceptions that a page showed."""
    return [
        message.delta.new_element.exception.message
        for message in sent
        if message.delta.new_element.WhichOneof("type") == "exception"
    ]
