"""A visitor without a browser: speaks Streamlit's own protocol with a running server."""

import re
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

WAIT_S = 60
# Ends of a script after which a browser forgets a large message that was not sent again.
MOST_ENDS = 2
COOKIE = re.compile(r"_streamlit_xsrf=([^;]+)")


@dataclass(frozen=True)
class ChoiceList:
    """A select box, or a row of buttons of which one is chosen.

    fragment_id is that of the part of the page which alone runs again, "" for the whole page.
    """

    widget_id: str
    fragment_id: str
    options: list[str]
    is_group: bool


class Visitor:
    """One session with the server."""

    def __init__(self, url: str, socket: ClientConnection):
        self._url, self._socket = url, socket
        self._query = ""
        # What the server calls the open page.
        self.page_hash = ""
        # The lists of the open page by the key of their widget.
        self.lists: dict[str, ChoiceList] = {}
        # Large messages by their hash, with the end of a script at which each was seen last: a
        # browser keeps them too, and the server then sends their hash alone.
        self._large: dict[str, tuple[ForwardMsg, int]] = {}
        self._ends = 0

    def open_page(self, page: str, query: str = "") -> list[ForwardMsg]:
        """Open a page by its address; return what the server sent until the script ended."""
        self._query, self.lists = query, {}
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        message.rerun_script.context_info.url = f"{self._url}/{page}"
        return self._ask(message)

    def choose(self, key: str, option: str) -> list[ForwardMsg]:
        """Choose an option of a list of the open page; return what was sent.

        Raises
        ------
        KeyError
            The page shows no list with this key.
        """
        chosen = self.lists[key]
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.query_string = self._query
        message.rerun_script.fragment_id = chosen.fragment_id
        message.rerun_script.context_info.url = self._url
        state = message.rerun_script.widget_states.widgets.add()
        state.id = chosen.widget_id
        if chosen.is_group:
            state.string_array_value.data.append(option)
        else:
            state.string_value = option
        return self._ask(message)

    def _ask(self, message: BackMsg) -> list[ForwardMsg]:
        message.rerun_script.context_info.timezone = "Asia/Shanghai"
        message.rerun_script.cached_message_hashes.extend(self._large)
        self._socket.send(message.SerializeToString())
        return self._listen()

    def _receive(self) -> ForwardMsg:
        """Return the next message; one that was kept stands in its place on the page of now."""
        message = ForwardMsg.FromString(self._socket.recv(timeout=WAIT_S))
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            metadata = message.metadata
            message, _ = self._large[message.ref_hash]
            message.metadata.CopyFrom(metadata)
        if message.metadata.cacheable:
            self._large[message.hash] = message, self._ends
        if kind == "script_finished":
            self._ends += 1
            self._large = {
                name: (kept, end)
                for name, (kept, end) in self._large.items()
                if self._ends - end <= MOST_ENDS
            }
        return message

    def _listen(self) -> list[ForwardMsg]:
        sent = []
        while True:
            message = self._receive()
            sent.append(message)
            self._note(message)
            # A page that leads on to another one ends early, and the other one begins.
            early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if message.WhichOneof("type") == "script_finished" and message.script_finished != early:
                return sent

    def _note(self, message: ForwardMsg) -> None:
        """Remember what the browser would: the page, its address and its lists."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._note_list(message.delta)

    def _note_list(self, delta) -> None:
        element = delta.new_element
        if element.WhichOneof("type") == "selectbox":
            widget_id, options = element.selectbox.id, list(element.selectbox.options)
        elif element.WhichOneof("type") == "button_group":
            widget_id = element.button_group.id
            options = [option.content for option in element.button_group.options]
        else:
            return
        key = widget_id.rpartition("-")[2]
        is_group = element.WhichOneof("type") == "button_group"
        self.lists[key] = ChoiceList(widget_id, delta.fragment_id, options, is_group)


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
        # A browser sends none; a busy server would be taken for a dead one.
        ping_interval=None,
    ) as socket:
        yield Visitor(url, socket)


def list_exceptions(sent: list[ForwardMsg]) -> list[str]:
    """Return the exceptions that a page showed."""
    return [
        message.delta.new_element.exception.message
        for message in sent
        if message.delta.new_element.WhichOneof("type") == "exception"
    ]
