"""V28: random commands, repeats, groups, crashes of clients and restarts against the model, equal after every step."""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chat_server.bench.seed import seed
from chat_server.config import Settings
from chat_server.domain.errors import Refused
from chat_server.domain.permissions import AgentIdentity, VisitorIdentity
from chat_server.fanout.bus import MemoryBus
from chat_server.fanout.hub import Hub
from chat_server.services.conversations import Conversations, Outcome
from chat_server.services.directory import Directory
from chat_server.storage.sqlite import SqliteStore
from chat_server.wire import frames as f
from tests.support import dump
from tests.support.checker import judge

from .model import DEPARTMENT_OF, Model

FULL = bool(os.environ.get("THIRD_RING_FULL"))
VISITORS = ("vera", "vito")
WHO: dict[str, Any] = {name: VisitorIdentity(name, "site") for name in VISITORS} | {
    name: AgentIdentity(f"agent-{number}", name, "agent", frozenset({DEPARTMENT_OF[name]}))
    for name, number in (("ana", 0), ("cy", 1), ("bo", 2))
}
VERBS = ("post", "post", "note", "take", "close", "transfer", "reopen")
FAST_DISK = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Command:
    """One command as both worlds understand it."""

    def __init__(self, who: str, key: str, verb: str, chat: int = 0, department: str = "orders") -> None:
        self.who, self.key, self.verb, self.chat, self.department = who, key, verb, chat, department


