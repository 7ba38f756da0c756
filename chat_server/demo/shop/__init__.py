"""The shop of Pedal & Pine: a few pages as one would build them, with the chat embedded as the documentation says.

Served under the strict policy that `docs/embed.md` gives to host pages, so that the demo proves it every day.
"""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from chat_server.demo.people import SITE_KEY
from chat_server.domain.errors import NotFound

from .stock import ARTICLES, HELMETS, LIGHTS, Article, Product

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
SHORTLY = "public, max-age=300"


def mount(app: Starlette, origins: Iterable[str]) -> None:
    """Put the shop's pages into the application; `origins` are where its own sockets are."""
    app.state.shop_policy = policy(origins)
    app.router.routes.extend(ROUTES)


def policy(origins: Iterable[str]) -> str:
    """The content security policy of the pages. Older browsers do not count `ws:` as `'self'`: it is said."""
    sockets = " ".join(
        f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
        for parts in map(urlsplit, sorted(set(origins)))
    )
    return (
        f"default-src 'none'; script-src 'self'; connect-src 'self' {sockets}; img-src 'self'; style-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


async def home(request: Request) -> Response:
    """The front page."""
    picks = "".join(_card(product) for product in (*HELMETS[:3], LIGHTS[0]))
    return _page(request, "home", "Helmets and lights for every day", picks=picks, article=_teaser(ARTICLES[0]))


async def helmets(request: Request) -> Response:
    """All helmets."""
    return _page(
        request, "list", "Helmets", "helmets", heading="Helmets", lead=_HELMETS, cards="".join(map(_card, HELMETS))
    )


async def lights(request: Request) -> Response:
    """All lights."""
    return _page(request, "list", "Lights", "lights", heading="Lights", lead=_LIGHTS, cards="".join(map(_card, LIGHTS)))


async def product(request: Request) -> Response:
    """One helmet or light."""
    found = next((p for p in (*HELMETS, *LIGHTS) if p.path == request.scope["path"]), None)
    if found is None:
        raise NotFound("We do not sell that.")
    sizes = "".join(
        f'<label class="size"><input type="radio" name="size" value="{size}"{" checked" if size == "M" else ""}>'
        f"<span>{size}</span></label>"
        for size in found.sizes
    )
    return _page(
        request,
        "product",
        found.name,
        found.section,
        name=found.name,
        kind=found.kind,
        price=found.price,
        text=found.text,
        picture=found.picture,
        section_title=found.section.title(),
        section=found.section,
        size_row=f'<fieldset class="sizes"><legend>Size</legend>{sizes}</fieldset>' if sizes else "",
        facts="".join(f"<li>{escape(fact)}</li>" for fact in found.facts),
        more="".join(
            _card(other) for other in (*HELMETS, *LIGHTS) if other is not found and other.section == found.section
        ),
    )


async def returns(request: Request) -> Response:
    """The form to send something back."""
    items = "".join(f"<option>{p.name}, {p.kind.lower()}</option>" for p in (*HELMETS, *LIGHTS))
    return _page(request, "returns", "Returns", "returns", items=items)


async def returned(_: Request) -> Response:
    """The form was sent: nothing is kept, it is a demo."""
    return RedirectResponse("/returns/thanks", 303)


async def thanks(request: Request) -> Response:
    """After the form."""
    return _page(request, "thanks", "Thank you", "returns")


async def journal(request: Request) -> Response:
    """All articles."""
    return _page(request, "journal", "Journal", "journal", articles="".join(map(_teaser, ARTICLES)))


async def article(request: Request) -> Response:
    """One article."""
    found = next((a for a in ARTICLES if a.slug == request.path_params["slug"]), None)
    if found is None:
        raise NotFound("There is no such article.")
    text = (FOLDER / "articles" / f"{found.slug}.html").read_text("utf-8")
    return _page(
        request, "article", found.title, "journal", heading=found.title, day=found.day, picture=found.picture, text=text
    )


async def picture(request: Request) -> Response:
    """A drawing."""
    name = f"{request.path_params['name']}.svg"
    if name not in {path.name for path in PICTURES.iterdir()}:
        raise NotFound("There is no such picture.")
    return _file(f"pictures/{name}", "image/svg+xml")


async def style(_: Request) -> Response:
    """The style sheet."""
    return _file("shop.css", "text/css")


async def script(_: Request) -> Response:
    """The basket."""
    return _file("shop.js", "text/javascript")


ROUTES: list[BaseRoute] = [
    Route("/", home),
    Route("/helmets", helmets),
    Route("/helmets/{name}", product),
    Route("/lights", lights),
    Route("/lights/{name}", product),
    Route("/returns", returns, methods=["GET"]),
    Route("/returns", returned, methods=["POST"]),
    Route("/returns/thanks", thanks),
    Route("/journal", journal),
    Route("/journal/{slug}", article),
    Route("/shop/shop.css", style),
    Route("/shop/shop.js", script),
    Route("/shop/{name}.svg", picture),
]

_HELMETS = "Light, quiet, and tested the way people really fall. Try one on at home; sending it back is free."
_LIGHTS = "Seen from three hundred metres, charged in an hour, and fixed without tools."


def _page(request: Request, name: str, title: str, here: str = "", /, **fields: str) -> Response:
    main = _template(name).substitute(fields)
    navigation = "".join(
        f'<a href="/{path}"{" aria-current=page" if path == here else ""}>{path.title()}</a>'
        for path in ("helmets", "lights", "returns", "journal")
    )
    html = _template("layout").substitute(title=escape(title), main=main, navigation=navigation, site_key=SITE_KEY)
    headers = {
        "Content-Security-Policy": request.app.state.shop_policy,
        "Cache-Control": "no-cache",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    return Response(html, media_type="text/html", headers=headers)


def _card(product: Product) -> str:
    return _template("card").substitute(
        path=product.path, picture=product.picture, name=product.name, kind=escape(product.kind), price=product.price
    )


def _teaser(article: Article) -> str:
    return _template("teaser").substitute(
        slug=article.slug,
        picture=article.picture,
        day=article.day,
        title=escape(article.title),
        summary=escape(article.summary),
    )


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text("utf-8"))


def _file(name: str, kind: str) -> Response:
    return Response((FOLDER / name).read_text("utf-8"), media_type=kind, headers={"Cache-Control": SHORTLY})
