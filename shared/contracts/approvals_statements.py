"""Facts of approvals about public statements: press releases, mission statements and reports.

All are on ``statement-<statement_id>``. Until ``statement-issued`` the text is sealed; from then on
it is public, and that fact contains only public text. Consent to a press release (c5) is on
``press-<submission_id>``, which every decision about such a statement reads.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.contracts.approvals_custody import StatementKeptAsRecord, StatementPassedOn
from shared.contracts.feed import Feed, Shown
from shared.core.commitment import committed
from shared.core.message import Sealed

StatementKind: TypeAlias = Literal["press_release", "end_of_mission", "mission_report"]
View: TypeAlias = Literal["stated", "none_received"]
"""Whether the Government's view stands beside the statement, or none was received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The subject of a statement: ``symbol`` and visit belong to reports and missions."""

    states: tuple[str, ...]
    language: str
    view: View
    symbol: str | None = None
    visit_from: date | None = None
    visit_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The text itself. ``government_view`` is empty if the Government gave none."""

    title: str
    text: str
    government_view: str


def fingerprint(kind: StatementKind, about: About, wording: Wording, salt: str = "") -> str:
    """Return the hash, in hex, of everything that becomes public: what holders approve.

    ``salt``: of this statement; earlier approvals have none.
    """
    whole = {"kind": kind, **asdict(about), **asdict(wording)}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, default=date.isoformat)
    return committed(written, salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDrafted:
    """``mandates``: those that issue it, the lead first. ``wording``: JSON of Wording.

    ``submission_ids``: those behind the transmitted communications that it is about.
    ``mission_id``: the mission that it ends; None also in version 1.
    """

    statement_id: str
    kind: StatementKind
    mandates: tuple[str, ...]
    communication_ids: tuple[str, ...]
    submission_ids: tuple[str, ...]
    about: About
    wording: Sealed
    content_hash: str
    drafted_by: str
    drafted_at: datetime
    mission_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRevised:
    """A new wording; for an issued statement it starts a correction."""

    statement_id: str
    version: int
    about: About
    wording: Sealed
    content_hash: str
    revised_by: str
    revised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementApprovalRequested:
    statement_id: str
    version: int
    content_hash: str
    mandates: tuple[str, ...]
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementApprovalGiven:
    """Bound to the exact text. ``delegation_id``: as with letters, for a Working Group."""

    statement_id: str
    mandate: str
    version: int
    content_hash: str
    delegation_id: str | None
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementApprovalVoided:
    statement_id: str
    mandate: str
    version: int
    voided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementChangesRequested:
    """``mandates``: all mandates that issue the statement."""

    statement_id: str
    mandate: str
    mandates: tuple[str, ...]
    version: int
    note: Sealed
    requested_by: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSignerDropped:
    """Nobody signs for the mandate from ``since`` on. ``mandates``: those that remain."""

    statement_id: str
    mandate: str
    mandates: tuple[str, ...]
    since: date
    dropped_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDeclined:
    """This mandate no longer takes part. ``mandates``: those that remain."""

    statement_id: str
    mandate: str
    mandates: tuple[str, ...]
    declined_by: str
    declined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementApproved:
    """Every mandate approved the same hash: a mandate-holder may issue it."""

    statement_id: str
    version: int
    content_hash: str
    mandates: tuple[str, ...]
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEmbargoSet:
    """Approved, and public at the press conference: ``until``. Another one changes the time.

    ``shared_at``: when the Government gets the text. ``mandates``: all in whose name it is.
    """

    statement_id: str
    mandate: str
    mandates: tuple[str, ...]
    version: int
    content_hash: str
    until: datetime
    shared_at: datetime
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEmbargoLifted:
    """The clock issues nothing any more: a holder does. ``mandates``: all in whose name it is."""

    statement_id: str
    mandate: str
    mandates: tuple[str, ...]
    lifted_by: str
    lifted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementIssued:
    """Public, word for word as approved. ``edition``: above 1 for a correction.

    ``mission_id``: as it was drafted. ``issued_by``: the holder, also of one that the clock issued
    once its embargo was over.
    """

    statement_id: str
    edition: int
    kind: StatementKind
    mandates: tuple[str, ...]
    states: tuple[str, ...]
    language: str
    symbol: str | None
    visit_from: date | None
    visit_to: date | None
    title: str
    text: str
    government_view: str
    content_hash: str
    first_issued_at: datetime
    issued_by: str
    issued_at: datetime
    mission_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWithdrawn:
    """``first_issued_at``: None if it was given up before it was ever public."""

    statement_id: str
    mandate: str
    first_issued_at: datetime | None
    reason: Sealed
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PressConsentNoted:
    """Who agrees to a press release (c5) and who does not, among all people concerned.

    No longer published, as nobody else reads it: topics have those from before.
    """

    submission_id: str
    agreed: tuple[str, ...]
    refused: tuple[str, ...]
    noted_at: datetime


Fact: TypeAlias = (
    StatementDrafted
    | StatementRevised
    | StatementApprovalRequested
    | StatementApprovalGiven
    | StatementApprovalVoided
    | StatementChangesRequested
    | StatementSignerDropped
    | StatementDeclined
    | StatementApproved
    | StatementEmbargoSet
    | StatementEmbargoLifted
    | StatementIssued
    | StatementWithdrawn
    | StatementPassedOn
    | StatementKeptAsRecord
    | PressConsentNoted
)
TYPES: dict[str, type] = {
    "statement-drafted": StatementDrafted,
    "statement-revised": StatementRevised,
    "statement-approval-requested": StatementApprovalRequested,
    "statement-approval-given": StatementApprovalGiven,
    "statement-approval-voided": StatementApprovalVoided,
    "statement-changes-requested": StatementChangesRequested,
    "statement-signer-dropped": StatementSignerDropped,
    "statement-declined": StatementDeclined,
    "statement-approved": StatementApproved,
    "statement-embargo-set": StatementEmbargoSet,
    "statement-embargo-lifted": StatementEmbargoLifted,
    "statement-issued": StatementIssued,
    "statement-withdrawn": StatementWithdrawn,
    "statement-passed-on": StatementPassedOn,
    "statement-kept-as-record": StatementKeptAsRecord,
    "press-consent-noted": PressConsentNoted,
}

FEED: Feed = {
    StatementApproved: Shown(
        words="Statement approved by every mandate in whose name it is",
        mandates="mandates",
        unsent=True,
    ),
    StatementIssued: Shown(
        words="Statement issued", mandates="mandates", recipient="states", public=True
    ),
}