class Machine(RuleBasedStateMachine):
    """The real services over a real file, beside the model."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=FAST_DISK))
        self.model = Model()
        self.ids: list[str] = []
        self.sent: list[Command] = []
        self.now = 1_790_000_000_000
        self.loop = asyncio.new_event_loop()

    @initialize()
    def open(self) -> None:
        shutil.copytree(self.template, self.folder, dirs_exist_ok=True)
        self._start()

    def teardown(self) -> None:
        try:
            if hasattr(self, "store"):
                verdict = judge([], dump.read(self.store.path), acks=0)
                assert not any(verdict.found.values()), str(verdict)
                self.loop.run_until_complete(self.store.stop())
        finally:
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            shutil.rmtree(self.folder)

    def _start(self) -> None:
        made = Settings(data=self.folder)
        self.store = SqliteStore(made.database)
        hub = Hub(MemoryBus())
        directory = Directory(self.store, hub)
        self.conversations = Conversations(self.store, hub, directory, lambda: self.now, lambda _, __: None)
        self.loop.run_until_complete(self.store.start())
        self.loop.run_until_complete(directory.refresh())

    # -- what may happen ----------------------------------------------------------------------------------------------

    @rule(who=st.sampled_from(VISITORS))
    def start(self, who: str) -> None:
        self._do([Command(who, self._key(), "start")])

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), who=st.sampled_from(sorted(WHO)), verb=st.sampled_from(VERBS))
    def command(self, data: st.DataObject, who: str, verb: str) -> None:
        self._do([self._command(data, who, verb)])

    @precondition(lambda self: self.ids)
    @rule(
        data=st.data(),
        many=st.lists(st.tuples(st.sampled_from(sorted(WHO)), st.sampled_from(VERBS)), min_size=2, max_size=12),
    )
    def one_group(self, data: st.DataObject, many: list[tuple[str, str]]) -> None:
        again = data.draw(st.lists(st.sampled_from(self.sent), max_size=2))
        self._do([*(self._command(data, who, verb) for who, verb in many), *again])

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        self._do([data.draw(st.sampled_from(self.sent))])

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), thief=st.sampled_from(sorted(WHO)))
    def use_the_key_of_another(self, data: st.DataObject, thief: str) -> None:
        old = data.draw(st.sampled_from(self.sent))
        if old.verb != "start" and self.ids:
            self._do([Command(thief, old.key, old.verb, old.chat, old.department)])

    @rule(moved=st.integers(-10_000, 60_000))
    def time_passes(self, moved: int) -> None:
        self.now += moved

    @rule()
    def restart(self) -> None:
        self.loop.run_until_complete(self.store.stop())
        self._start()

    # -- both worlds --------------------------------------------------------------------------------------------------

    def _command(self, data: st.DataObject, who: str, verb: str) -> Command:
        chat = data.draw(st.integers(0, len(self.ids) - 1))
        return Command(who, self._key(), verb, chat, data.draw(st.sampled_from(("orders", "billing"))))

    def _key(self) -> str:
        return f"key-{len(self.sent):04d}-{self.loop.time():.9f}"[:22].replace(".", "_")

    def _do(self, commands: list[Command]) -> None:
        self.sent += commands
        answers, expected = [], []
        for command in commands:
            # The model goes first only by a step: each command carries the epoch that holds when its turn comes.
            answers.append(self._submit(command))
            expected.append(self.model.do(command.who, command.key, command.verb, command.chat, command.department))
        got = self.loop.run_until_complete(asyncio.wait_for(asyncio.gather(*answers, return_exceptions=True), 20))
        for command, answer, wanted in zip(commands, got, expected, strict=True):
            said = f"{command.who} {command.verb} {command.chat}: {answer!r}"
            if wanted is None:
                assert isinstance(answer, Refused), said
                continue
            assert isinstance(answer, Outcome), said
            chat, number = wanted
            if chat == len(self.ids):
                self.ids.append(answer.entry.conversation)
            assert (answer.entry.conversation, answer.entry.seq) == (self.ids[chat], number), said

    def _submit(self, command: Command) -> "asyncio.Future[Outcome]":
        future: asyncio.Future[Outcome] = self.loop.create_future()

        def answer(outcome: Outcome | None, error: BaseException | None) -> None:
            if outcome is not None:
                future.set_result(outcome)
            else:
                future.set_exception(error or AssertionError("neither"))

        who, key, verbs = WHO[command.who], command.key, self.conversations
        id = self.ids[command.chat] if self.ids else ""
        visitor = isinstance(who, VisitorIdentity)
        epoch = self.model.chats[command.chat].epoch if self.ids else 0
        try:
            match command.verb:
                case "start":
                    verbs.start_conversation(who, f.StartConversation(1, key, "Hi", department="orders"), answer)
                case "post":
                    verbs.post_message(who, f.PostMessage(1, key, id, "Hi"), answer)
                case "close":
                    frame = f.CloseConversation(1, key, id, None if visitor else "solved")
                    verbs.close_conversation(who, frame, answer)
                case _ if visitor:
                    # No frame of the visitor's union says this; the socket refuses it before any service hears of it.
                    future.set_exception(Refused("Not for visitors."))
                case "note":
                    verbs.post_note(who, f.PostNote(1, key, id, "Hi"), answer)
                case "take":
                    verbs.take_conversation(who, f.TakeConversation(1, key, id, epoch), answer)
                case "transfer":
                    frame_ = f.TransferConversation(1, key, id, command.department, "Hi", epoch)
                    verbs.transfer_conversation(who, frame_, answer)
                case "reopen":
                    verbs.reopen_conversation(who, f.ReopenConversation(1, key, id), answer)
                case other:
                    raise AssertionError(other)
        except Refused as refused:
            future.set_exception(refused)
        return future

    @invariant()
    def both_say_the_same(self) -> None:
        if not hasattr(self, "store"):
            return
        stored = dump.read(self.store.path)
        names = {identity.id: name for name, identity in WHO.items()}
        for id, chat in zip(self.ids, self.model.chats, strict=True):
            row = stored.rows[id]
            owner = names[row.owner_id] if row.owner_kind == "agent" else None
            assert (row.status, owner, row.owner_epoch) == (chat.status, chat.owner, chat.epoch)
            assert [names[agent] for agent in row.joined] == chat.joined
            log = [
                (names.get(stored.senders[id, e.seq], "system"), e.data.__struct_config__.tag)
                for e in stored.entries[id]
            ]
            assert log == chat.log


@pytest.mark.timeout(3_600)
def test_v28_the_real_thing_and_the_model_agree(tmp_path: Path) -> None:
    seed(tmp_path / "third-ring.sqlite3", agents=3)
    Machine.template = tmp_path
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=2_000 if FULL else 12,
            stateful_step_count=50 if FULL else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
