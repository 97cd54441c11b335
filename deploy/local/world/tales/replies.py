"""Replies: logged, filed by a Government, late or missing; graded, translated, closed."""

from dataclasses import dataclass
from datetime import timedelta

from deploy.local.world.deeds import Keyed
from deploy.local.world.tales.letters import HOLDERS, Letter, signers
from deploy.local.world.tales.submissions import words
from deploy.local.world.tales.tale import DAY, HOUR, Dice, Tale, named, sealed
from shared.contracts.followup import ReplyKind
from shared.contracts.followup_reply_commands import (
    AcknowledgeReceipt,
    ApproveReminder,
    AssessReply,
    CloseCase,
    CommentOnReply,
    DraftReminder,
    ForwardReplyToSource,
    LogReply,
    NoteDialogue,
    NoteExtension,
    NotifyClosure,
    RecordTranslation,
    RequestExtension,
    RequestTranslation,
    SendReminder,
)
from shared.core.geneva import day_of
from shared.reference import COOPERATION, PARTIAL_PATTERNS

_FATES = {"replies": 0.5, "acknowledges": 0.15, "asks for time": 0.1, "is silent": 0.25}
_REPLY_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A substantive reply; ``minute``: when it came. ``confidential``: its State keeps it so."""

    reply_id: str
    text: str
    language: str
    minute: int
    confidential: bool


def follow(told: Letter, tale: Tale, dice: Dice) -> Reply | None:
    """Tell what comes back for a letter; ``tale`` begins with its transmission."""
    fate = dice.weigh(_FATES)
    if fate == "replies":
        tale.wait(dice.between(12, 58) * DAY)
        return _replied(told, tale, dice)
    if fate == "asks for time":
        _more_time(told, tale, dice)
        return _replied(told, tale, dice)
    if fate == "acknowledges":
        _acknowledged(told, tale, dice)
    _reminded(told, tale, dice)
    if dice.rolls(0.3):
        tale.wait(dice.between(10, 40) * DAY)
        return _replied(told, tale, dice)
    if dice.rolls(0.5):
        tale.wait(dice.between(60, 150) * DAY)
        _closed(told, "no_reply", tale)
    return None


def _by(told: Letter) -> str:
    return "government" if told.case.state == "CHE" else "qrd"


def _logged(told: Letter, reply_id: str, kind: ReplyKind, text: str, tale: Tale) -> bool:
    logged = LogReply(
        communication_id=told.letter_id,
        reply_id=reply_id,
        kind=kind,
        language=told.language,
        confidential_by_state=_confidential(told),
        text=sealed("reply", reply_id, text),
        received_at=tale.at,
    )
    return tale.then(0, _by(told), logged)


def _confidential(told: Letter) -> bool:
    return told.letter_id[0] == "0"  # one of sixteen


def _replied(told: Letter, tale: Tale, dice: Dice) -> Reply | None:
    language = told.language
    number = dice.between(0, 2)
    tale.wait(HOUR)
    reply = Reply(
        reply_id=named("reply", told.letter_id),
        text=words("replies")[language]["substantive"][number],
        language=language,
        minute=tale.minute,
        confidential=_confidential(told),
    )
    if not _logged(told, reply.reply_id, "substantive", reply.text, tale):
        return None
    if language != "en" and dice.rolls(0.6):
        _translated(told, reply, words("replies")["en"]["substantive"][number], tale.aside(), dice)
    if dice.rolls(0.4) and told.case.source:
        _commented(told, reply, tale.aside(), dice)
    if dice.rolls(0.85):
        _graded(told, reply, number, tale, dice)
    if dice.rolls(0.5):
        tale.wait(dice.between(20, 90) * DAY)
        _closed(told, ("resolved", "refuted", "improved")[number], tale)
    return reply


def _graded(told: Letter, reply: Reply, number: int, tale: Tale, dice: Dice) -> None:
    tale.wait(dice.between(2, 20) * DAY)
    for mandate, holder in signers(told):
        value = ("full", "none", "partial")[number] if dice.rolls(0.7) else "partial"
        patterns = (dice.pick(tuple(PARTIAL_PATTERNS)),) if value == "partial" else ()
        graded = AssessReply(
            communication_id=told.letter_id,
            reply_id=reply.reply_id,
            mandate=mandate,
            scheme=COOPERATION.code,
            value=value,
            rationale=sealed(
                "replycase", told.letter_id, "It follows the questions of the letter. (Invented.)"
            ),
            patterns=patterns,
        )
        tale.then(dice.between(1, 3) * DAY, holder, graded)


def _translated(told: Letter, reply: Reply, text: str, tale: Tale, dice: Dice) -> None:
    asked = RequestTranslation(
        communication_id=told.letter_id, reply_id=reply.reply_id, language="en"
    )
    done = RecordTranslation(
        communication_id=told.letter_id,
        reply_id=reply.reply_id,
        language="en",
        text=sealed("reply", reply.reply_id, text),
    )
    tale.then(HOUR, "qrd", asked)
    tale.then(dice.between(4, 15) * DAY, "qrd", done)


def _commented(told: Letter, reply: Reply, tale: Tale, dice: Dice) -> None:
    holder, case = HOLDERS[told.lead], told.case
    forwarded = ForwardReplyToSource(
        communication_id=told.letter_id, reply_id=reply.reply_id, mandate=told.lead
    )
    tale.then(dice.between(1, 5) * DAY, holder, forwarded)
    if not case.source.startswith("source:"):
        return
    comment = CommentOnReply(
        communication_id=told.letter_id,
        reply_id=reply.reply_id,
        submission_id=case.submission_id,
        comment_id=named("comment", told.letter_id),
        text=sealed(
            "submission", case.submission_id, "It leaves out what happened at night. (Invented.)"
        ),
    )
    tale.then(dice.between(2, 9) * DAY, case.source, comment)


def _acknowledged(told: Letter, tale: Tale, dice: Dice) -> None:
    tale.wait(dice.between(3, 20) * DAY)
    if dice.rolls(0.5):
        receipt = AcknowledgeReceipt(communication_id=told.letter_id, received_at=tale.at)
        tale.then(0, _by(told), receipt)
        return
    text = words("replies")[told.language]["acknowledgement"]
    _logged(told, named("acknowledgement", told.letter_id), "acknowledgement", text, tale)


def _more_time(told: Letter, tale: Tale, dice: Dice) -> None:
    until = day_of(tale.at) + timedelta(days=_REPLY_DAYS + 30)
    asked = RequestExtension(
        communication_id=told.letter_id,
        request_id=named("extension", told.letter_id),
        until=until,
        reason=sealed("replycase", told.letter_id, "Three ministries are asked. (Invented.)"),
    )
    tale.then(dice.between(30, 50) * DAY, _by(told), asked)
    noted = NoteExtension(communication_id=told.letter_id, until=until)
    tale.then(2 * DAY, told.officer, noted)
    contact = NoteDialogue(
        communication_id=told.letter_id,
        contact_id=named("contact", told.letter_id),
        held_on=day_of(tale.at),
        kind="meeting",
        with_whom=sealed("replycase", told.letter_id, "The Permanent Mission (invented)"),
        said=sealed("replycase", told.letter_id, "The reply is being prepared. (Invented.)"),
    )
    tale.then(0, told.officer, contact)
    tale.wait(dice.between(15, 40) * DAY)


def _reminded(told: Letter, tale: Tale, dice: Dice) -> None:
    tale.wait(dice.between(_REPLY_DAYS + 2, _REPLY_DAYS + 15) * DAY)
    text: str = told.words["reminder"]
    reminder = named("reminder", told.letter_id)
    drafted = DraftReminder(
        communication_id=told.letter_id,
        reminder_id=reminder,
        text=sealed("replycase", told.letter_id, text),
        content_hash=Keyed(letter=text),
    )
    approved = ApproveReminder(
        communication_id=told.letter_id,
        reminder_id=reminder,
        mandate=told.lead,
        content_hash=Keyed(letter=text),
    )
    sent = SendReminder(communication_id=told.letter_id, reminder_id=reminder)
    tale.then(HOUR, told.officer, drafted)
    if dice.rolls(0.85):
        tale.then(2 * DAY, HOLDERS[told.lead], approved)
        tale.then(DAY, told.officer, sent)


def _closed(told: Letter, outcome: str, tale: Tale) -> None:
    closed = CloseCase(
        communication_id=told.letter_id,
        mandate=told.lead,
        outcome=outcome,
        reasons=sealed("replycase", told.letter_id, "Nothing more is to be expected. (Invented.)"),
    )
    tale.then(HOUR, HOLDERS[told.lead], closed)
    tale.then(DAY, told.officer, NotifyClosure(communication_id=told.letter_id, to="state"))
