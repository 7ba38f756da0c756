"""Run one of the bare servers."""

import sys
from importlib import import_module

import uvicorn

from chat_server.wire import limits


def main(name: str, port: str) -> None:
    """Serve `name` on `port` until a signal, on the settings of `third-ring serve` without our own protocol class."""
    app = import_module(f"chat_server.bench.servers.{name}").app
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=limits.FRAME_BYTES,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        ws_per_message_deflate=False,
        access_log=False,
        server_header=False,
        log_level="warning",
        proxy_headers=False,
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
