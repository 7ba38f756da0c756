"""The sitemap: every HTTP route and every socket."""

from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from . import (
    agents,
    assets,
    canned_replies,
    conversations,
    departments,
    exports,
    health,
    me,
    photos,
    reports,
    setup,
    sites,
    widget,
)
from .agent_socket import agent_socket
from .visitor_socket import visitor_socket

ROUTES: list[BaseRoute] = [
    # the widget
    Route("/widget/site", widget.site, methods=["GET"]),
    Route("/widget/ticket", widget.ticket, methods=["POST"]),
    Route("/widget/ticket", widget.preflight, methods=["OPTIONS"]),
    WebSocketRoute("/widget/socket", visitor_socket),
    Route("/widget.js", assets.loader, methods=["GET"]),
    Mount("/widget/assets", assets.folder("widget")),
    Route("/photos/initials/{id}.svg", photos.initials, methods=["GET"]),
    Route("/photos/{name}", photos.photo, methods=["GET"]),
    # signing in, and myself
    Route("/api/sign-in", me.sign_in, methods=["POST"]),
    Route("/api/sign-out", me.sign_out, methods=["POST"]),
    Route("/api/setup/{token}", setup.look_at, methods=["GET"]),
    Route("/api/setup/{token}", setup.redeem, methods=["POST"]),
    Route("/api/me", me.me, methods=["GET"]),
    Route("/api/me", me.change_me, methods=["PATCH"]),
    Route("/api/me/photo", me.put_my_photo, methods=["PUT"]),
    Route("/api/me/photo", me.delete_my_photo, methods=["DELETE"]),
    Route("/api/me/password", me.change_password, methods=["POST"]),
    Route("/api/me/sessions", me.my_sessions, methods=["GET"]),
    Route("/api/me/sessions/{id}", me.end_session, methods=["DELETE"]),
    Route("/api/ticket", me.ticket, methods=["POST"]),
    # people
    Route("/api/agents", agents.listing, methods=["GET"]),
    Route("/api/agents", agents.create, methods=["POST"]),
    Route("/api/agents/{id}", agents.change, methods=["PATCH"]),
    Route("/api/agents/{id}/disable", agents.disable, methods=["POST"]),
    Route("/api/agents/{id}/enable", agents.enable, methods=["POST"]),
    Route("/api/agents/{id}/link", agents.link, methods=["POST"]),
    Route("/api/agents/{id}/photo", agents.set_photo, methods=["PUT"]),
    Route("/api/agents/{id}/photo", agents.remove_photo, methods=["DELETE"]),
    # departments, sites, canned replies
    Route("/api/departments", departments.listing, methods=["GET"]),
    Route("/api/departments", departments.create, methods=["POST"]),
    Route("/api/departments/{id}", departments.change, methods=["PATCH"]),
    Route("/api/departments/{id}/disable", departments.disable, methods=["POST"]),
    Route("/api/departments/{id}/enable", departments.enable, methods=["POST"]),
    Route("/api/sites", sites.listing, methods=["GET"]),
    Route("/api/sites", sites.create, methods=["POST"]),
    Route("/api/sites/{id}", sites.change, methods=["PATCH"]),
    Route("/api/sites/{id}/disable", sites.disable, methods=["POST"]),
    Route("/api/sites/{id}/enable", sites.enable, methods=["POST"]),
    Route("/api/canned-replies", canned_replies.listing, methods=["GET"]),
    Route("/api/canned-replies", canned_replies.create, methods=["POST"]),
    Route("/api/canned-replies/{id}", canned_replies.change, methods=["PATCH"]),
    Route("/api/canned-replies/{id}/disable", canned_replies.disable, methods=["POST"]),
    Route("/api/canned-replies/{id}/enable", canned_replies.enable, methods=["POST"]),
    # for whoever looks after the server
    Route("/healthz", health.healthz, methods=["GET"]),
    Route("/readyz", health.readyz, methods=["GET"]),
    Route("/metrics", health.metrics, methods=["GET"]),
    # conversations
    Route("/api/conversations", conversations.listing, methods=["GET"]),
    Route("/api/conversations/{id}", conversations.one, methods=["GET"]),
    # figures and transcripts
    Route("/api/board", reports.board, methods=["GET"]),
    Route("/api/reports", reports.report, methods=["GET"]),
    Route("/api/reports/conversations", reports.behind, methods=["GET"]),
    Route("/api/transcripts", exports.listing, methods=["GET"]),
    Route("/api/exports/transcripts.{format}", exports.transcripts, methods=["GET"]),
    # the console
    WebSocketRoute("/console/socket", agent_socket),
    Mount("/console/assets", assets.folder("console/assets")),
    Route("/console", assets.console, methods=["GET"]),
    Route("/console/{path:path}", assets.console, methods=["GET"]),
]
