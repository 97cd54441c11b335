"""Facts of followup about reprisal cases: section I of visits-recommendations-knowledge.md.

No fact is in the feed, and no stream of a submission or letter names a case (XR2). Everything that
is written in one is sealed under a key of each case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OfReprisal:
    case_id: str
    done_by: str
    done_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalReported(OfReprisal):
    """I1. ``relation``: of shared.reference.reprisals.RELATIONS. ``link``: of the origin.

    ``as_holder``, ``as_officer``: who reported it, where that is a holder or an officer.
    """

    mandate: str
    state: str
    origin: str
    link: str | None
    relation: str
    act: str
    imminent: bool
    account: Sealed
    as_holder: str | None
    as_officer: str | None
    contact_by: datetime
    screen_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalGroupNamed(OfReprisal):
    """XR1: the holders and officers for whom it exists, beside the focal points."""

    holders: tuple[str, ...]
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalPassedOn(OfReprisal):
    """The case is another mandate's now; nobody is named yet for it."""

    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalVictimContacted(OfReprisal):
    """``next_look_on``: of a case that waits to be screened; else None, and it stays."""

    channel: str
    next_look_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalScreened(OfReprisal):
    """I2. ``cooperation``: the link to it, as it is stated. ``next_look_on``: None out of scope."""

    in_scope: bool
    cooperation: Sealed
    next_look_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalConsentRecorded(OfReprisal):
    """I3, for one of CONSENTS.

    Once it is withdrawn (XR3), ``stopped`` and ``to_review`` are actions, and ``years_to_review``
    are those of the Secretary-General's reports for which a text was sent.
    """

    consent: str
    answer: str
    given_by: str
    informed: bool
    note: Sealed | None
    stopped: tuple[str, ...]
    to_review: tuple[str, ...]
    years_to_review: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalDetailsRecorded(OfReprisal):
    """The fields of I.2 as they are known now, each by itself, in place of those before.

    ``began_on``, ``ended_on``, ``cooperated_on``: days as ISO 8601 has them. ``known``: one of
    KNOWN, whether the author knows of the cooperation; ``known_how``: and how. ``in_documents``:
    which official documents of the United Nations have it already; ``sg_mentions``: which earlier
    reports of the Secretary-General.
    """

    author: Sealed | None
    place: Sealed | None
    began_on: Sealed | None
    ended_on: Sealed | None
    mechanism: Sealed | None
    event: Sealed | None
    cooperated_on: Sealed | None
    known: Sealed | None
    known_how: Sealed | None
    protection: Sealed | None
    in_documents: Sealed | None
    sg_mentions: Sealed | None


DETAILS: tuple[str, ...] = (
    *("author", "place", "began_on", "ended_on", "mechanism", "event", "cooperated_on", "known"),
    *("known_how", "protection", "in_documents", "sg_mentions"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalHarmAssessed(OfReprisal):
    consent: str
    assessed_on: date
    assessment: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalActionDecided(OfReprisal):
    """I4. ``urgent``: what happened is imminent; a letter goes out as an urgent appeal."""

    action: str
    urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalActionTaken(OfReprisal):
    """I5. ``note``: to whom, and the reference of a letter."""

    action: str
    taken_on: date
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalLetterLinked(OfReprisal):
    """I5: the case went, or goes, into this letter. ``letter``: its id, for the group alone."""

    number: int
    letter: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalLetterUnlinked(OfReprisal):
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalShown(OfReprisal):
    """XR1: somebody outside the group reads this text, and nothing else, until that day.

    ``as_part``: one of SHOWN_TO, as which they read it.
    """

    account_id: str
    as_part: str
    until: date
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalShowingEnded(OfReprisal):
    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateAnsweredOnReprisal(OfReprisal):
    """I6."""

    value: str
    answered_on: date
    answer: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalSentForAnnualReport(OfReprisal):
    """I7. ``words``: how many the text has. Sent again, it replaces what was sent for the year."""

    year: int
    part: str
    words: int
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalShared(OfReprisal):
    """XR7: a person has copied the safe summary to somebody. ``with_whom``: of SHARED_WITH."""

    with_whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalDocumentNoted(OfReprisal):
    """XR6: a document of the United Nations that is public tells of this case."""

    symbol: str
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalDocumentStruck(OfReprisal):
    """The document does not tell of this case. ``note``: why."""

    symbol: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalFollowedUp(OfReprisal):
    """I8. Once it is worse, consents and assessments are asked for anew."""

    condition: str
    next_look_on: date
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalClosureAgreed(OfReprisal):
    """I9: one of the two has said so. ``part``: focal or holder."""

    reason: str
    part: str
    told_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalClosed(OfReprisal):
    """``told_on``: when the victim was told, before; None: there is none, or all was erased."""

    reason: str
    told_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprisalReopened(OfReprisal):
    told_on: date | None
    next_look_on: date


Fact: TypeAlias = (
    ReprisalReported
    | ReprisalGroupNamed
    | ReprisalPassedOn
    | ReprisalVictimContacted
    | ReprisalScreened
    | ReprisalDetailsRecorded
    | ReprisalConsentRecorded
    | ReprisalHarmAssessed
    | ReprisalActionDecided
    | ReprisalActionTaken
    | ReprisalLetterLinked
    | ReprisalLetterUnlinked
    | ReprisalShown
    | ReprisalShowingEnded
    | StateAnsweredOnReprisal
    | ReprisalSentForAnnualReport
    | ReprisalShared
    | ReprisalDocumentNoted
    | ReprisalDocumentStruck
    | ReprisalFollowedUp
    | ReprisalClosureAgreed
    | ReprisalClosed
    | ReprisalReopened
)

TYPES: dict[str, type] = {
    "reprisal-reported": ReprisalReported,
    "reprisal-group-named": ReprisalGroupNamed,
    "reprisal-passed-on": ReprisalPassedOn,
    "reprisal-victim-contacted": ReprisalVictimContacted,
    "reprisal-screened": ReprisalScreened,
    "reprisal-details-recorded": ReprisalDetailsRecorded,
    "reprisal-consent-recorded": ReprisalConsentRecorded,
    "reprisal-harm-assessed": ReprisalHarmAssessed,
    "reprisal-action-decided": ReprisalActionDecided,
    "reprisal-action-taken": ReprisalActionTaken,
    "reprisal-letter-linked": ReprisalLetterLinked,
    "reprisal-letter-unlinked": ReprisalLetterUnlinked,
    "reprisal-shown": ReprisalShown,
    "reprisal-showing-ended": ReprisalShowingEnded,
    "state-answered-on-reprisal": StateAnsweredOnReprisal,
    "reprisal-sent-for-annual-report": ReprisalSentForAnnualReport,
    "reprisal-shared": ReprisalShared,
    "reprisal-document-noted": ReprisalDocumentNoted,
    "reprisal-document-struck": ReprisalDocumentStruck,
    "reprisal-followed-up": ReprisalFollowedUp,
    "reprisal-closure-agreed": ReprisalClosureAgreed,
    "reprisal-closed": ReprisalClosed,
    "reprisal-reopened": ReprisalReopened,
}
