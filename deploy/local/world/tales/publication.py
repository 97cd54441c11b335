"""Publication: embargoes that end, move or are ended early; approved, published, taken back."""

from datetime import timedelta

from deploy.local.world.deeds import Keyed
from deploy.local.world.tales.letters import HOLDERS, Letter, signers
from deploy.local.world.tales.replies import Reply
from deploy.local.world.tales.tale import DAY, HOUR, Dice, Tale, sealed
from shared.contracts.followup_publication_commands import (
    ApproveRedaction,
    DecideEarlyPublication,
    MoveEmbargo,
    PublishDocument,
    WithdrawPublication,
)

_LETTER = "letter"
_EMBARGO = 61
_MOVED = 30
_OTHER = 3
_PUBLISHER = "system:publisher"


def publish(told: Letter, reply: Reply | None, tale: Tale, dice: Dice) -> None:
    """Tell of the letter's publication; ``tale`` begins with its transmission."""
    days = _OTHER if told.type == "OL" else _EMBARGO
    over = tale.minute + days * DAY
    if told.type != "OL" and dice.rolls(0.06):
        over += _move(told, tale)
    elif told.type != "OL" and dice.rolls(0.06):
        _early(told, tale)
        over = tale.minute
    if not dice.rolls(0.8):
        return  # it waits for the publication officer
    tale.until(over + dice.between(-5, 20) * DAY)
    _approve(told, _LETTER, told.text, tale)
    tale.until(over)
    _public(told, _LETTER, told.text, tale)
    if reply is not None and not reply.confidential:
        tale.until(reply.minute + dice.between(2, 12) * DAY)
        _approve(told, reply.reply_id, reply.text, tale)
        _public(told, reply.reply_id, reply.text, tale)
    if dice.rolls(0.03):
        _take_back(told, tale)


def _approve(told: Letter, document: str, text: str, tale: Tale) -> None:
    approved = ApproveRedaction(
        communication_id=told.letter_id,
        document=document,
        redactions=(),
        rendition=sealed("communication", told.letter_id, text),
        rendition_hash=Keyed(rendition=[told.letter_id, document, text]),
        source_findings=0,
        name_findings=0,
    )
    tale.then(HOUR, "publication", approved)


def _public(told: Letter, document: str, text: str, tale: Tale) -> None:
    published = PublishDocument(
        communication_id=told.letter_id,
        document=document,
        text=text,
        salt=Keyed(rendition_salt=[told.letter_id, document]),
    )
    tale.then(1, _PUBLISHER, published)


def _move(told: Letter, tale: Tale) -> int:
    """Move the embargo to a later day; return the minutes by which it is longer."""
    until = tale.at + timedelta(days=_EMBARGO + _MOVED)
    moved = MoveEmbargo(
        communication_id=told.letter_id,
        mandate=told.lead,
        embargo_until=until,
        reason=sealed("communication", told.letter_id, "A court decides next month. (Invented.)"),
    )
    tale.then(20 * DAY, HOLDERS[told.lead], moved)
    return _MOVED * DAY


def _early(told: Letter, tale: Tale) -> None:
    tale.wait(15 * DAY)
    for mandate, holder in signers(told):
        early = DecideEarlyPublication(
            communication_id=told.letter_id,
            mandate=mandate,
            reason=sealed("communication", told.letter_id, "A life is in danger. (Invented.)"),
        )
        tale.then(DAY, holder, early)


def _take_back(told: Letter, tale: Tale) -> None:
    note = sealed("communication", told.letter_id, "The family asked for it. (Invented.)")
    back = WithdrawPublication(communication_id=told.letter_id, reason="decision", note=note)
    tale.then(9 * DAY, "publication", back)
