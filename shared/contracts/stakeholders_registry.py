"""Facts of stakeholders: the chain of each mandate, from its creation by the Council to its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.feed import Feed, Shown

Kind: TypeAlias = Literal["thematic", "country"]
Form: TypeAlias = Literal["SR", "IE", "WG"]
"""A Special Rapporteur, an Independent Expert, a Working Group."""
Open: TypeAlias = Literal["letters", "reply-cases", "visits", "recommendations"]
"""What of a mandate may still be open when the mandate ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    yes: int
    no: int
    abstained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The Council's act. ``adopted_on``: None where the first import does not have the day.

    ``paragraph``: the one that decides this. ``months``: the period that it gives. ``votes``: None
    for a resolution without a vote.
    """

    symbol: str
    adopted_on: date | None
    paragraph: int | None
    months: int | None
    votes: Votes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """Where everything open of one kind goes; ``to``: a mandate, None: it stays as a record."""

    kind: Open
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateCreated:
    """The chain begins, with what the reference data has of the mandate.

    ``titles``: by language. ``until``: the last day, None where none is on record. ``resolution``
    created it, ``latest`` is the newest one on it.
    """

    mandate: str
    titles: Mapping[str, str]
    kind: Kind
    form: Form
    until: date | None
    resolution: Resolution
    latest: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRenewalDue:
    """``days``: how many are left at most, of 180, 90 and 30."""

    mandate: str
    until: date
    days: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRenewed:
    """``until``: the last day; None: open-ended."""

    mandate: str
    until: date | None
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateModified:
    """It has another title. ``perhaps_merged_with``: the title names this mandate's theme too."""

    mandate: str
    titles: Mapping[str, str]
    perhaps_merged_with: str | None
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatesMerged:
    """``mandate`` is part of ``into`` after ``ended_on``, its own last day (SC3)."""

    mandate: str
    into: str
    ended_on: date
    custody: tuple[Custody, ...]
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateClustered:
    """Dialogues are held together; each mandate stays itself. ``beside``: none of them any more."""

    mandate: str
    beside: tuple[str, ...]
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateTerminated:
    """``ended_on``: the last day."""

    mandate: str
    ended_on: date
    custody: tuple[Custody, ...]
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalPending:
    """``until`` has passed. Without a resolution the mandate lapses after ``lapses_after``."""

    mandate: str
    until: date
    lapses_after: date
    pending_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLapsed:
    """No resolution came in time. ``until``: its last day."""

    mandate: str
    until: date
    lapsed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateReestablished:
    """The chain that had ended goes on. ``until``: the last day; None: open-ended."""

    mandate: str
    until: date | None
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRejected:
    """The Council voted against a draft on the mandate, which stays as it was."""

    mandate: str
    resolution: Resolution
    recorded_by: str
    recorded_at: datetime


Fact: TypeAlias = (
    MandateCreated
    | MandateRenewalDue
    | MandateRenewed
    | MandateModified
    | MandatesMerged
    | MandateClustered
    | MandateTerminated
    | RenewalPending
    | MandateLapsed
    | MandateReestablished
    | DraftRejected
)

TYPES: dict[str, type] = {
    "mandate-created": MandateCreated,
    "mandate-renewal-due": MandateRenewalDue,
    "mandate-renewed": MandateRenewed,
    "mandate-modified": MandateModified,
    "mandates-merged": MandatesMerged,
    "mandate-clustered": MandateClustered,
    "mandate-terminated": MandateTerminated,
    "mandate-renewal-pending": RenewalPending,
    "mandate-lapsed": MandateLapsed,
    "mandate-reestablished": MandateReestablished,
    "mandate-draft-rejected": DraftRejected,
}

FEED: Feed = {
    MandateRenewed: Shown(words="Renewal of a mandate recorded", mandates="mandate"),
    MandatesMerged: Shown(words="Merger of a mandate recorded", mandates="mandate"),
    MandateTerminated: Shown(words="End of a mandate recorded", mandates="mandate"),
    MandateLapsed: Shown(words="Mandate lapsed without a renewal", mandates="mandate"),
    MandateReestablished: Shown(words="Mandate established again", mandates="mandate"),
}
