"""Run the server: shared by `serve` and `demo`. Whatever keeps it from starting is told in one sentence."""

import asyncio
import contextlib
import errno
import gc
import importlib.util
import logging
import resource
import signal
import socket
import traceback
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_server.commands.common import NOT_STARTED, CommandFailed
from chat_server.commands.data_folder import network_file_system
from chat_server.config import Settings
from chat_server.domain.errors import Refused
from chat_server.secrets_file import BadSecret
from chat_server.storage.migrations import CannotMigrate
from chat_server.storage.sqlite import AlreadyOpen
from chat_server.wire import limits

log = logging.getLogger(__name__)

SAYS_IT_ALL = (AlreadyOpen, BadSecret, CannotMigrate, CommandFailed, Refused)
"""What may go wrong at a start and whose text is a sentence for people."""

Step = Callable[[], Awaitable[None]]
GUARD = "chat_server.web.socket_guard"
GC_THRESHOLD = (20_000, 20, 50)
"""Ten thousand silent visitors are a hundred thousand objects that live long."""
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StartGuard:
    """Keeps what went wrong at the start, so that it can be told in a sentence instead of a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.error: BaseException | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            return await self._app(scope, receive, send)

        async def quietly(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                message = {"type": "lifespan.startup.failed", "message": ""}
            await send(message)

        try:
            await self._app(scope, receive, quietly)
        except BaseException as error:
            self.error = error
            raise


class Server(uvicorn.Server):
    """uvicorn, with an orderly end: first the application says `bye`, then the sockets are closed; exit code 0.

    `drain` is the application's part of it (PROMISES.md 1.3): say `bye` to everybody, finish the writes, close sockets.
    """

    def __init__(self, config: uvicorn.Config, *, started: Step, drain: Step | None) -> None:
        super().__init__(config)
        self._tell_started = started
        self._drain = drain

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Raises SystemExit if the application could not start."""
        # What uvicorn would say of a failed start, `run` says better.
        uvicorns = logging.getLogger("uvicorn.error")
        level = uvicorns.level
        uvicorns.setLevel(logging.CRITICAL)
        try:
            await super().startup(sockets)
        finally:
            uvicorns.setLevel(level)
        # What the start left in memory stays for good: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLD)
        await self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called once, after the first signal. A second signal goes on at once."""
        for server in self.servers:
            server.close()
        if self._drain is not None:
            draining = asyncio.ensure_future(self._drain())
            while not draining.done() and not self.force_exit:
                await asyncio.wait([draining], timeout=0.1)
            if draining.done() and (error := draining.exception()):
                log.error("the orderly end failed; stopping all the same", exc_info=error)
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """uvicorn raises the signal again at the end, which would make an orderly stop look like a crash."""
        before = {number: signal.signal(number, self.handle_exit) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def built(settings: Settings) -> Starlette:
    """The application. Raises `CommandFailed` if already that is not possible."""
    from chat_server.app import build

    if kind := network_file_system(settings.data):
        raise CommandFailed(
            f"{settings.data} lies on {kind}: SQLite loses data on network file systems. Choose a local disk.",
            NOT_STARTED,
        )
    try:
        return build(settings)
    except (*SAYS_IT_ALL, OSError) as error:
        raise _told(error) from None


def run(app: ASGIApp, settings: Settings, listener: socket.socket, started: Step) -> None:
    """Serve until a signal. `started` is called once requests are answered. Raises `CommandFailed`."""
    raise_file_limit()

    guard = StartGuard(app)
    drain = getattr(getattr(app, "state", None), "drain", None)
    server = Server(_uvicorn(guard, settings), started=started, drain=drain)
    try:
        server.run(sockets=[listener])
    except SystemExit:
        # uvicorn's way of saying that the application did not start; `guard.error` knows why.
        if guard.error is None:
            raise
    if not server.started:
        raise _told(guard.error)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket. Raises `CommandFailed` if the address can't be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        reason = {
            errno.EADDRINUSE: "another program already listens there",
            errno.EACCES: "only root may do that",
        }.get(error.errno or 0, (error.strerror or str(error)).lower())
        raise CommandFailed(
            f"Can't listen on {host} port {port}: {reason}. Choose another one with --port.", NOT_STARTED
        ) from None
    listener.set_inheritable(True)
    return listener


def raise_file_limit() -> int:
    """Every socket is a file: allow as many as this machine lets us. Returns how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _uvicorn(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    guard = importlib.util.find_spec(GUARD) is not None
    return uvicorn.Config(
        app,
        loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
        http="chat_server.web.http_guard:GuardedHttp",
        ws=f"{GUARD}:GuardedProtocol" if guard else "websockets-sansio",
        ws_max_size=limits.FRAME_BYTES,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # Ours knows which proxies to believe (`trusted_proxies`).
        proxy_headers=False,
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=settings.drain_seconds or 1,
        h11_max_incomplete_event_size=16 * 1024,
    )


def _told(error: BaseException | None) -> CommandFailed:
    if isinstance(error, SAYS_IT_ALL):
        return CommandFailed(str(error), NOT_STARTED)
    if isinstance(error, OSError) and error.strerror:
        return CommandFailed(f"The server could not start: {error.strerror.lower()}: {error.filename}.", NOT_STARTED)
    if error is None:
        return CommandFailed("The server could not start.", NOT_STARTED)
    log.debug("the start failed", exc_info=error)
    where = traceback.extract_tb(error.__traceback__)[-1]
    return CommandFailed(
        f"The server could not start: {type(error).__name__}: {error} ({where.name}, line {where.lineno}). "
        "`THIRD_RING_LOG_LEVEL=debug` shows more.",
        NOT_STARTED,
    )
