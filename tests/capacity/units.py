"""The measured cost of each step, and the amounts of work: the input of the simulation.

Measured values are from docs/performance.md (25 November 2026) or from the two scripts beside this;
volumes are the planned ones. Assumptions are marked as such.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from portal.app.read_models import READ_MODELS

# Processor, in milliseconds, on the measured machine.
WEB: Final = 5.5  # a submission's page: 0.11 of a core at 20 a second
RECEIPT: Final = 3.5  # a durable commit: what is left of the 9 ms from click to receipt
DELIVERY: Final = 1.45  # a command from the outbox, one after the other: 690 a second, 1 client
SERVICE: Final = 0.40  # of the service's process for it
STORE: Final = 0.30  # of the store's
RELAY: Final = 0.10  # a fact: 97 us
APPLY: Final = 0.021  # a fact and read model, of a backlog
MODELS: Final = len(READ_MODELS)
WAKING: Final = 10.5  # a batch of all read models: consume's 0.21 of a core at 20 a second
FACTS: Final = 2  # of a submission at once: received, and consent to press
VIEWER_LINE: Final = 0.0165  # of feed, a viewer and what he is sent at once: 33 ms for 2,000
REST: Final = 1.0  # times a turn to all viewers, until the next one
LONGEST_REST: Final = 250.0
POLL: Final = 50.0  # the longest wait in the outbox, and before a viewer is written to again
SLOWEST: Final = 25_600  # facts a second of the slowest read model, alone
TOGETHER: Final = 38_200  # facts a second of all together, a fact counted for each
# What part of its time a process that rebuilds is in a transaction, which keeps others out of the
# same tables: of a backlog of all read models, 46 and 62 % on a busy machine, without fetching and
# decoding, which are a tenth.
WRITING: Final[Mapping[str, float]] = MappingProxyType({"sqlite": 0.42, "postgresql": 0.56})
REBUILT: Final = 10_000_000  # events, in a quarter of an hour: the plan's

# Memory, in MiB.
PROCESS: Final = 100.0  # the largest of ours
VIEWER: Final = 19.0 / 1_024  # of feed (capacity.viewers)
STATE_KIB: Final = 4.0  # a stream's state that a service remembers: assumed

# Bytes of an event (capacity.sizes), before replication.
SIZES: Final[Mapping[str, int]] = MappingProxyType(
    {"store": 1_409, "kafka": 1_281, "tables": 2_636}
)

# Which part of the events is whose: assumed from the life of a case.
SHARES: Final[Mapping[str, float]] = MappingProxyType(
    {"intake": 0.75, "approvals": 0.15, "followup": 0.09, "stakeholders": 0.01}
)

# How the work of a week and a day is spread: assumed. Weekends have a tenth of a weekday.
WEEKDAY: Final = 7 / 5.2  # of an average day
BUSIEST_HOUR: Final = 0.14  # of a weekday's submissions, at ten in the morning
CRISIS: Final = 10.0  # a crisis day to an ordinary one

RECEIPT_P95: Final = 500.0  # aims, in milliseconds
PAGE_P99: Final = 2_000.0  # the plan's: received, and on the desk's screen
FEED_P99: Final = 250.0  # the house's own
FEED_P99_ALLOWED: Final = 3_000.0  # the plan's


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Submissions and events of a year."""

    name: str
    submissions: int
    events: int

    @property
    def busiest(self) -> float:
        """Submissions a second in the busiest hour of a crisis day."""
        return self.submissions / 365 * WEEKDAY * CRISIS * BUSIEST_HOUR / 3_600


YEARS: Final = (
    Year(name="nominal", submissions=15_000, events=700_000),
    Year(name="ten times", submissions=150_000, events=7_000_000),
    Year(name="a million submissions", submissions=1_000_000, events=46_700_000),
)
"""The first two are planned for; the third has the same events a submission."""

HOURLY: Final = 5_000 / 3_600  # a campaign's form letters, a second
MINUTE: Final = 20.0  # the same in its worst minute
