"""The tables. Tables are tables: no validation, no relationships, no behaviour (wire and domain types do that).

All times are integer ms since 1970 UTC (`…_at`, `…_since`). Public ids are random text, never sequential. Lists and
small objects are JSON text written by msgspec. What a column means is said in DESIGN.md section 3.
"""

from sqlalchemy import BigInteger, Index, MetaData, text
from sqlmodel import Field, SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)


class Meta(SQLModel, table=True):
    """Facts about the database itself: `db_epoch`, `company`, `demo`."""

    name: str = Field(primary_key=True)
    value: str


class Site(SQLModel, table=True):
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    name: str
    origins: str = "[]"
    departments: str = "[]"
    color: str = "#0b6e69"
    position: str = "right"
    locale: str = ""
    greeting: str = ""
    privacy_url: str = ""
    created_at: int = Field(sa_type=BigInteger)
    disabled_at: int | None = Field(default=None, sa_type=BigInteger)
    seen_at: int | None = Field(default=None, sa_type=BigInteger)
    seen_page: str = ""


class Department(SQLModel, table=True):
    """`head` numbers the changes of the department's list (wire `desk_change`)."""

    id: str = Field(primary_key=True)
    name: str
    created_at: int = Field(sa_type=BigInteger)
    disabled_at: int | None = Field(default=None, sa_type=BigInteger)
    head: int = Field(default=0, sa_type=BigInteger)


class Agent(SQLModel, table=True):
    """`email` is case-folded. `version` rises with every change of rights (role, departments, password, disabled):
    sessions and sockets hold the version they were made with. `photo` is a hash in the blob folder or empty."""

    id: str = Field(primary_key=True)
    email: str = Field(unique=True)
    name: str
    line: str = ""
    role: str = "agent"
    photo: str = ""
    password_hash: str = ""
    presence: str = "online"
    settings: str = "{}"
    version: int = 1
    created_at: int = Field(sa_type=BigInteger)
    disabled_at: int | None = Field(default=None, sa_type=BigInteger)
    last_seen_at: int | None = Field(default=None, sa_type=BigInteger)


class AgentDepartment(SQLModel, table=True):
    __tablename__ = "agent_department"
    agent_id: str = Field(primary_key=True, foreign_key="agent.id")
    department_id: str = Field(primary_key=True, foreign_key="department.id", index=True)


class Session(SQLModel, table=True):
    """A signed-in browser. `id_hash` is the SHA-256 of the cookie; `public_id` names it in lists."""

    id_hash: str = Field(primary_key=True)
    public_id: str = Field(unique=True)
    agent_id: str = Field(foreign_key="agent.id", index=True)
    agent_version: int
    csrf: str
    address: str = ""
    user_agent: str = ""
    created_at: int = Field(sa_type=BigInteger)
    last_seen_at: int = Field(sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)


class SetupLink(SQLModel, table=True):
    """A one-time link: `purpose` is first_admin, invitation or reset."""

    __tablename__ = "setup_link"
    token_hash: str = Field(primary_key=True)
    purpose: str
    agent_id: str | None = Field(default=None, foreign_key="agent.id")
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)
    used_at: int | None = Field(default=None, sa_type=BigInteger)


class Visitor(SQLModel, table=True):
    id: str = Field(primary_key=True)
    site_id: str = Field(foreign_key="site.id", index=True)
    name: str = ""
    created_at: int = Field(sa_type=BigInteger)
    last_seen_at: int = Field(sa_type=BigInteger)


class ConversationRow(SQLModel, table=True):
    """The fold of the entries, column by field of `domain.conversation.Conversation`, kept in the same transaction."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "uq_conversation_open",
            "visitor",
            "site",
            unique=True,
            sqlite_where=text("status <> 'closed'"),
            postgresql_where=text("status <> 'closed'"),
        ),
        Index("ix_conversation_queue", "department", "status", "waiting_priority", "waiting_since", "id"),
        Index("ix_conversation_owner", "owner_id", "status"),
        Index("ix_conversation_created", "created_at", "id"),
        Index("ix_conversation_closed", "closed_at", "id"),
        Index("ix_conversation_visitor", "visitor", "created_at"),
        # Found by its id at every message: one tree to walk instead of two.
        {"sqlite_with_rowid": False},
    )
    id: str = Field(primary_key=True)
    site: str = Field(foreign_key="site.id")
    department: str = Field(foreign_key="department.id")
    visitor: str = Field(foreign_key="visitor.id")
    status: str
    owner_kind: str
    owner_id: str
    owner_epoch: int
    last_seq: int
    last_visitor_seq: int
    episode: int
    name: str
    close_reason: str | None
    created_at: int = Field(sa_type=BigInteger)
    updated_at: int = Field(sa_type=BigInteger)
    waiting_since: int | None = Field(sa_type=BigInteger)
    waiting_priority: int
    closed_at: int | None = Field(sa_type=BigInteger)
    left_at: int | None = Field(sa_type=BigInteger)
    joined: str
    replies: str
    rating_asked: bool
    stars: int | None
    solved: bool | None
    visitor_head: int
    preview: str
    preview_by: str
    preview_at: int | None = Field(sa_type=BigInteger)


class EntryRow(SQLModel, table=True):
    """One entry. `sender` is the visitor's or agent's id, empty for bot and system; `author` its type; `data` the JSON
    of `domain.entries.EntryData`, stored as it is sent."""

    __tablename__ = "entry"
    __table_args__ = (
        Index(
            "uq_entry_key",
            "key",
            "sender",
            unique=True,
            sqlite_where=text("key <> ''"),
            postgresql_where=text("key <> ''"),
        ),
    )
    conversation: str = Field(primary_key=True, foreign_key="conversation.id")
    seq: int = Field(primary_key=True)
    visitor_seq: int | None
    at: int = Field(sa_type=BigInteger)
    author: str
    sender: str
    key: str
    data: str


class ReceiptRow(SQLModel, table=True):
    """How far somebody has received and read, in `visitor_seq`; `person` is `visitor` or an agent's id."""

    __tablename__ = "receipt"
    conversation: str = Field(primary_key=True, foreign_key="conversation.id")
    person: str = Field(primary_key=True)
    delivered: int = 0
    read: int = 0


class CannedReply(SQLModel, table=True):
    __tablename__ = "canned_reply"
    id: str = Field(primary_key=True)
    shortcut: str = Field(unique=True)
    text: str
    department: str | None = Field(default=None, foreign_key="department.id")
    created_at: int = Field(sa_type=BigInteger)
    updated_at: int = Field(sa_type=BigInteger)
    disabled_at: int | None = Field(default=None, sa_type=BigInteger)


class Audit(SQLModel, table=True):
    """Append-only: who did what to what, when."""

    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    actor: str
    action: str
    subject: str = ""
    data: str = "{}"


class SummaryCache(SQLModel, table=True):
    """Figures of one conversation as `domain.metrics` computed them from the entries up to `head` under definition
    version `definition`: a cache that is valid while both still match, never a source."""

    __tablename__ = "summary_cache"
    conversation: str = Field(primary_key=True, foreign_key="conversation.id")
    head: int
    definition: int
    summary: str
