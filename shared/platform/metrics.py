"""Metrics for the operators' dashboards and alerts: amounts of work, never content.

Names and units follow Prometheus; every process serves its own metrics on ``/metrics``.
"""

import threading
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import (
    Counter,
    Gauge,
    Histogram,
    make_wsgi_app,
)
from prometheus_client.exposition import ThreadingWSGIServer
from typing_extensions import override

_BUCKETS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

COMMANDS: Final = Histogram(
    "rapporteur_command_seconds",
    "A command, from its arrival to the answer",
    ("type", "status"),
    buckets=_BUCKETS,
)
APPLIED: Final = Counter(
    "rapporteur_facts_applied_total", "Facts that a consumer has applied", ("consumer",)
)
APPLIED_POSITION: Final = Gauge(
    "rapporteur_applied_position",
    "The event store's position of the last fact applied",
    ("consumer", "topic"),
)
APPLIED_AGE: Final = Gauge(
    "rapporteur_applied_age_seconds",
    "How old the last fact was when it was applied",
    ("consumer",),
)
FAILING: Final = Gauge(
    "rapporteur_consumer_failing",
    "1 while a consumer is stuck at a fact",
    ("consumer",),
)
REQUESTS: Final = Histogram(
    "rapporteur_request_seconds",
    "A page, from its arrival to the answer, by the name of its view",
    ("endpoint", "status"),
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
RECEIPTS: Final = Counter("rapporteur_receipts_total", "Receipts given for submissions")
VIEWERS: Final = Gauge("rapporteur_feed_viewers", "Who is connected to the feed")
LINES: Final = Counter("rapporteur_feed_lines_total", "Lines sent, to each viewer")
RELAYED: Final = Counter("rapporteur_facts_relayed_total", "Facts that were published", ("topic",))
RELAYED_POSITION: Final = Gauge(
    "rapporteur_relayed_position",
    "The event store's position up to which all is published",
    ("topic",),
)
RELAYED_AGE: Final = Gauge(
    "rapporteur_relayed_age_seconds", "How old the last event was when it was published", ("topic",)
)
RELAY_STUCK: Final = Gauge(
    "rapporteur_relay_stuck", "1 while a relay is stuck at an event that it cannot read", ("topic",)
)
RELAY_AWAY: Final = Gauge(
    "rapporteur_relay_away", "1 while a relay does not reach the event store or Kafka", ("topic",)
)
STORE_AWAY: Final = Gauge(
    "rapporteur_eventstore_away", "1 while the event store does not answer this service"
)
DATABASE_AWAY: Final = Gauge(
    "rapporteur_database_away", "1 while a database does not answer the pages", ("database",)
)
OUTBOX_REFUSED: Final = Counter(
    "rapporteur_outbox_refused_total", "What was receipted and then refused for good"
)
OUTBOX_AGE: Final = Gauge(
    "rapporteur_outbox_oldest_seconds",
    "How long what waits longest for delivery has waited; 0 when nothing waits",
)
BACKGROUND_FAILED: Final = Counter(
    "rapporteur_background_failures_total", "Failures of work beside requests and facts", ("task",)
)
DEADLINE_AGE: Final = Gauge(
    "rapporteur_deadline_oldest_seconds",
    "How long the oldest deadline that fell due has waited to be passed; 0 when none waits",
    ("kind",),
)
CLOSED: Final = Counter(
    "rapporteur_connections_closed_total",
    "Connections that were given up: too slow a head, body or reader, idle, or too many",
    ("why",),
)
BUSY: Final = Counter(
    "rapporteur_requests_turned_away_total",
    "Requests that were told to come again, because too many of their kind waited",
    ("pool",),
)
CERTIFICATE_EXPIRES: Final = Gauge(
    "rapporteur_certificate_expires_timestamp_seconds",
    "Until when the certificate that this process listens with is good; 0 without one",
)
LETTER_TIME: Final = Gauge(
    "rapporteur_letter_time_seconds",
    "From the first submission until the letter went: the median (0.5) and nine of ten (0.9)",
    ("type", "quantile"),
)


class _Silent(WSGIRequestHandler):
    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: nobody wants a line each 15 seconds."""


def serve(port: int, host: str) -> None:
    """Serve ``/metrics`` in a thread, on a separate port that is not reachable from outside.

    0: not at all.
    """
    if port:
        app = make_wsgi_app()
        server = make_server(host, port, app, ThreadingWSGIServer, handler_class=_Silent)
        threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
