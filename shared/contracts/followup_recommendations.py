"""Facts of followup: to whom else a recommendation goes, what it is about, and how it ends.

Texts are sealed under the key of the recommendation.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts.feed import Feed, Shown
from shared.core.catalogue import Upcaster
from shared.core.message import Sealed

Lead: TypeAlias = Literal["no", "asked", "yes"]
"""``asked``: a national human rights institution leads only once it accepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAddresseeNamed:
    """Somebody beside the Government is to implement it; their follow-up stands apart.

    ``kind``: of shared.reference.recommending.ADDRESSEES. ``organisation_id``: if it uses the
    portal.
    """

    recommendation_id: str
    addressee_id: str
    mandate: str
    kind: str
    name: Sealed
    organisation_id: str | None
    lead: Lead
    named_by: str
    named_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAddresseeRemoved:
    """It was named by mistake: nothing had been said or graded of its follow-up."""

    recommendation_id: str
    addressee_id: str
    mandate: str
    removed_by: str
    removed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLeadAnswered:
    """The institution that was asked to lead answered."""

    recommendation_id: str
    addressee_id: str
    mandate: str
    accepted: bool
    answered_by: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationPositionRecorded:
    """What the Government says of it: of shared.reference.recommending.POSITIONS.

    ``by_government``: it said so itself, and nobody recorded it from a report.
    """

    recommendation_id: str
    position_id: str
    addressee: str
    mandate: str
    position: str
    note: Sealed
    by_government: bool
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationTagged:
    """What it is about, all of it: codes of our own, and targets such as 16.3.

    ``articles``: of treaties, such as "iccpr-7", or a treaty as a whole, such as "crc".
    """

    recommendation_id: str
    mandate: str
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    targets: tuple[str, ...]
    articles: tuple[str, ...]
    tagged_by: str
    tagged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationParticularsNoted:
    """What the mandate notes of its text, all of it: what is None is not said any more.

    ``step``: how often it was noted. ``title``: a short one, of the mandate's own.
    ``section``: the heading under which it stands.
    ``language``: of the text, as it was issued. ``time_frame``: of
    shared.reference.recommending.TIME_FRAMES. ``target``: the day by which the text asks for it.
    ``type`` and ``source_kind``: of TYPES and SOURCE_KINDS there, of a text of the mandate's own.
    """

    recommendation_id: str
    mandate: str
    title: Sealed | None
    section: Sealed | None
    language: str | None
    time_frame: str | None
    target: date | None
    step: int
    noted_by: str
    noted_at: datetime
    type: str = "recommendation"
    source_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationReviewSet:
    """When its mandate looks at it again. ``on``: None, on no day any more.

    A grade is such a look: with it, and once it is closed or let go, the day is over.
    """

    recommendation_id: str
    mandate: str
    on: date | None
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationNumbered:
    """It has the next number of its mandate, State and year, which no other has."""

    recommendation_id: str
    mandate: str
    addressee: str
    year: int
    number: int
    numbered_at: datetime


TagKind: TypeAlias = Literal["theme", "person", "target", "article"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSuggestionAccepted:
    """Somebody took over what the words of the text suggest; ``RecommendationTagged`` follows."""

    recommendation_id: str
    mandate: str
    kind: TagKind
    code: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSuggestionRejected:
    """It is not about this, whatever its words suggest: it is not suggested again."""

    recommendation_id: str
    mandate: str
    kind: TagKind
    code: str
    rejected_by: str
    rejected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRelated:
    """It repeats the other one, perhaps of another mandate. Grades stay with each."""

    recommendation_id: str
    repeats_id: str
    mandate: str
    related_by: str
    related_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationUnrelated:
    recommendation_id: str
    repeats_id: str
    mandate: str
    unrelated_by: str
    unrelated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationCorrected:
    """A corrigendum: a new version of the text with its symbol. The old one stays to be read."""

    recommendation_id: str
    addressee: str
    mandate: str
    version: int
    symbol: str
    text: Sealed
    corrected_by: str
    corrected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationClosed:
    """``reason``: of shared.reference.recommending.CLOSINGS.

    ``by_id``: the recommendation that stands in its place.
    """

    recommendation_id: str
    addressee: str
    mandate: str
    reason: str
    by_id: str | None
    note: Sealed
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationReopened:
    recommendation_id: str
    addressee: str
    mandate: str
    reason: Sealed
    reopened_by: str
    reopened_at: datetime


Fact: TypeAlias = (
    RecommendationAddresseeNamed
    | RecommendationAddresseeRemoved
    | RecommendationLeadAnswered
    | RecommendationPositionRecorded
    | RecommendationTagged
    | RecommendationParticularsNoted
    | RecommendationReviewSet
    | TagSuggestionAccepted
    | TagSuggestionRejected
    | RecommendationRelated
    | RecommendationUnrelated
    | RecommendationCorrected
    | RecommendationClosed
    | RecommendationReopened
)

TYPES: dict[str, type] = {
    "recommendation-addressee-named": RecommendationAddresseeNamed,
    "recommendation-addressee-removed": RecommendationAddresseeRemoved,
    "recommendation-lead-answered": RecommendationLeadAnswered,
    "recommendation-position-recorded": RecommendationPositionRecorded,
    "recommendation-tagged": RecommendationTagged,
    "recommendation-particulars-noted": RecommendationParticularsNoted,
    "recommendation-review-set": RecommendationReviewSet,
    "recommendation-numbered": RecommendationNumbered,
    "tag-suggestion-accepted": TagSuggestionAccepted,
    "tag-suggestion-rejected": TagSuggestionRejected,
    "recommendation-related": RecommendationRelated,
    "recommendation-unrelated": RecommendationUnrelated,
    "recommendation-corrected": RecommendationCorrected,
    "recommendation-closed": RecommendationClosed,
    "recommendation-reopened": RecommendationReopened,
}


def _with_type(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew recommendations alone, and nothing of what they were issued in."""
    return {**old, "type": "recommendation", "source_kind": None}


UPCASTERS: dict[str, tuple[Upcaster, ...]] = {
    "recommendation-tagged": (lambda data: {**data, "articles": []},),
    "recommendation-particulars-noted": (_with_type,),
}

FEED: Feed = {
    RecommendationClosed: Shown(
        words="Recommendation closed", mandates="mandate", recipient="addressee"
    ),
    RecommendationReopened: Shown(
        words="Recommendation reopened", mandates="mandate", recipient="addressee"
    ),
}
