"""What the server sends leaves at once.

Streamlit makes its socket without saying that it is TCP, and Python then leaves Nagle's algorithm
on: a second small piece waits until the browser has confirmed the first, which it does 40 ms later.
So did each page after its first message (a known fault of uvicorn too, number 3149 there).
"""

import asyncio
import socket
from typing import Any


def send_at_once() -> None:
    """Let the running loop send without delay on what it will accept from sockets given to it."""
    loop = asyncio.get_running_loop()
    create = loop.create_server

    async def create_server(*given: Any, **named: Any) -> asyncio.Server:
        sock = named.get("sock")
        if sock is not None and sock.family in (socket.AF_INET, socket.AF_INET6):
            # What is accepted has the options of the socket that listens.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return await create(*given, **named)

    loop.create_server = create_server  # type: ignore[method-assign]
