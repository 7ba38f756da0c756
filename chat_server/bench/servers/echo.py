"""The least that a Starlette WebSocket server can do: send back what comes."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            await websocket.send_text(await websocket.receive_text())
    except WebSocketDisconnect:
        return


async def ready(_: Request) -> Response:
    return PlainTextResponse("ready")


app = Starlette(routes=[WebSocketRoute("/socket", echo), Route("/readyz", ready)])
