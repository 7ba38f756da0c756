"""What visitors of the demo shop ask, and what they are told. Places in braces are filled in by `history.py`.

A talk is a department, an opening, and pairs of what the agent says and what the visitor answers (may be empty).
"""

from dataclasses import dataclass

from .people import ORDERS, WORKSHOP


@dataclass(frozen=True)
class Talk:
    """One course that a conversation may take. With `then` the first agent transfers it there, with `note`."""

    department: str
    openings: tuple[str, ...]
    turns: tuple[tuple[str, str], ...]
    language: str = "en"
    page: str = "/"
    then: str = ""
    note: str = ""
    weight: int = 3


TALKS = (
    Talk(
        ORDERS,
        (
            "Hi, where is my order {order}? It should have come on {day}.",
            "My parcel {order} has not moved since {day}. Is it lost?",
            "Tracking says “delivered” but there is nothing here. Order {order}",
        ),
        (
            (
                "I see {order}: it left us on {day} and stands in the depot next to you. Let me ask the carrier.",
                "ok, thank you",
            ),
            ("They found it. It goes out with tomorrow's van, before noon.", "Perfect, that helps a lot"),
            ("I have put the new link into your confirmation mail. Have a good ride!", "Thanks {agent}"),
        ),
        page="/returns",
        weight=8,
    ),
    Talk(
        ORDERS,
        (
            "Which size of the {item} should I take? My head is {size} cm",
            "I am between M and L with the {item}. What do you recommend?",
            "Does the {item} come out small? I wear M in another brand.",
        ),
        (
            ("Measure two fingers above the eyebrows. {size} cm is an M in the {item}.", "It says {size}, so M?"),
            ("Yes, M. If it presses at the temples, send it back for free and take the L.", "great, I will order M"),
        ),
        page="/helmets",
        weight=8,
    ),
    Talk(
        ORDERS,
        (
            "I'd like to return the {item}, how does it work?",
            "Can I still send back {order}? It came {day}",
            "The colour of the {item} is different from the picture. I want to return it",
        ),
        (
            ("Of course. You have 30 days, and it costs you nothing. Shall I make the label for you?", "Yes please"),
            (
                (
                    "Done: it is on the returns page under your order number. The money is back three days after "
                    "the parcel."
                ),
                "That was easy, thanks!",
            ),
        ),
        page="/returns",
        weight=7,
    ),
    Talk(
        ORDERS,
        (
            "Can I change the address of order {order}? I moved",
            "Typo in my address, order {order}, can you still correct it?",
        ),
        (
            ("It has not left yet. What is the right address?", "Same street, number 14 instead of 41"),
            ("Changed. You get a new confirmation in a minute.", "Got it. Thank you so much"),
        ),
        weight=4,
    ),
    Talk(
        ORDERS,
        ("Do you ship to Latvia?", "how much is shipping to Croatia", "Is delivery to Istanbul possible?"),
        (
            ("Yes, 6.90 € and four to six days. From 120 € on it is free.", "and customs?"),
            ("Inside the EU none. To Türkiye the carrier tells you before you pay.", "Good to know, thanks"),
        ),
        page="/helmets",
        weight=5,
    ),
    Talk(
        ORDERS,
        ("The discount code from the newsletter does not work", "PINE10 says “not valid” in the basket"),
        (
            ("Let me look. It ran out last night, at midnight.", "Oh no, I got the mail only this morning"),
            (
                "Then it is our fault. I have taken 10 % off in your basket, please reload the page.",
                "It works! You are great",
            ),
        ),
        weight=4,
    ),
    Talk(
        ORDERS,
        (
            "I got the wrong {item} in my parcel {order}",
            "There was only one light in the box, I ordered the set. Order {order}",
        ),
        (
            (
                "I am sorry, that should not happen. Could you tell me what is on the label of the box?",
                "It says {item}, size S",
            ),
            (
                "Our mistake. The right one leaves today; keep the wrong one until the van collects it.",
                "ok. Will I be charged twice?",
            ),
            ("No. Nothing is charged, and I put a pair of reflectors into the parcel.", "Very kind!"),
        ),
        weight=4,
    ),
    Talk(
        WORKSHOP,
        (
            "My helmet {item} got a crack after a small fall. Can I still use it?",
            "Fell off my bike on {day}, helmet looks fine. Is it still ok?",
        ),
        (
            ("Are you all right?", "Yes, only a scratch"),
            (
                "Good. The helmet is not, even if it looks fine: the foam works once. Please do not ride with it.",
                "I was afraid you would say that",
            ),
            (
                "We replace it at half price. I have noted it for order {order}, the code is in your mail.",
                "Wow, thank you {agent}",
            ),
        ),
        page="/helmets/kestrel",
        weight=7,
    ),
    Talk(
        WORKSHOP,
        ("My rear light does not charge any more", "The {item} light blinks three times and goes off"),
        (
            ("Does the small lamp next to the socket turn red when you plug it in?", "No, nothing at all"),
            (
                "Then it is the socket. Bring it in or send it to us, there is a two-year guarantee.",
                "ok I will come by on {day}",
            ),
        ),
        weight=6,
    ),
    Talk(
        WORKSHOP,
        ("What torque for the stem bolts of the Pine 3?", "How tight should the seat post be?"),
        (
            ("5 Nm for the stem, 6 Nm for the seat post clamp.", "And if I have no torque wrench?"),
            ("Then come by, it takes two minutes and costs nothing.", "Will do!"),
        ),
        weight=5,
    ),
    Talk(
        WORKSHOP,
        ("Do you have an appointment this week? My gears jump", "brakes squeal since the rain, can you have a look?"),
        (
            ("Tomorrow at 10 or {day} at 16?", "Tomorrow at 10 please"),
            (
                "You are in the book. Take the front lamp off, please, we had one stolen from the yard.",
                "haha ok. See you",
            ),
        ),
        weight=6,
    ),
    Talk(
        WORKSHOP,
        ("Is the {item} compatible with a 31.8 mm bar?", "Does the front light fit on an e-bike?"),
        (("Yes, with the longer strap that lies in the box.", "Found it, thank you!"),),
        page="/helmets",
        weight=4,
    ),
    Talk(
        ORDERS,
        (
            "The buckle of my {item} broke after two weeks. Order {order}",
            "I paid for the {item} with adjuster, it does not hold",
        ),
        (
            ("That should not break. Let me give you to our workshop, they know it best.", "ok"),
            (
                "Hello, {agent} from the workshop. I read everything: is it the male or the female part?",
                "The one with the three teeth",
            ),
            ("I send you a new one today, it clicks in without tools.", "Perfect, thanks both of you"),
        ),
        then=WORKSHOP,
        note="Buckle broken after two weeks, {order}. Has a photo, wants no money back, just a buckle.",
        page="/helmets/kestrel",
        weight=5,
    ),
    Talk(
        WORKSHOP,
        (
            "I was promised a refund for the repair on {day}, nothing came",
            "Invoice for the repair is wrong, you charged two tubes",
        ),
        (
            (
                (
                    "You are right, I see it here. Refunds are the table of Orders, I hand you over so that it is "
                    "done today."
                ),
                "fine",
            ),
            ("I have it in front of me: one tube too many, 7.50 €. It goes back to your card now.", "ok thank you"),
        ),
        then=ORDERS,
        note="Charged two tubes instead of one, see repair sheet. Please refund 7.50 € and tell him.",
        weight=3,
    ),
    Talk(
        ORDERS,
        ("Dobar dan, gdje je moja narudžba {order}?", "Bok! Stiže li paket {order} ovaj tjedan?"),
        (
            ("Dobar dan! Paket je u Zagrebu, dostava je sutra do 12 sati.", "Odlično, hvala!"),
            ("Javite se ako ga ne bude, odmah ću nazvati dostavu.", "Hvala Vam puno"),
        ),
        language="hr",
        weight=4,
    ),
    Talk(
        WORKSHOP,
        ("Kaciga mi je pala na pod, treba li je mijenjati?", "Imate li slobodan termin za servis u {day}?"),
        (
            ("Ako je samo skliznula sa stola, u redu je. Vidite li pukotinu iznutra?", "Ne, ništa"),
            ("Onda slobodno vozite. Ako niste sigurni, svratite do nas.", "Super, hvala"),
        ),
        language="hr",
        page="/helmets/kestrel",
        weight=3,
    ),
    Talk(
        ORDERS,
        ("Labdien! Vai ķivere {item} ir pieejama L izmērā?", "Sveiki, kad pienāks pasūtījums {order}?"),
        (
            ("Labdien! Jā, noliktavā ir vēl četras.", "Paldies, tad pasūtīšu"),
            ("Lūdzu! Piegāde uz Rīgu ir četras dienas.", "Lieliski"),
        ),
        language="lv",
        page="/helmets",
        weight=2,
    ),
    Talk(
        ORDERS,
        ("Merhaba, {order} numaralı siparişim nerede?", "Selam, {item} için iade nasıl yapılıyor?"),
        (
            ("Merhaba, ben {agent}. Kargonuz yola çıktı, yarın teslim edilecek.", "Çok teşekkürler"),
            ("Rica ederim, iyi sürüşler!", ""),
        ),
        language="tr",
        weight=2,
    ),
    Talk(
        ORDERS,
        ("Guten Tag, wie lange dauert die Lieferung nach Wien?", "Hallo, kann ich {order} noch stornieren?"),
        (
            ("Guten Tag! Meistens drei Tage. Worum geht es genau?", "Um den {item}, Größe M"),
            ("Ist auf Lager und geht heute noch raus.", "Wunderbar, danke"),
        ),
        language="de",
        page="/helmets",
        weight=2,
    ),
)

