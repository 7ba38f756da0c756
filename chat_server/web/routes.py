"""The sitemap: every HTTP route and every socket."""

from starlette.routing import BaseRoute, Route, WebSocketRoute

from . import widget
from .agent_socket import agent_socket
from .visitor_socket import visitor_socket

ROUTES: list[BaseRoute] = [
    # the widget
    Route("/widget/site", widget.site, methods=["GET"]),
    Route("/widget/ticket", widget.ticket, methods=["POST"]),
    Route("/widget/ticket", widget.preflight, methods=["OPTIONS"]),
    WebSocketRoute("/widget/socket", visitor_socket),
    # the console
    WebSocketRoute("/console/socket", agent_socket),
]
