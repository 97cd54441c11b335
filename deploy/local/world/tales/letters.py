"""Letters: drafted, joined, approved, changed, withdrawn, blocked, transmitted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from deploy.local.world.deeds import Keyed
from deploy.local.world.tales.submissions import (
    DEFENDERS,
    DETENTION,
    OFFICERS,
    THEMES,
    TORTURE,
    Case,
    words,
)
from deploy.local.world.tales.tale import DAY, HOUR, Dice, Tale, named, sealed
from shared.contracts.approvals import CommunicationType
from shared.contracts.approvals_letter_commands import (
    ApproveText,
    DraftCommunication,
    InformSource,
    JoinCommunication,
    RequestApproval,
    RequestChanges,
    ReviseDraft,
    ShareLetterWithSource,
    TransmitCommunication,
    WithdrawCommunication,
)
from shared.contracts.intake_commands import WithdrawConsent

HOLDERS = {TORTURE: "holder", DEFENDERS: "holder.hrds", DETENTION: "chair.wgad"}
_SILENT = "sr-judges-and-lawyers"
_SPOKEN = {"CHE": "fr", "URY": "es"}
"""The working language of a State, if not English."""
_ENDS = {
    "sent": 0.78,
    "drafted": 0.05,
    "waits": 0.06,
    "withdrawn": 0.04,
    "blocked": 0.03,
    "approved": 0.04,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A transmitted letter; ``mandates``: those that signed it, the lead first."""

    letter_id: str
    case: Case
    type: CommunicationType
    mandates: tuple[str, ...]
    text: str
    tale: Tale

    @property
    def lead(self) -> str:
        return self.mandates[0]

    @property
    def officer(self) -> str:
        return OFFICERS[self.lead]

    @property
    def language(self) -> str:
        """The language of the letter, of a reminder of it, and of what its State answers."""
        return _SPOKEN.get(self.case.state, "en")

    @property
    def words(self) -> dict[str, Any]:
        found: dict[str, Any] = words("letters")[self.language]
        return found


def letter(case: Case, number: int, dice: Dice) -> Letter | None:
    """Tell of a letter about this case; return it once it is transmitted."""
    type_: CommunicationType = "UA" if case.urgent else dice.weigh({"AL": 0.9, "OL": 0.1})
    lead = THEMES[case.theme].lead
    joint = tuple(
        one
        for one in HOLDERS
        if one != lead and one in THEMES[case.theme].others and dice.rolls(0.7)
    )
    told = Letter(
        letter_id=named("letter", number),
        case=case,
        type=type_,
        mandates=(lead, *joint),
        text="",
        tale=case.tale,
    )
    told = replace(told, text=_text(told, number))
    silent = (_SILENT,) if dice.rolls(0.08) else ()
    _drafted(told, silent, dice)
    end = dice.weigh(_ENDS)
    if end == "drafted":
        return None
    version, text = _approval_asked(told, dice)
    if end == "blocked" and case.source:
        case.tale.then(
            HOUR, case.source, WithdrawConsent(submission_id=case.submission_id, scope="act")
        )
        return None
    if end == "withdrawn":
        _withdrawn(told)
        return None
    approvers = told.mandates[:-1] if end == "waits" else told.mandates
    for mandate in approvers:
        _approve(told, mandate, version, text, dice)
    if end in {"waits", "approved"}:
        return None
    _transmitted(told, version, text, bool(silent), dice)
    return replace(told, text=text)


def _text(told: Letter, number: int) -> str:
    what, standard = told.words[told.case.theme]
    paragraphs: list[str] = told.words["paragraphs"]
    return "\n\n".join(paragraphs).format(what=what, standard=standard, number=number)


def _pace(told: Letter, dice: Dice, hours: int) -> int:
    """Return minutes until the next step: an urgent appeal takes hours, another letter days."""
    return (
        dice.between(1, 2) * HOUR if told.type == "UA" else dice.between(hours // 2, hours) * HOUR
    )


def _drafted(told: Letter, silent: tuple[str, ...], dice: Dice) -> None:
    of, case = told.letter_id, told.case
    draft = DraftCommunication(
        communication_id=of,
        submission_ids=(case.submission_id,),
        type=told.type,
        recipient=case.state,
        lead_mandate=told.lead,
        mandates=(*told.mandates[1:], *silent),
        text=sealed("communication", of, told.text),
        content_hash=Keyed(letter=told.text),
        language=told.language,
    )
    case.tale.then(_pace(told, dice, 8 * 24), told.officer, draft)
    for mandate in told.mandates[1:]:
        joined = JoinCommunication(communication_id=of, mandate=mandate)
        case.tale.then(HOUR, HOLDERS[mandate], joined)


def _approval_asked(told: Letter, dice: Dice) -> tuple[int, str]:
    """Ask for approval, in one case of ten twice; return the version and its text."""
    of, tale = told.letter_id, told.case.tale
    asked = RequestApproval(communication_id=of, version=1, content_hash=Keyed(letter=told.text))
    tale.then(_pace(told, dice, 24), told.officer, asked)
    if not dice.rolls(0.1):
        return 1, told.text
    note = "Please say in the second question who carried out the investigation. (Invented.)"
    changes = RequestChanges(
        communication_id=of,
        mandate=told.lead,
        version=1,
        note=sealed("communication", of, note),
    )
    tale.then(_pace(told, dice, 12), HOLDERS[told.lead], changes)
    text = told.text.replace(told.words["asked"], told.words["asked for"])
    revised = ReviseDraft(
        communication_id=of,
        version=1,
        text=sealed("communication", of, text),
        content_hash=Keyed(letter=text),
    )
    tale.then(_pace(told, dice, 12), told.officer, revised)
    asked = RequestApproval(communication_id=of, version=2, content_hash=Keyed(letter=text))
    tale.then(HOUR, told.officer, asked)
    return 2, text


def _approve(told: Letter, mandate: str, version: int, text: str, dice: Dice) -> None:
    approval = ApproveText(
        communication_id=told.letter_id,
        mandate=mandate,
        version=version,
        content_hash=Keyed(letter=text),
        authorise=told.type == "UA",
    )
    told.case.tale.then(_pace(told, dice, 24), HOLDERS[mandate], approval)


def _withdrawn(told: Letter) -> None:
    reason = "The person was released, and asks that nothing is sent. (Invented.)"
    withdrawn = WithdrawCommunication(
        communication_id=told.letter_id,
        mandate=told.lead,
        reason=sealed("communication", told.letter_id, reason),
    )
    told.case.tale.then(5 * HOUR, HOLDERS[told.lead], withdrawn)


def _transmitted(told: Letter, version: int, text: str, silent: bool, dice: Dice) -> None:  # noqa: FBT001
    of, tale, urgent = told.letter_id, told.case.tale, told.type == "UA"
    order = TransmitCommunication(
        communication_id=of, version=version, content_hash=Keyed(letter=text)
    )
    waits = (13 * HOUR if urgent else 6 * DAY) if silent else 0
    tale.then(waits + _pace(told, dice, 48), "chief" if urgent else "qrd", order)
    submission = told.case.submission_id
    informed = InformSource(communication_id=of, submission_id=submission)
    tale.then(DAY, told.officer, informed)
    if dice.rolls(0.3):
        shared = ShareLetterWithSource(communication_id=of, submission_id=submission)
        tale.then(DAY, HOLDERS[told.lead], shared)


def signers(told: Letter) -> Iterator[tuple[str, str]]:
    """Return each mandate that signed, with who holds it."""
    for mandate in told.mandates:
        yield mandate, HOLDERS[mandate]
