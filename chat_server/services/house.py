"""All services of one process under one name, as handlers get them."""

from dataclasses import dataclass

from chat_server.fanout.hub import Hub

from .agents import Agents
from .board import Boards
from .canned_replies import CannedReplies
from .cards import Cards
from .conversations import Conversations
from .departments import Departments
from .desk import Desk
from .directory import Directory
from .exports import Exports
from .ids import Clock
from .photos import Photos
from .reports import Reports
from .setup import Setup
from .sign_in import SignIn
from .sites import Sites
from .tickets import Tickets
from .transcripts import Transcripts
from .visits import Visits
from .widget import WidgetSites


@dataclass
class House:
    """Built once in `app.py`. `db_epoch` changes when a backup was restored; `draining` once a stop has begun."""

    clock: Clock
    hub: Hub
    directory: Directory
    conversations: Conversations
    transcripts: Transcripts
    desk: Desk
    cards: Cards
    visits: Visits
    tickets: Tickets
    widget: WidgetSites
    sign_in: SignIn
    setup: Setup
    agents: Agents
    sites: Sites
    departments: Departments
    canned_replies: CannedReplies
    photos: Photos
    reports: Reports
    exports: Exports
    board: Boards
    db_epoch: str = ""
    draining: bool = False
