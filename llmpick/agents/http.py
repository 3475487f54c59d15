"""
Many clients of one machine, by HTTP at /mcp.

It listens at the loopback address alone, takes no request that was sent there by another host's
name, keeps nothing of a client between two requests, and bounds what each may send and how many
are answered at a time.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import uvicorn

from llmpick.agents.bounds import IDLE_S, MAX_AT_A_TIME, MAX_MESSAGE_BYTES
from llmpick.errors import UserError

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

HOST = "127.0.0.1"


def listening(port: int) -> socket.socket:
    """
    A socket that listens at *port* of the loopback address; 0: at any that is free.

    Raises:
        UserError: something else has it, or this user may not.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen(MAX_AT_A_TIME)
    except OSError as error:
        made.close()
        raise UserError(
            f"port {port} cannot be had: {error.strerror}", hint="--port 0 takes any that is free"
        ) from None
    return made


async def serve(made: Server[Any], at: socket.socket) -> None:
    """Answer clients at the socket *at* until the process is told to end."""
    app = made.streamable_http_app(
        host=HOST, stateless_http=True, json_response=True, max_request_body_size=MAX_MESSAGE_BYTES
    )
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        limit_concurrency=MAX_AT_A_TIME,
        timeout_keep_alive=IDLE_S,
    )
    await uvicorn.Server(config).serve(sockets=[at])
