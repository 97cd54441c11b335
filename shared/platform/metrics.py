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
    "Duration of a command, from its arrival to the answer",
    ("type", "status"),
    buckets=_BUCKETS,
)
APPLIED: Final = Counter(
    "rapporteur_facts_applied_total", "Facts that a consumer has applied", ("consumer",)
)
APPLIED_POSITION: Final = Gauge(
    "rapporteur_applied_position",
    "Position in the event store of the last fact applied",
    ("consumer", "topic"),
)
APPLIED_AGE: Final = Gauge(
    "rapporteur_applied_age_seconds",
    "Age of the last fact when it was applied",
    ("consumer",),
)
FAILING: Final = Gauge(
    "rapporteur_consumer_failing",
    "1 while a consumer is stuck at a fact",
    ("consumer",),
)
REQUESTS: Final = Histogram(
    "rapporteur_request_seconds",
    "Duration of a request for a page, by the name of its view",
    ("endpoint", "status"),
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)
RECEIPTS: Final = Counter("rapporteur_receipts_total", "Receipts given for submissions")
VIEWERS: Final = Gauge("rapporteur_feed_viewers", "Viewers connected to the feed")
LINES: Final = Counter("rapporteur_feed_lines_total", "Lines sent, counted for each viewer")
RELAYED: Final = Counter("rapporteur_facts_relayed_total", "Facts published", ("topic",))
RELAYED_POSITION: Final = Gauge(
    "rapporteur_relayed_position",
    "Position in the event store up to which every fact is published",
    ("topic",),
)
RELAYED_AGE: Final = Gauge(
    "rapporteur_relayed_age_seconds", "Age of the last event when it was published", ("topic",)
)
RELAY_STUCK: Final = Gauge(
    "rapporteur_relay_stuck", "1 while a relay is stuck at an event that it cannot read", ("topic",)
)
RELAY_AWAY: Final = Gauge(
    "rapporteur_relay_away", "1 while a relay cannot reach the event store or Kafka", ("topic",)
)
STORE_AWAY: Final = Gauge(
    "rapporteur_eventstore_away", "1 while the event store does not answer this service"
)
DATABASE_AWAY: Final = Gauge(
    "rapporteur_database_away", "1 while a database does not answer the pages", ("database",)
)
OUTBOX_REFUSED: Final = Counter(
    "rapporteur_outbox_refused_total", "Commands rejected for good after their receipt"
)
OUTBOX_EMPTIED: Final = Counter(
    "rapporteur_outbox_emptied_total", "Commands of which the outbox keeps no more than is asked"
)
OUTBOX_AGE: Final = Gauge(
    "rapporteur_outbox_oldest_seconds",
    "Age of the oldest command that waits for delivery; 0 when none waits",
)
BACKGROUND_FAILED: Final = Counter(
    "rapporteur_background_failures_total", "Failures of background tasks", ("task",)
)
DEADLINE_AGE: Final = Gauge(
    "rapporteur_deadline_oldest_seconds",
    "Time since the oldest open deadline fell due; 0 when none is due",
    ("kind",),
)
CLOSED: Final = Counter(
    "rapporteur_connections_closed_total",
    "Connections closed for a slow head, body or reader, for idling, or for their number",
    ("why",),
)
BUSY: Final = Counter(
    "rapporteur_requests_turned_away_total",
    "Requests turned away because too many of their kind waited",
    ("pool",),
)
PACED: Final = Counter(
    "rapporteur_paced_total",
    "Steps asked for without an account: free, asked to pay, or paid by work or by waiting",
    ("what", "how"),
)
PACE_PRICE: Final = Gauge(
    "rapporteur_pace_price",
    "Times the lowest price that everybody without an account pays; 0: nothing",
)
CERTIFICATE_EXPIRES: Final = Gauge(
    "rapporteur_certificate_expires_timestamp_seconds",
    "Expiry of the certificate with which this process listens; 0 without one",
)
LETTER_TIME: Final = Gauge(
    "rapporteur_letter_time_seconds",
    "From the first submission until the letter is sent: the median (0.5) and nine of ten (0.9)",
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
