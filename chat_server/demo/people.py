"""Who works at Pedal & Pine. All of them are invented; their faces are drawn in `portraits.py`."""

from dataclasses import dataclass

from chat_server.domain.vocabulary import Role

COMPANY = "Pedal & Pine"
SITE_KEY = "pedal-and-pine"
PASSWORD = "pedal-and-pine"  # noqa: S105 - of the demo only, which listens on this machine alone
"""One for all of them, printed at the start."""

ORDERS, WORKSHOP = "orders", "workshop"
DEPARTMENTS = {ORDERS: "Orders", WORKSHOP: "Workshop"}


@dataclass(frozen=True)
class DemoAgent:
    """An agent of the demo; `id` doubles as the name of the portrait, `days` are the weekdays (Monday is 0)."""

    id: str
    name: str
    line: str
    role: Role
    departments: tuple[str, ...]
    days: frozenset[int]
    pace: float = 1.0
    """How long answers take, compared with the others."""

    @property
    def email(self) -> str:
        return f"{self.id}@pedalpine.example"


AGENTS = (
    DemoAgent(
        "ana", "Ana Horvat", "Finds your parcel before you finish asking", "agent", (ORDERS,), frozenset(range(5)), 0.8
    ),
    DemoAgent(
        "zeynep", "Zeynep Kaya", "Returns, sizes and second thoughts", "agent", (ORDERS,), frozenset({1, 2, 3, 4, 5, 6})
    ),
    DemoAgent(
        "marko",
        "Marko Perić",
        "Has had every bolt of your bike in his hand",
        "agent",
        (WORKSHOP,),
        frozenset(range(5)),
        1.25,
    ),
    DemoAgent(
        "jovan",
        "Jovan Petrović",
        "Runs the workshop, answers for it",
        "supervisor",
        (WORKSHOP,),
        frozenset({2, 3, 4, 5, 6}),
    ),
    DemoAgent(
        "ilze",
        "Ilze Bērziņa",
        "Looks after everybody who looks after you",
        "supervisor",
        (ORDERS, WORKSHOP),
        frozenset(range(6)),
        0.9,
    ),
    DemoAgent("lea", "Lea Novak", "Keeps the chat running", "admin", (), frozenset()),
)

CANNED_REPLIES = (
    ("hello", "Hello {{visitor.name}}, I am here now. Give me a second to read what you wrote.", None),
    (
        "order",
        "Could you send me the order number? It is in the subject of the confirmation mail and begins with PP.",
        ORDERS,
    ),
    (
        "return",
        (
            "You can send it back within 30 days, free of charge. The label is on the returns page of the "
            "shop: print it, or show the code at the parcel counter."
        ),
        ORDERS,
    ),
    (
        "size",
        "Measure around your head two fingers above the eyebrows. 51–55 cm is S, 55–59 cm is M, 59–63 cm is L.",
        ORDERS,
    ),
    (
        "late",
        (
            "I am sorry that it is late. I have asked the carrier and will write to you here as soon as I "
            "know where it is."
        ),
        ORDERS,
    ),
    (
        "crash",
        (
            "After a fall a helmet has done its work, even if you see nothing. Please do not ride with it. "
            "We replace it at half price within two years."
        ),
        WORKSHOP,
    ),
    (
        "torque",
        (
            "The stem bolts take 5 Nm, the seat post clamp 6 Nm. Please check with a torque wrench; carbon "
            "does not forgive."
        ),
        WORKSHOP,
    ),
    (
        "appointment",
        "The workshop is open Monday to Saturday from 9 to 18. Small things are done while you wait.",
        WORKSHOP,
    ),
    ("thanks", "Thank you for asking us, {{visitor.name}}. Have a good ride!", None),
)
"""Shortcut, text, department (None: for all)."""
