"""What a server sends does not wait for the answer to what it sent before."""

import asyncio
import socket

import pytest

from pages.server.sending import send_at_once


@pytest.mark.parametrize("is_set", [True, False])
def test_what_is_accepted_sends_at_once(is_set):
    # As Streamlit makes it: without the number of the protocol.
    door = socket.create_server(("127.0.0.1", 0))
    options = []

    def look(_, writer):
        accepted = writer.get_extra_info("socket")
        options.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def run():
        if is_set:
            send_at_once()
        server = await asyncio.start_server(look, sock=door)
        reader, writer = await asyncio.open_connection(*door.getsockname())
        await reader.read()
        writer.close()
        await writer.wait_closed()
        server.close()
        await server.wait_closed()

    asyncio.run(run())
    assert [bool(option) for option in options] == [is_set]
