"""The commands of a press release, an end-of-mission statement or a mission report.

``version`` and ``content_hash`` (shared.contracts.approvals_statements.fingerprint) name the exact
text that the person read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.contracts.approvals_statements import About, StatementKind, Wording
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatement:
    """``mandates``: those besides the lead. ``communication_ids``: its subject.

    ``mission_id``: the mission that it ends, whose State and days ``about`` has.
    """

    statement_id: str
    kind: StatementKind
    lead_mandate: str
    mandates: tuple[str, ...]
    communication_ids: tuple[str, ...]
    about: About
    wording: Sealed
    content_hash: str
    mission_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseStatement:
    """``version`` is the edited one. For an issued statement this starts a correction."""

    statement_id: str
    version: int
    about: About
    wording: Sealed
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStatementApproval:
    statement_id: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveStatement:
    statement_id: str
    mandate: str
    version: int
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStatementChanges:
    statement_id: str
    mandate: str
    version: int
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineStatement:
    statement_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueStatement:
    """The text in the clear: it is issued only if it is the approved text.

    ``salt``: of its fingerprint.
    """

    statement_id: str
    mandate: str
    version: int
    wording: Wording
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatementEmbargo:
    """Issue it at the press conference: ``until``. ``shared_at``: when the Government gets it."""

    statement_id: str
    mandate: str
    version: int
    content_hash: str
    until: datetime
    shared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftStatementEmbargo:
    statement_id: str
    mandate: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseStatement:
    """The embargo is over: issue the text, given in the clear, if it is the approved one.

    Whoever asks, a holder decided it. ``salt``: of its fingerprint.
    """

    statement_id: str
    version: int
    wording: Wording
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawStatement:
    statement_id: str
    mandate: str
    reason: Sealed


OfMandate: TypeAlias = (
    ApproveStatement
    | RequestStatementChanges
    | DeclineStatement
    | IssueStatement
    | SetStatementEmbargo
    | LiftStatementEmbargo
    | WithdrawStatement
)


Command: TypeAlias = (
    DraftStatement | ReviseStatement | RequestStatementApproval | ReleaseStatement | OfMandate
)