SPAM = (
    "BEST SEO for your shop, first page guaranteed, write now",
    "hello dear sir i have offer of cheap backlinks",
    "test",
    "asdf asdf",
)

UNHAPPY = (
    "That does not help me at all.",
    "So nobody can tell me when it comes?",
    "I have heard that three times now.",
)
SORRY = "I am sorry. I cannot solve it today, and I will not pretend: our buyer decides it on {day}."

NOTES = (
    "Third question about this {item} this week, the size table is not clear.",
    "Called the carrier: their depot is behind by two days.",
    "Regular customer, bought both children's helmets here.",
    "Checked with Marko, stock is right.",
)

PRAISE = (
    "Quick and friendly",
    "Solved in three minutes!",
    "Marko knows his stuff",
    "Best chat I have ever used",
    "Brzo i ljubazno, hvala!",
    "Really nice people",
    "Ātri un saprotami, paldies!",
    "Harika, çok hızlı",
    "a real person, at last",
)
FAIR = ("Good, but I waited a while", "ok", "It took two people, but in the end it worked")
BLAME = ("Waited far too long", "Nobody could help me", "I had to tell everything twice", "Still no parcel")

NAMES = {
    "en": (
        "Emma",
        "Oliver",
        "Grace Miller",
        "Tom",
        "Priya",
        "Liam O'Connor",
        "Sophie",
        "James",
        "Chloe",
        "Noah",
        "Mia",
        "Jack Turner",
        "Hannah",
        "Ben",
        "Amelia Clark",
        "Sam",
    ),
    "hr": (
        "Ivana",
        "Luka",
        "Petra Jurić",
        "Željko",
        "Đurđica",
        "Matej Šimić",
        "Čedomir",
        "Marija",
        "Nikola",
        "Tea Božić",
    ),
    "lv": ("Jānis", "Līga", "Kristīne Ozoliņa", "Edgars", "Ķēniņš", "Agnese", "Mārtiņš Kļaviņš"),
    "tr": ("İrem", "Ayşe Yılmaz", "Çağlar", "Oğuz", "Şule", "Işıl Öztürk", "Emre"),
    "de": ("Jürgen", "Anke Müller", "Björn", "Käthe", "Lukas Groß"),
}
ITEMS = ("Kestrel", "Heron", "Wren", "Merlin", "Siskin")
SIZES = (55, 56, 57, 58)
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "hr": ("ponedjeljak", "utorak", "srijedu", "četvrtak", "petak"),
}
