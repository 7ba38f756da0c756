"""A conversation as one line of a list."""

from chat_server.domain.conversation import Conversation
from chat_server.domain.vocabulary import VisitorPresence

from .frames import Summary


def summary(conversation: Conversation, *, unread: int = 0, visitor_presence: VisitorPresence = "gone") -> Summary:
    """The line that lists show, as of the conversation's last entry."""
    c = conversation
    return Summary(
        id=c.id,
        head=c.last_seq,
        site=c.site,
        department=c.department,
        visitor=c.visitor,
        status=c.status,
        owner_kind=c.owner_kind,
        owner_id=c.owner_id,
        owner_epoch=c.owner_epoch,
        episode=c.episode,
        name=c.name,
        created_at=c.created_at,
        updated_at=c.updated_at,
        waiting_since=c.waiting_since,
        waiting_priority=c.waiting_priority,
        closed_at=c.closed_at,
        close_reason=c.close_reason,
        stars=c.stars,
        solved=c.solved,
        visitor_head=c.visitor_head,
        preview=c.preview,
        preview_by=c.preview_by,
        preview_at=c.preview_at,
        unread=unread,
        visitor_presence=visitor_presence,
    )
