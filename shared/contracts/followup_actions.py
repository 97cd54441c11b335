"""Facts of followup about actions and indicators: section F.4 of visits-recommendations-knowledge.

What a Government, a national institution or a country team does about recommendations, in its own
words. It drafts, and what it publishes is shown beside the recommendations; it never becomes a
grade.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from shared.core.message import Sealed

OwnerKind: TypeAlias = Literal["government", "nhri", "unct"]
Claim: TypeAlias = Literal["planned", "under-way", "done", "abandoned"]
"""Where its owner says that an action stands."""
TakenBackFor: TypeAlias = Literal["owner", "redaction", "consent", "danger", "mistake", "decision"]
"""Its owner took it back, or one of shared.reference.publication.WITHDRAWAL_REASONS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A recommendation that an action is about, and whose it is."""

    recommendation_id: str
    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was reported for a day. ``value``: a decimal number."""

    due_on: date
    report_id: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator as it is published, with its reports."""

    indicator_id: str
    baseline: str
    target: str
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAction:
    """``owner``: a State, also of its country team, or the code of an institution.

    ``state``: that of the recommendations. ``step``: how many steps the action took with this one.
    """

    action_id: str
    owner_kind: OwnerKind
    owner: str
    state: str
    step: int
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded(OnAction):
    """``target_text``: by when, where no day says it. All texts have the key of the revision."""

    revision_id: str
    title: Sealed
    details: Sealed | None
    budget: Sealed | None
    starts_on: date | None
    target_on: date | None
    target_text: Sealed | None
    links: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlanned(Worded):
    """A draft, for its owner alone, as is all that follows until it is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRevised(Worded):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionProgressReported(OnAction):
    """It is under way. ``percent``: of what its owner means to do; None: it does not say."""

    report_id: str
    percent: int | None
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCompleted(OnAction):
    """Its owner says so; it is no grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAbandoned(OnAction):
    report_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResumed(OnAction):
    """It is under way again, after it was done or abandoned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDefined(OnAction):
    """``due_days``: on which a report is due. Title and unit have the key of the indicator."""

    indicator_id: str
    title: Sealed
    unit: Sealed | None
    baseline: str
    target: str
    starts_on: date
    ends_on: date
    every_months: int
    due_days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRescheduled(OnAction):
    """``due_days``: all that stand now. ``dropped``: days to come that are due no more."""

    indicator_id: str
    starts_on: date
    ends_on: date
    every_months: int
    due_days: tuple[date, ...]
    dropped: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorReported(OnAction):
    """For one day of one indicator, in place of what was reported for that day before."""

    indicator_id: str
    due_on: date
    report_id: str
    value: str
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorArchived(OnAction):
    """Nothing more is due of it. What was reported stays with its owner."""

    indicator_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRestored(OnAction):
    indicator_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFileAdded(OnAction):
    """Beside its progress, for its owner alone until the action is published with it.

    The fact records a file, and never contains it. ``object_name``: of the encrypted file;
    ``sha256``: of its encrypted bytes; ``size``: bytes of the plain file. ``details``: JSON of its
    name, the SHA-256 of its content and the key to read it, with a key of their own.
    """

    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFileRemoved(OnAction):
    """It is on no page any more, also where it was published."""

    attachment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPublished(OnAction):
    """What is shown from now on of the action, by the ids of its texts.

    ``report_id``: the last progress, or why it was abandoned; None: there is none.
    """

    revision_id: str
    starts_on: date | None
    target_on: date | None
    links: tuple[Linked, ...]
    claim: Claim
    percent: int | None
    report_id: str | None
    indicators: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTakenBack(OnAction):
    """It is shown no more, and is a draft again."""

    reason: TakenBackFor


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionArchived(OnAction):
    """Nothing is due of it, and it is shown no more. It can be restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRestored(OnAction):
    """It is a draft again."""


Written: TypeAlias = (
    ActionPlanned
    | ActionRevised
    | ActionProgressReported
    | ActionCompleted
    | ActionAbandoned
    | ActionResumed
)
OfIndicator: TypeAlias = (
    IndicatorDefined
    | IndicatorRescheduled
    | IndicatorReported
    | IndicatorArchived
    | IndicatorRestored
)
Filed: TypeAlias = ActionFileAdded | ActionFileRemoved
Showing: TypeAlias = ActionPublished | ActionTakenBack | ActionArchived | ActionRestored
Fact: TypeAlias = Written | OfIndicator | Filed | Showing

TYPES: dict[str, type] = {
    "action-planned": ActionPlanned,
    "action-revised": ActionRevised,
    "action-progress-reported": ActionProgressReported,
    "action-completed": ActionCompleted,
    "action-abandoned": ActionAbandoned,
    "action-resumed": ActionResumed,
    "indicator-defined": IndicatorDefined,
    "indicator-rescheduled": IndicatorRescheduled,
    "indicator-reported": IndicatorReported,
    "indicator-archived": IndicatorArchived,
    "indicator-restored": IndicatorRestored,
    "action-file-added": ActionFileAdded,
    "action-file-removed": ActionFileRemoved,
    "action-published": ActionPublished,
    "action-taken-back": ActionTakenBack,
    "action-archived": ActionArchived,
    "action-restored": ActionRestored,
}
