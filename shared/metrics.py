"""What the operators' dashboards and alerts stand on: numbers of work, never of what it is about.

Names and units are Prometheus's; every process tells its own on ``/metrics``.
"""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram, start_http_server

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
    "rapporteur_consumer_failing", "1 while a consumer is stuck at a fact", ("consumer",)
)
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
OUTBOX_AGE: Final = Gauge(
    "rapporteur_outbox_oldest_seconds",
    "How long what waits longest for delivery has waited; 0 when nothing waits",
)
DEADLINE_AGE: Final = Gauge(
    "rapporteur_deadline_oldest_seconds",
    "How long the oldest deadline that fell due has waited to be passed; 0 when none waits",
    ("kind",),
)
CERTIFICATE_EXPIRES: Final = Gauge(
    "rapporteur_certificate_expires_timestamp_seconds",
    "Until when the certificate that this process listens with is good; 0 without one",
    multiprocess_mode="livemax",
)
LETTER_TIME: Final = Gauge(
    "rapporteur_letter_time_seconds",
    "From the first submission until the letter went: the median (0.5) and nine of ten (0.9)",
    ("type", "quantile"),
)


def serve(port: int) -> None:
    """Answer ``/metrics`` on this port, in a thread, for a process that serves nothing else.

    0: not at all.
    """
    if port:
        start_http_server(port)
