"""What the demo shop sells and writes about. Nothing of it exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """Something to buy; `picture` is a drawing of `drawings.py`."""

    section: str
    name: str
    kind: str
    price: str
    picture: str
    text: str
    facts: tuple[str, ...]
    sizes: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"/{self.section}/{self.name.lower()}"


@dataclass(frozen=True)
class Article:
    """A piece of the journal; its text is in `articles/`."""

    slug: str
    title: str
    day: str
    summary: str
    picture: str


SML = ("S", "M", "L")

HELMETS = (
    Product(
        "helmets",
        "Kestrel",
        "City helmet, pine green",
        "89.00 €",
        "kestrel",
        "Our quiet one. A low shell with seven vents, a peak that comes off, and a dial you can turn with gloves on.",
        ("330 g in size M", "Rotational impact layer", "Dial adjuster, washable pads", "Two-year crash replacement"),
        SML,
    ),
    Product(
        "helmets",
        "Heron",
        "Touring helmet, sand",
        "109.00 €",
        "heron",
        "For the whole day: more air, less weight, and a place for the light at the back.",
        ("270 g in size M", "Fourteen vents", "Clip for a rear light", "Two-year crash replacement"),
        SML,
    ),
    Product(
        "helmets",
        "Wren",
        "Children's helmet, coral",
        "54.00 €",
        "wren",
        "Grows along for three years. The buckle has a magnet and never pinches a chin.",
        ("240 g in size S", "Magnetic buckle", "Reflective straps", "Free size change in the first year"),
        ("S", "M"),
    ),
    Product(
        "helmets",
        "Merlin",
        "Commuter helmet, night blue",
        "129.00 €",
        "merlin",
        "With a light in the shell that sees you braking, and a visor for rain.",
        ("360 g in size M", "Brake light, 20 hours", "Magnetic visor", "Two-year crash replacement"),
        SML,
    ),
    Product(
        "helmets",
        "Siskin",
        "All-round helmet, mustard",
        "69.00 €",
        "siskin",
        "The honest one. Everything a helmet needs and nothing that rattles.",
        ("310 g in size M", "Nine vents", "Dial adjuster", "Two-year crash replacement"),
        SML,
    ),
)

LIGHTS = (
    Product(
        "lights",
        "Ember",
        "Front and rear light, set",
        "45.00 €",
        "ember",
        "Both at once, both charged from one cable. The front one dims when somebody comes towards you.",
        ("60 and 20 lux", "Eleven hours", "Water does not matter", "Two-year guarantee"),
    ),
    Product(
        "lights",
        "Spark",
        "Rear light with brake sensor",
        "29.00 €",
        "spark",
        "Gets brighter when you slow down. Fixed with a band, off in a second.",
        ("20 lux", "Nineteen hours", "Fits posts from 22 to 35 mm", "Two-year guarantee"),
    ),
)

ARTICLES = (
    Article(
        "after-a-fall",
        "After a fall: when a helmet has done its work",
        "12 November 2026",
        "The foam works once. How to look at a helmet, and why “it looks fine” is no answer.",
        "crack",
    ),
    Article(
        "measuring-a-head",
        "Measuring a head, in one minute",
        "28 October 2026",
        "A piece of string and a ruler are enough. Where to hold them is the question.",
        "kestrel",
    ),
    Article(
        "winter-light",
        "Four in the afternoon",
        "3 October 2026",
        "Half of all accidents in November happen at dusk. A light costs less than a tyre.",
        "hero",
    ),
)
