"""The conversation rules once more, as small as they can be said, to hold the real thing against (V28)."""

from dataclasses import dataclass, field

DEPARTMENT_OF = {"ana": "orders", "bo": "orders", "cy": "billing"}


@dataclass
class Chat:
    """One conversation: `log` has (author, kind) for each entry, `owner` an agent or None."""

    visitor: str
    department: str = "orders"
    status: str = "waiting"
    owner: str | None = None
    epoch: int = 0
    joined: list[str] = field(default_factory=list)
    replied: bool = False
    log: list[tuple[str, str]] = field(default_factory=list)

    def add(self, author: str, kind: str) -> int:
        self.log.append((author, kind))
        return len(self.log)

    def seen_by(self, who: str) -> bool:
        return who == self.visitor or DEPARTMENT_OF.get(who) == self.department or who == self.owner


@dataclass
class Model:
    """All conversations. Each verb gives the number of the answering entry, or None where it must be refused."""

    chats: list[Chat] = field(default_factory=list)
    answered: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """(who, key) -> (chat, number): a repeat gets the first answer for ever."""

    def do(self, who: str, key: str, verb: str, chat: int, department: str) -> tuple[int, int] | None:
        """(chat, number), or None: refused."""
        first = self.answered.get((who, key))
        if first is not None:
            return first if verb == "start" or self.chats[first[0]].seen_by(who) else None
        if verb == "start":
            mine = [i for i, c in enumerate(self.chats) if c.visitor == who and c.status != "closed"]
            if not mine:
                self.chats.append(Chat(who))
                self.chats[-1].add(who, "conversation_started")
            chat, verb = (mine or [len(self.chats) - 1])[0], "post"
        elif not self.chats[chat].seen_by(who):
            return None
        number = getattr(self, verb)(self.chats[chat], who, department)
        if number is None:
            return None
        self.answered[who, key] = (chat, number)
        return chat, number

    def post(self, chat: Chat, who: str, _: str) -> int | None:
        if who != chat.visitor and who not in chat.joined:
            return None
        if chat.status == "closed" and not self._opened(chat, who):
            return None
        chat.replied |= who != chat.visitor
        return chat.add(who, "message_posted")

    def note(self, chat: Chat, who: str, _: str) -> int | None:
        return None if who == chat.visitor else chat.add(who, "note_posted")

    def take(self, chat: Chat, who: str, _: str) -> int | None:
        if who == chat.visitor or chat.status == "closed" or chat.owner is not None:
            return None
        chat.status, chat.owner, chat.epoch = "active", who, chat.epoch + 1
        chat.joined.append(who)
        return chat.add(who, "agent_joined")

    def transfer(self, chat: Chat, who: str, department: str) -> int | None:
        if who == chat.visitor or chat.status == "closed" or chat.owner not in (None, who):
            return None
        chat.status, chat.owner, chat.epoch, chat.joined = "waiting", None, chat.epoch + 1, []
        chat.department = department
        return chat.add(who, "conversation_transferred")

    def close(self, chat: Chat, who: str, _: str) -> int | None:
        if chat.status == "closed" or (who != chat.visitor and chat.owner not in (None, who)):
            return None
        chat.status, chat.joined = "closed", []
        number = chat.add(who, "conversation_closed")
        if chat.replied:
            chat.add("system", "rating_asked")
        return number

    def reopen(self, chat: Chat, who: str, department: str) -> int | None:
        if who == chat.visitor or chat.status != "closed" or not self._opened(chat, who):
            return None
        self.take(chat, who, department)
        return len(chat.log) - 1

    def _opened(self, chat: Chat, who: str) -> bool:
        """The next episode; not while the visitor has another open conversation."""
        if any(c.visitor == chat.visitor and c.status != "closed" for c in self.chats):
            return False
        chat.status, chat.owner, chat.epoch, chat.replied = "waiting", None, chat.epoch + 1, False
        chat.add(who, "conversation_reopened")
        return True
