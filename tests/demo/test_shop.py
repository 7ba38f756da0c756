"""The demo shop: every page is there, under the documented policy, with the documented line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from chat_server.app import build
from chat_server.config import Settings
from chat_server.demo import shop
from chat_server.demo.shop.stock import ARTICLES, HELMETS, LIGHTS

PAGES = [
    "/",
    "/helmets",
    "/lights",
    "/returns",
    "/returns/thanks",
    "/journal",
    *(product.path for product in (*HELMETS, *LIGHTS)),
    *(f"/journal/{article.slug}" for article in ARTICLES),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = build(Settings(data=tmp_path_factory.mktemp("shop"), demo=True))
    shop.mount(app, ["http://localhost:8000", "http://127.0.0.1:8000"])
    with TestClient(app, base_url="http://localhost:8000") as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "$" not in page.text
    assert page.text.count("<h1") == 1
    assert '<script async src="/widget.js" data-site="pedal-and-pine"></script>' in page.text
    for link in re.findall(r'(?:href|src)="(/(?!console|widget\.js)[^"#]*)"', page.text):
        assert client.get(link).status_code == 200, link


def test_the_policy_is_the_documented_one(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; connect-src 'self' ws://127.0.0.1:8000 ws://localhost:8000" in policy
    assert "unsafe" not in policy
    page = client.get("/helmets/kestrel").text
    assert "style=" not in page
    assert "onclick" not in page


def test_the_form_keeps_nothing(client: TestClient) -> None:
    sent = client.post("/returns", data={"order": "PP-1"}, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, "/returns/thanks")


def test_what_is_not_sold_is_not_found(client: TestClient) -> None:
    for path in ("/helmets/ember", "/lights/kestrel", "/journal/nothing", "/shop/none.svg", "/shop/..%2F__init__.svg"):
        assert client.get(path).status_code == 404, path


def test_a_real_server_has_no_shop(tmp_path: Path) -> None:
    with TestClient(build(Settings(data=tmp_path / "data")), base_url="http://localhost:8000") as client:
        assert client.get("/").status_code == 404
