"""The commands of reprisal cases, and their intended actors.

``step``: how many steps the page showed (decision 0063).
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReprisal:
    """A focal point; a holder or an officer of the mandate."""

    case_id: str
    mandate: str
    state: str
    origin: str
    link: str | None
    relation: str
    act: str
    imminent: bool
    account: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class TellOfReprisal:
    """A source by its return channel, a filer of TELLERS, or an admitted partner of a mission.

    ``link``: a submission or a mission, of whose mandate it is; ``mandate`` is empty otherwise.
    ``account``: with how this person is reached. ``agrees``, ``refuses``: of CONSENTS, by the
    victim alone (``victim``), who was ``informed`` of the risk.
    """

    case_id: str
    origin: str
    link: str | None
    partner_id: str | None
    mandate: str
    state: str
    relation: str
    act: str
    imminent: bool
    account: Sealed
    author: Sealed | None
    place: Sealed | None
    began_on: Sealed | None
    event: Sealed | None
    protection: Sealed | None
    victim: bool
    informed: bool
    agrees: tuple[str, ...]
    refuses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnReprisal:
    case_id: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReprisalGroup(OnReprisal):
    """A focal point."""

    holders: tuple[str, ...]
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassReprisalOn(OnReprisal):
    """A focal point, once the mandate has ended, is vacant or is not the right one."""

    mandate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReprisalVictim(OnReprisal):
    """Whoever is of the group has done so."""

    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenReprisal(OnReprisal):
    """A focal point."""

    in_scope: bool
    cooperation: Sealed
    next_look_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReprisalDetails(OnReprisal):
    """Whoever is of the group. All of them at once, in place of those before."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReprisalConsent(OnReprisal):
    """An officer or a holder; a "no" or a withdrawal, whoever is of the group.

    What a holder decides, a holder alone.
    """

    consent: str
    answer: str
    given_by: str
    informed: bool
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessReprisalHarm(OnReprisal):
    """Whoever is of the group."""

    consent: str
    assessed_on: date
    assessment: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReprisalAction(OnReprisal):
    """A holder."""

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReprisalAction(OnReprisal):
    """A holder or a focal point has done it."""

    action: str
    taken_on: date
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReprisalLetter(OnReprisal):
    """An officer or a holder. ``letter``: its id."""

    letter: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkReprisalLetter(OnReprisal):
    """An officer or a holder: it was the wrong letter."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReprisal(OnReprisal):
    """A holder or a focal point, with consent. ``text``: what this person reads."""

    account_id: str
    as_part: str
    until: date
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReprisalShowing(OnReprisal):
    """Whoever is of the group."""

    account_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReprisalAnswer(OnReprisal):
    """An officer or a holder."""

    value: str
    answered_on: date
    answer: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReprisalForReport(OnReprisal):
    """A focal point."""

    year: int
    part: str
    words: int
    text: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareReprisal(OnReprisal):
    """Whoever is of the group has copied the safe summary."""

    with_whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReprisalDocument(OnReprisal):
    """A focal point."""

    symbol: str
    published_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeReprisalDocument(OnReprisal):
    """A focal point: it was noted by mistake."""

    symbol: str
    note: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpReprisal(OnReprisal):
    """A focal point."""

    condition: str
    next_look_on: date
    note: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseReprisal(OnReprisal):
    """A holder and a focal point, one after the other."""

    reason: str
    told_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenReprisal(OnReprisal):
    """A focal point."""

    told_on: date | None
    next_look_on: date


Step: TypeAlias = (
    NameReprisalGroup
    | PassReprisalOn
    | ContactReprisalVictim
    | ScreenReprisal
    | RecordReprisalDetails
    | RecordReprisalConsent
    | AssessReprisalHarm
    | DecideReprisalAction
    | TakeReprisalAction
    | LinkReprisalLetter
    | UnlinkReprisalLetter
    | ShowReprisal
    | EndReprisalShowing
    | RecordReprisalAnswer
    | SendReprisalForReport
    | ShareReprisal
    | NoteReprisalDocument
    | StrikeReprisalDocument
    | FollowUpReprisal
    | CloseReprisal
    | ReopenReprisal
)
Command: TypeAlias = ReportReprisal | TellOfReprisal | Step

TYPES: dict[str, type] = {
    "report-reprisal": ReportReprisal,
    "tell-of-reprisal": TellOfReprisal,
    "name-reprisal-group": NameReprisalGroup,
    "pass-reprisal-on": PassReprisalOn,
    "contact-reprisal-victim": ContactReprisalVictim,
    "screen-reprisal": ScreenReprisal,
    "record-reprisal-details": RecordReprisalDetails,
    "record-reprisal-consent": RecordReprisalConsent,
    "assess-reprisal-harm": AssessReprisalHarm,
    "decide-reprisal-action": DecideReprisalAction,
    "take-reprisal-action": TakeReprisalAction,
    "link-reprisal-letter": LinkReprisalLetter,
    "unlink-reprisal-letter": UnlinkReprisalLetter,
    "show-reprisal": ShowReprisal,
    "end-reprisal-showing": EndReprisalShowing,
    "record-reprisal-answer": RecordReprisalAnswer,
    "send-reprisal-for-report": SendReprisalForReport,
    "share-reprisal": ShareReprisal,
    "note-reprisal-document": NoteReprisalDocument,
    "strike-reprisal-document": StrikeReprisalDocument,
    "follow-up-reprisal": FollowUpReprisal,
    "close-reprisal": CloseReprisal,
    "reopen-reprisal": ReopenReprisal,
}
