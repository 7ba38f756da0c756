"""A frame on its way to its readers, built and encoded once for each audience (PROMISES.md T34)."""

from chat_server.domain.entries import Entry, for_visitor

from .codec import encode
from .frames import EntryFrame, Frame


class Delivery:
    """One frame on its way to followers, encoded once for each audience, and only if somebody of it follows.

    `department`, `owner` (an agent or empty) and `visitor` say whose it is, so that rights can be checked when it is
    handed over. Without an entry it is a signal, which may be dropped under pressure unless it is `numbered`; `sender`
    is the connection that doesn't want its own signal back.
    """

    __slots__ = (
        "_frame",
        "_staff",
        "_visitor",
        "conversation",
        "department",
        "entry",
        "numbered",
        "owner",
        "sender",
        "visitor_id",
    )

    def __init__(
        self,
        *,
        entry: Entry | None = None,
        frame: Frame | None = None,
        conversation: str = "",
        department: str = "",
        owner: str = "",
        visitor: str = "",
        sender: str = "",
        numbered: bool = False,
    ) -> None:
        self.entry = entry
        self._frame = frame
        self.conversation = entry.conversation if entry is not None else conversation
        self.department = department
        self.owner = owner
        self.visitor_id = visitor
        self.sender = sender
        self.numbered = numbered
        self._staff: bytes | None = None
        self._visitor: bytes | None = None

    def staff(self) -> bytes:
        """The frame as staff see it."""
        if self._staff is None:
            e = self.entry
            self._staff = encode(
                self._frame
                if e is None
                else EntryFrame(e.conversation, e.seq, e.at, e.by, e.data, e.visitor_seq, e.key)
            )
        return self._staff

    def visitor(self) -> bytes:
        """The frame as the visitor sees it: his own numbers, no staff fields, keys only of his own commands."""
        if self._visitor is None:
            e = self.entry
            if e is None:
                self._visitor = encode(self._frame)
            else:
                key = e.key if e.by.type == "visitor" else ""
                self._visitor = encode(
                    EntryFrame(e.conversation, e.visitor_seq or 0, e.at, e.by, for_visitor(e.data), None, key)
                )
        return self._visitor
