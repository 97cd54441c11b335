"""The commands of a follow-up round: of the mandate, and of each provider that it asks.

``seen`` of a provider: how many steps of its own its page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from shared.contracts.followup_rounds import Kind, Scope, Situation, Step, Wish
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRound:
    round_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFollowUpRound(OnRound):
    """The Government is asked with it."""

    mandate: str
    state: str
    scope: Scope
    year: int
    rows: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForFollowUp(OnRound):
    """``organisation_id``: its code. ``remind``: whether it is reminded."""

    kind: Kind
    organisation_id: str
    remind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAskBack(OnRound):
    provider_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeSituation(OnRound):
    recommendation_id: str
    situation_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswer(OnRound):
    """``text``: None takes the row out of the draft. A Government's answers are all to publish."""

    seen: int
    recommendation_id: str
    answer_id: str
    text: Sealed | None
    wish: Wish = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A row of a sheet, as ``KeepAnswer`` has it."""

    recommendation_id: str
    answer_id: str
    text: Sealed | None
    wish: Wish = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswers(OnRound):
    """Several rows at once, as a sheet brings them: the same facts as of one after the other."""

    seen: int
    answers: tuple[Filled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitAnswers(OnRound):
    seen: int
    submission_id: str
    name: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineToAnswer(OnRound):
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAnswers(OnRound):
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardDraft(OnRound):
    """Also once the round is closed. What was sent stays so."""

    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseReminders(OnRound):
    seen: int
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAnswerFile(OnRound):
    """A stored, encrypted file beside an answer of one's own; see ``FollowUpFileAdded``."""

    recommendation_id: str
    attachment_id: str
    object_name: str
    sha256: str
    size: int
    media_type: str
    scanned: Literal["clean", "not_scanned"]
    details: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAnswerFile(OnRound):
    attachment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompileTable(OnRound):
    """``answers``: the ids of all that the page showed as sent, also of what stays out of it.

    ``left_out``: those that the mandate leaves out of this version, besides.
    """

    answers: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTable(OnRound):
    version: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOnTable(OnRound):
    version: int
    comment_id: str
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTable(OnRound):
    version: int
    symbol: str | None
    situations: tuple[Situation, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTableBack(OnRound):
    version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRound(OnRound):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDue(OnRound):
    """``seen``: the last day that the page showed."""

    seen: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenRound(OnRound):
    """Until its table is published."""

    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseLeftDraft(OnRound):
    """Only the clock sends it, once the organisation left (FR3). What was sent stays so."""

    provider_id: str


ByProvider: TypeAlias = (
    KeepAnswer
    | KeepAnswers
    | SubmitAnswers
    | DeclineToAnswer
    | WithdrawAnswers
    | DiscardDraft
    | ChooseReminders
    | AddAnswerFile
    | RemoveAnswerFile
)
OfMandate: TypeAlias = AskForFollowUp | TakeAskBack | DescribeSituation | CompileTable | MoveDue
OfHolder: TypeAlias = SendTable | PublishTable | CloseRound | ReopenRound
OnTable: TypeAlias = CommentOnTable | TakeTableBack
Command: TypeAlias = (
    OpenFollowUpRound | OfMandate | OfHolder | ByProvider | EraseLeftDraft | OnTable
)

TYPES: dict[str, type] = {
    "open-follow-up-round": OpenFollowUpRound,
    "ask-for-follow-up": AskForFollowUp,
    "take-ask-back": TakeAskBack,
    "describe-situation": DescribeSituation,
    "keep-answer": KeepAnswer,
    "keep-answers": KeepAnswers,
    "submit-answers": SubmitAnswers,
    "decline-to-answer": DeclineToAnswer,
    "withdraw-answers": WithdrawAnswers,
    "discard-draft-answers": DiscardDraft,
    "choose-reminders": ChooseReminders,
    "add-answer-file": AddAnswerFile,
    "remove-answer-file": RemoveAnswerFile,
    "compile-table": CompileTable,
    "send-table": SendTable,
    "comment-on-table": CommentOnTable,
    "publish-table": PublishTable,
    "take-table-back": TakeTableBack,
    "close-round": CloseRound,
    "move-round-due": MoveDue,
    "reopen-round": ReopenRound,
    "erase-left-draft": EraseLeftDraft,
}
