"""The chat one writes first: SQLModel's AsyncSession over aiosqlite, a commit for each message, pydantic both ways.

No sign-in, no rights, no limits, no repeats, no resume: less than ours does. The same durability (WAL, FULL).
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import BaseModel
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


class NaiveMessage(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    room: str = Field(index=True)
    sender: str
    text: str


class Post(BaseModel):
    type: str
    ref: int
    key: str
    conversation: str
    text: str


class Reply(BaseModel):
    type: str = "reply"
    ref: int
    seq: int


class Entry(BaseModel):
    type: str = "entry"
    conversation: str
    seq: int
    text: str


engine: AsyncEngine = create_async_engine(f"sqlite+aiosqlite:///{os.environ.get('NAIVE_FILE', '/dev/null')}")
agents: dict[str, WebSocket] = {}


@event.listens_for(engine.sync_engine, "connect")
def _durable(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


async def visitor(websocket: WebSocket) -> None:
    """Store, tell the agent, acknowledge."""
    await websocket.accept()
    try:
        while True:
            post = Post.model_validate_json(await websocket.receive_text())
            async with AsyncSession(engine) as session:
                message = NaiveMessage(room=post.conversation, sender="visitor", text=post.text)
                session.add(message)
                await session.commit()
                await session.refresh(message)
            seq = message.id or 0
            agent = agents.get(post.conversation)
            if agent is not None:
                entry = Entry(conversation=post.conversation, seq=seq, text=post.text)
                await agent.send_text(entry.model_dump_json())
            await websocket.send_text(Reply(ref=post.ref, seq=seq).model_dump_json())
    except WebSocketDisconnect:
        return


async def agent(websocket: WebSocket) -> None:
    await websocket.accept()
    room = websocket.path_params["room"]
    agents[room] = websocket
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        agents.pop(room, None)


async def ready(_: Request) -> Response:
    return PlainTextResponse("ready")


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(NaiveMessage.__table__.create)  # type: ignore[attr-defined]
    yield
    await engine.dispose()


app = Starlette(
    routes=[WebSocketRoute("/visitor", visitor), WebSocketRoute("/agent/{room}", agent), Route("/readyz", ready)],
    lifespan=lifespan,
)
