"""Facts of followup about follow-up rounds: section F.3 of visits-recommendations-knowledge.md.

A round asks a Government and others what was done of some recommendations of a mandate to a State.
What each says is apart, under a key of its own for each answer, until the table is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.catalogue import Upcaster
from shared.core.message import Sealed

Scope: TypeAlias = Literal["state", "visit"]
"""What it follows up: the recommendations of the mandate to a State, or those of a visit."""
Kind: TypeAlias = Literal["government", "nhri", "ngo", "unct"]
Wish: TypeAlias = Literal["publish", "unnamed", "holder"]
"""Publish with the name, publish without it, or for the mandate alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    recommendation_id: str
    answer_id: str
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An answer in a version of the table. ``named``: its provider lets its name stand there.

    ``submission_id``: with which it came, and with which its provider said its name.
    """

    recommendation_id: str
    answer_id: str
    provider_id: str
    kind: Kind
    named: bool
    submission_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An answer as it was published, in the clear. ``name``: None, if it is not to be told."""

    recommendation_id: str
    answer_id: str
    kind: Kind
    name: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How it was when the mandate visited or recommended, as it was published."""

    recommendation_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRound:
    round_id: str
    mandate: str
    state: str
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRoundOpened(OnRound):
    """``rows``: the recommendations. ``due_on``: the last day to answer."""

    scope: Scope
    year: int
    rows: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAsked(OnRound):
    """``organisation_id``: None, the Government. ``remind``: it does not mind reminders."""

    provider_id: str
    kind: Kind
    organisation_id: str | None
    remind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAskTakenBack(OnRound):
    """It was asked by mistake, and had sent nothing. What it had kept is gone from the pages.

    ``answers`` and ``files``: the ids of what it had kept, whose keys are destroyed. Before these
    fields were there nothing was.
    """

    provider_id: str
    answers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSituationDescribed(OnRound):
    recommendation_id: str
    situation_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ByProvider(OnRound):
    """``step``: how many steps this provider took with this one; nobody else's count."""

    provider_id: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAnswerKept(ByProvider):
    """A draft, for the provider alone. ``text``: None, nothing is said on this row."""

    recommendation_id: str
    answer_id: str
    text: Sealed | None
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAnswersSubmitted(ByProvider):
    """All that this provider says, in place of what it said before.

    ``name``: under which it is shown, where an answer may be with its name.
    """

    submission_id: str
    kind: Kind
    answers: tuple[Answer, ...]
    name: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDeclined(ByProvider):
    """It does not answer this time; it still can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAnswersWithdrawn(ByProvider):
    """They are in no table any more. What it kept as a draft stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDraftDiscarded(ByProvider):
    """Its draft is again what it sent, ``kept``. ``answers``: the ids of those that are gone.

    Their keys are destroyed. By the provider, or by the clock once the provider left (FR3).
    """

    answers: tuple[str, ...]
    kept: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFileAdded(ByProvider):
    """Beside its own answer on a row, for itself alone until it sends its answers.

    The fact records a file, and never contains it. ``object_name``: of the encrypted file;
    ``sha256``: of its encrypted bytes; ``size``: bytes of the plain file. ``details``: JSON of its
    name, the SHA-256 of its content and the key to read it, with a key of their own.
    """

    recommendation_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFileRemoved(ByProvider):
    """It is on no page any more, also where it was sent, and its key is destroyed."""

    attachment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRemindersChosen(ByProvider):
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTableCompiled(OnRound):
    """Of what was sent and is not for the mandate alone."""

    version: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTableSent(OnRound):
    """To the State, which reads it now. ``due_on``: the last day for its comments."""

    version: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCommentedOnTable(OnRound):
    version: int
    comment_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTablePublished(OnRound):
    """``year``: of the round. ``symbol``: of the document that has it; None: it has none."""

    version: int
    year: int
    symbol: str | None
    situations: tuple[Situation, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTableTakenBack(OnRound):
    """It is public no more. ``reason``: of shared.reference.publication.WITHDRAWAL_REASONS."""

    version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRoundClosed(OnRound):
    """Nothing changes while it is: what was published are steps of earlier years from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpDueMoved(OnRound):
    """``due_on``: the last day to answer from now on."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRoundReopened(OnRound):
    """Everything is as it was before it was closed, with a new last day to answer."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRoundPassedOn(OnRound):
    """``to`` goes on with it in place of ``mandate``; None: it is closed, as a record (SC3)."""

    to: str | None


Provided: TypeAlias = (
    FollowUpAnswerKept
    | FollowUpAnswersSubmitted
    | FollowUpDeclined
    | FollowUpAnswersWithdrawn
    | FollowUpDraftDiscarded
    | FollowUpRemindersChosen
    | FollowUpFileAdded
    | FollowUpFileRemoved
)
Tabled: TypeAlias = (
    FollowUpTableCompiled
    | FollowUpTableSent
    | StateCommentedOnTable
    | FollowUpTablePublished
    | FollowUpTableTakenBack
    | FollowUpRoundClosed
    | FollowUpRoundReopened
)
Fact: TypeAlias = (
    FollowUpRoundOpened
    | FollowUpAsked
    | FollowUpAskTakenBack
    | FollowUpSituationDescribed
    | FollowUpDueMoved
    | FollowUpRoundPassedOn
    | Provided
    | Tabled
)

TYPES: dict[str, type] = {
    "follow-up-round-opened": FollowUpRoundOpened,
    "follow-up-asked": FollowUpAsked,
    "follow-up-ask-taken-back": FollowUpAskTakenBack,
    "follow-up-situation-described": FollowUpSituationDescribed,
    "follow-up-answer-kept": FollowUpAnswerKept,
    "follow-up-answers-submitted": FollowUpAnswersSubmitted,
    "follow-up-declined": FollowUpDeclined,
    "follow-up-answers-withdrawn": FollowUpAnswersWithdrawn,
    "follow-up-draft-discarded": FollowUpDraftDiscarded,
    "follow-up-reminders-chosen": FollowUpRemindersChosen,
    "follow-up-file-added": FollowUpFileAdded,
    "follow-up-file-removed": FollowUpFileRemoved,
    "follow-up-table-compiled": FollowUpTableCompiled,
    "follow-up-table-sent": FollowUpTableSent,
    "state-commented-on-table": StateCommentedOnTable,
    "follow-up-table-published": FollowUpTablePublished,
    "follow-up-table-taken-back": FollowUpTableTakenBack,
    "follow-up-round-closed": FollowUpRoundClosed,
    "follow-up-due-moved": FollowUpDueMoved,
    "follow-up-round-reopened": FollowUpRoundReopened,
    "follow-up-round-passed-on": FollowUpRoundPassedOn,
}


def _taken_back_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 named nothing of what the provider had kept."""
    return {**old, "answers": [], "files": []}


UPCASTERS: dict[str, tuple[Upcaster, ...]] = {"follow-up-ask-taken-back": (_taken_back_2,)}

FEED: Feed = {
    FollowUpRoundOpened: Shown(
        words="Follow-up round opened", mandates="mandate", recipient="state"
    ),
    FollowUpRoundClosed: Shown(
        words="Follow-up round closed", mandates="mandate", recipient="state"
    ),
    FollowUpRoundReopened: Shown(
        words="Follow-up round reopened", mandates="mandate", recipient="state"
    ),
    FollowUpTablePublished: Shown(
        words="Follow-up table published", mandates="mandate", recipient="state"
    ),
}
