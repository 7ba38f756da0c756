"""The gate: every conversation is loaded for somebody through here (PROMISES.md T8). Unknown and foreign look alike."""

from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.errors import Forbidden, NotFound
from chat_server.domain.permissions import Action, AgentIdentity, Identity, VisitorIdentity, may
from chat_server.storage import conversations

NOT_THERE = "This conversation doesn't exist, or isn't yours to see."


def permit(identity: Identity, conversation: Conversation | None, action: Action) -> Conversation:
    """The conversation, if this person may do that with it; raises `NotFound` or `Forbidden`."""
    if conversation is None or not may_see(identity, conversation):
        raise NotFound(NOT_THERE)
    if isinstance(identity, AgentIdentity) and not may(
        identity, action, department=conversation.department, owner=conversation.owner_id
    ):
        raise Forbidden("You don't have the right to do that.")
    return conversation


def may_see(identity: Identity, conversation: Conversation) -> bool:
    """Whether this person may read the conversation, as it stands now."""
    if isinstance(identity, VisitorIdentity):
        return identity.id == conversation.visitor and identity.site == conversation.site
    return may(identity, "read_conversation", department=conversation.department, owner=conversation.owner_id)


def conversation_for(
    session: Session, identity: Identity, id: str, action: Action = "read_conversation"
) -> Conversation:
    """Load one conversation for somebody."""
    return permit(identity, conversations.load(session, [id]).get(id), action)
