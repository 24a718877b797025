"""The routes of ours: commands and the interface. `pages.server.startup` imports them late."""

from starlette.routing import Route, Router

from data.addresses import COMMANDS, HEALTH, METRICS
from pages.server.commands import answer_command
from pages.server.interface import answer_description, answer_health, answer_unknown, make_endpoint
from pages.server.openapi import PATH as DESCRIPTION
from pages.server.packages import PATH as PACKAGE
from pages.server.packages import answer_package
from pages.server.resources import RESOURCES
from pages.server.watching import answer_metrics
from pages.server.workbooks import PATH as MISSING
from pages.server.workbooks import answer_missing

ROUTER = Router(
    [
        Route(HEALTH, answer_health),
        Route(METRICS, answer_metrics),
        Route(COMMANDS, answer_command, methods=["POST"]),
        *(Route(resource.path, make_endpoint(resource)) for resource in RESOURCES),
        Route(DESCRIPTION, answer_description),
        Route(MISSING, answer_missing),
        Route(PACKAGE, answer_package),
        Route("/api/{rest:path}", answer_unknown),
    ]
)
