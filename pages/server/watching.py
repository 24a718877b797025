"""For the operator: counters of this process at /metrics."""

import hmac
import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from data.store.database import get_database_path
from data.store.kept import find_kept
from data.words.catalogue import t
from pages.server.commands import is_here

TOKEN = "CAOMU_OPERATOR_TOKEN"
OF_PROXIES = ("x-forwarded-for", "forwarded", "x-real-ip")
_registry = CollectorRegistry()
_requests = Counter(
    "caomu_requests", "Requests that were answered", ["kind", "status"], registry=_registry
)
_seconds = Histogram(
    "caomu_request_seconds",
    "How long answers took",
    ["kind"],
    registry=_registry,
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)


class _StoreState(Collector):
    """How the store of this process is, when it is asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield what there is to tell."""
        store = find_kept(get_database_path())
        is_stale = store is not None and store.stale_since is not None
        for name, words, value in (
            ("caomu_store_open", "1 where the database is open", store is not None),
            ("caomu_store_version", "Grows with every write", store.version if store else 0),
            ("caomu_store_stale", "1 where what others write does not arrive", is_stale),
        ):
            yield GaugeMetricFamily(name, words, value=float(value))


_registry.register(_StoreState())


def count_request(kind: str, status: int, seconds: float) -> None:
    """Count a request that was answered; a session lasts as long as its page is open."""
    _requests.labels(kind, status).inc()
    if kind != "session":
        _seconds.labels(kind).observe(seconds)


def may_watch(request: Request) -> bool:
    """Tell whether the operator asks: on this computer and past no proxy, or with the token."""
    client, server = request.client, request.scope.get("server")
    is_direct = client is not None and not any(name in request.headers for name in OF_PROXIES)
    if client is not None and is_direct and is_here(client.host, server[0] if server else None):
        return True
    wanted = os.environ.get(TOKEN, "").strip()
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    is_right = hmac.compare_digest(given.encode(), wanted.encode())
    return bool(wanted) and kind.lower() == "bearer" and is_right


def refuse_watching() -> Response:
    """Answer whoever is not the operator."""
    return PlainTextResponse(t("server.not_operator"), 403)


async def answer_metrics(request: Request) -> Response:
    """Answer with the counters of this process, as Prometheus reads them."""
    if not may_watch(request):
        return refuse_watching()
    return Response(generate_latest(_registry), media_type="text/plain; version=0.0.4")
