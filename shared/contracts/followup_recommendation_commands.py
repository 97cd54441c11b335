"""The commands of a recommendation."""

from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from shared.contracts import followup_addressee_proposals, followup_information
from shared.contracts.followup_addressee_proposals import (
    DeclineAddresseeProposal,
    ProposeAddressee,
    TakeBackAddresseeProposal,
)
from shared.contracts.followup_evidence import AddImplementationFile
from shared.contracts.followup_recommendations import TagKind
from shared.contracts.followup_rounds import Wish
from shared.contracts.followup_taking_up import Origin
from shared.core.message import Sealed, derive_id

OBSERVED: Final = "mandate"
"""Named among what a grade is based on: what the mandate itself saw or was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecommendation:
    """``addressee`` is a State's alpha-3 code; ``communication_id`` the letter it follows from.

    ``common_id``: of the text, where one goes to several States: ``of_common_text`` names it then.
    """

    recommendation_id: str
    communication_id: str | None
    addressee: str
    mandate: str
    text: Sealed
    common_id: str | None = None


def of_common_text(*, common_id: str, addressee: str) -> str:
    """Return the recommendation that one text to several States is to one of them."""
    return str(derive_id("recommendation of a common text", common_id, addressee))


def taken_up_id(*, mandate: str, item: str, addressee: str) -> str:
    """Return the recommendation that a mandate makes of a text to a State: there is one."""
    return str(derive_id("recommendation taken up", mandate, addressee, item))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRecommendationUp:
    """Follow up a text of the reference corpus. ``document``: who said it, and where."""

    origin: Origin
    addressee: str
    mandate: str
    text: Sealed
    document: Sealed

    @property
    def recommendation_id(self) -> str:
        return taken_up_id(mandate=self.mandate, item=self.origin.item, addressee=self.addressee)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetRecommendationGo:
    """``seen``: how often it was taken up, let go, closed and reopened before."""

    recommendation_id: str
    reason: Sealed
    seen: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideImplementationInfo:
    """The provider follows from the actor.

    ``addressee_id``: whose follow-up it is about; None: the Government's. ``corrects``: what the
    same provider said before. ``since`` and ``until``: the days that it is about. ``name``: to show
    beside it, where ``wish`` says so; a Government is shown as such.
    """

    recommendation_id: str
    info_id: str
    text: Sealed
    addressee_id: str | None = None
    corrects: str | None = None
    wish: Wish = "holder"
    name: Sealed | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessImplementation:
    """``addressee_id``: whose follow-up it grades; None: the Government's. ``period``: a year.

    ``based_on``: the information and answers of rounds that were read, and ``OBSERVED``.
    ``rounds``: in which those answers are.
    """

    recommendation_id: str
    scheme: str
    grade: str
    rationale: Sealed
    addressee_id: str | None = None
    period: int | None = None
    based_on: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRecommendation:
    """``text``: the public text, in the clear. ``seen``: the version that it is the words of.

    ``document``: in the clear as well, where another mechanism said it. ``noted``: how often the
    particulars were noted that the holder saw, which everybody reads with it.
    """

    recommendation_id: str
    text: str
    seen: int = 1
    document: str = ""
    noted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRecommendation:
    """``reason``: one of WITHDRAWAL_REASONS; ``note`` explains it in free words."""

    recommendation_id: str
    reason: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRecommendation:
    """Invite an organisation, named by its code, to read it before it is public."""

    recommendation_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnshareRecommendation:
    recommendation_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAddressee:
    """``name``: of the body, not of a person. ``organisation_id``: its code, if it has one here.

    ``proposal_id``: the proposal of a Resident Coordinator that is taken up with it.
    """

    recommendation_id: str
    addressee_id: str
    kind: str
    name: Sealed
    organisation_id: str | None
    lead: bool
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAddressee:
    recommendation_id: str
    addressee_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLead:
    """The institution that was asked to lead accepts, or does not."""

    recommendation_id: str
    addressee_id: str
    accepts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPosition:
    recommendation_id: str
    position_id: str
    position: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRecommendation:
    """All that it is about: what is left out is so no more. ``seen``: the tags that it had."""

    recommendation_id: str
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    targets: tuple[str, ...]
    articles: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteParticulars:
    """All that is noted of its text. ``seen``: how often that was noted before."""

    recommendation_id: str
    title: Sealed | None
    section: Sealed | None
    language: str | None
    time_frame: str | None
    target: date | None
    seen: int = 0
    type: str = "recommendation"
    source_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNextReview:
    """``on``: None, on no day any more. ``seen``: the day that it had."""

    recommendation_id: str
    on: date | None
    seen: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedTag:
    kind: TagKind
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideTagSuggestions:
    """What its words suggest is taken over, or is not so. ``seen``: the tags that it had."""

    recommendation_id: str
    accepted: tuple[SuggestedTag, ...]
    rejected: tuple[SuggestedTag, ...]
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelateRecommendation:
    """``repeats_id``: the earlier one of the same matter."""

    recommendation_id: str
    repeats_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnrelateRecommendation:
    recommendation_id: str
    repeats_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectRecommendation:
    """``seen``: the version that is corrected. ``symbol``: of the corrigendum."""

    recommendation_id: str
    seen: int
    symbol: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRecommendation:
    """``by_id``: what stands in its place, where the reason says that something does.

    ``seen``: how often it was closed and reopened before.
    """

    recommendation_id: str
    reason: str
    by_id: str | None
    note: Sealed
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenRecommendation:
    recommendation_id: str
    reason: Sealed
    seen: int = 1


Describes: TypeAlias = (
    NameAddressee
    | RemoveAddressee
    | DeclineAddresseeProposal
    | RecordPosition
    | TagRecommendation
    | NoteParticulars
    | SetNextReview
    | DecideTagSuggestions
    | RelateRecommendation
    | UnrelateRecommendation
)
Ends: TypeAlias = CorrectRecommendation | CloseRecommendation | ReopenRecommendation
TakesUp: TypeAlias = TakeRecommendationUp | LetRecommendationGo
Command: TypeAlias = (
    IssueRecommendation
    | ProvideImplementationInfo
    | AddImplementationFile
    | followup_information.Decides
    | followup_information.TakesBack
    | AssessImplementation
    | PublishRecommendation
    | WithdrawRecommendation
    | ShareRecommendation
    | UnshareRecommendation
    | AnswerLead
    | ProposeAddressee
    | TakeBackAddresseeProposal
    | TakesUp
    | Describes
    | Ends
)

TYPES: dict[str, type] = {
    "issue-recommendation": IssueRecommendation,
    "take-recommendation-up": TakeRecommendationUp,
    "let-recommendation-go": LetRecommendationGo,
    "provide-implementation-info": ProvideImplementationInfo,
    "add-implementation-file": AddImplementationFile,
    **followup_information.COMMANDS,
    **followup_addressee_proposals.COMMANDS,
    "assess-implementation": AssessImplementation,
    "publish-recommendation": PublishRecommendation,
    "withdraw-recommendation": WithdrawRecommendation,
    "share-recommendation": ShareRecommendation,
    "unshare-recommendation": UnshareRecommendation,
    "name-addressee": NameAddressee,
    "remove-addressee": RemoveAddressee,
    "answer-lead": AnswerLead,
    "record-position": RecordPosition,
    "tag-recommendation": TagRecommendation,
    "note-particulars": NoteParticulars,
    "set-next-review": SetNextReview,
    "decide-tag-suggestions": DecideTagSuggestions,
    "relate-recommendation": RelateRecommendation,
    "unrelate-recommendation": UnrelateRecommendation,
    "correct-recommendation": CorrectRecommendation,
    "close-recommendation": CloseRecommendation,
    "reopen-recommendation": ReopenRecommendation,
}
