"""The tables of dialogues, their slots and statements. Speakers and texts are sealed."""

from collections.abc import Iterable
from typing import Any, assert_never

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_dialogues import (
    CoSponsorAccepted,
    CoSponsorAsked,
    CoSponsorLeft,
    DialogueChanged,
    DialogueClosed,
    DialogueScheduled,
    Joint,
    SlotPassedOn,
    SlotRequested,
    SlotWithdrawn,
    SpeakerCalled,
    SpeakerListed,
    SpeakerPutBack,
    StatementDelivered,
    StatementNotReached,
    StatementPublished,
    StatementTakenBack,
    StatementUploaded,
    StatementVideoLinked,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel
from shared.reference.dialogues import FORMS

CONSUMER = "portal.dialogues"

tables = MetaData()
dialogues = Table(
    "stakeholder_dialogues",
    tables,
    Column("dialogue_id", String(36), primary_key=True),
    Column("title", Text),
    Column("sub_item", Text),
    Column("mandate", String(40)),
    Column("state_concerned", String(10)),
    Column("visits", Integer),
    Column("starts_at", Instant, index=True),
    Column("minutes", Integer),
    Column("closed_at", Instant),
    Column("called_off", Boolean),
)
slots = Table(
    "dialogue_slots",
    tables,
    Column("dialogue_id", String(36), primary_key=True),
    Column("slot_id", String(36), primary_key=True),
    Column("speaks", String(20)),
    Column("organisation", String(80)),  # a pseudonym for this dialogue
    Column("state", String(10)),  # whose slot it is
    Column("speaker", SealedText),
    Column("requests", Integer),
    Column("requested_by", String(80), index=True),
    Column("requested_at", Instant),
    Column("number", BigInteger),  # the order of asking, where all else is equal
    Column("stage", String(20)),
    Column("code", String(20)),  # why it was withdrawn
    Column("called_at", Instant),
    Column("seconds", Integer),  # that the speaker had the floor
    Index("dialogue_slots_one", "slot_id"),
)
co_sponsors = Table(
    "dialogue_co_sponsors",
    tables,
    Column("slot_id", String(36), primary_key=True),
    Column("organisation", String(80), primary_key=True),  # a pseudonym for this dialogue
    Column("dialogue_id", String(36)),
    Column("asked_by", String(80)),
    Column("asked_at", Instant),
    Column("accepted_at", Instant),
    Column("left_at", Instant),
    Column("code", String(20)),  # why it left; ``leads``: the slot passed to it
    Index("dialogue_co_sponsors_organisation", "organisation"),
)
statements = Table(
    "dialogue_statements",
    tables,
    Column("dialogue_id", String(36), primary_key=True),
    Column("slot_id", String(36), primary_key=True),
    Column("form", String(10), primary_key=True),
    Column("text", SealedText),
    Column("words", Integer),
    Column("language", String(10)),
    Column("publishes", Boolean),
    Column("uploaded_at", Instant),
    Column("published_at", Instant),
    Column("received_in_time", Boolean),
    Column("video", SealedText),  # where the recording is
)


def project(published: Published) -> Iterable[Change]:
    fact: Any = published.fact
    match fact:
        case DialogueScheduled() | DialogueChanged():
            return [_dialogue(fact)]
        case DialogueClosed():
            now = {"closed_at": fact.closed_at, "called_off": fact.called_off}
            return [Put(dialogues, (fact.dialogue_id,), now)]
        case SlotRequested():
            return [_requested(fact, published.position)]
        case StatementUploaded():
            return [_uploaded(fact)]
        case StatementPublished():
            told = {"received_in_time": fact.received_in_time}
            return [_statement(fact, published_at=fact.published_at, **told)]
        case StatementTakenBack():
            return [_statement(fact, published_at=None, publishes=False)]
        case StatementVideoLinked():
            said = (fact.dialogue_id, fact.slot_id, "oral")
            return [Put(statements, said, {"video": fact.address})]
        case CoSponsorAsked() | CoSponsorAccepted() | CoSponsorLeft() | SlotPassedOn():
            return _joint(fact)
        case _:
            now = _of_slot(fact)
            return [_slot(fact, **now)] if now else []


def _of_slot(fact: Any) -> dict[str, Any]:
    match fact:
        case SpeakerListed() | SpeakerPutBack():
            return {"stage": "listed", "code": None, "called_at": None}
        case SpeakerCalled():
            return {"stage": "speaking", "called_at": fact.called_at}
        case StatementDelivered():
            return {"stage": "delivered", "called_at": None, "seconds": fact.seconds}
        case StatementNotReached():
            return {"stage": "not_reached"}
        case SlotWithdrawn():
            return {"stage": "withdrawn", "code": fact.code}
        case _:
            return {}


def _dialogue(f: DialogueScheduled | DialogueChanged) -> Put:
    details = f.details
    return Put(
        dialogues,
        (f.dialogue_id,),
        {
            "title": details.title,
            "sub_item": details.sub_item,
            "mandate": details.mandate,
            "state_concerned": details.state_concerned,
            "visits": details.visits,
            "starts_at": details.starts_at,
            "minutes": details.minutes,
        },
    )


def _requested(f: SlotRequested, number: int) -> Put:
    return _slot(
        f,
        speaks=f.speaks,
        organisation=f.organisation,
        state=f.state,
        speaker=f.speaker,
        requests=f.requests,
        requested_by=f.requested_by,
        requested_at=f.requested_at,
        number=number,
        stage="requested",
        code=None,
        called_at=None,
        seconds=0,
    )


def _joint(f: Joint) -> list[Put]:
    key = (f.slot_id, f.organisation)
    match f:
        case CoSponsorAsked():
            asked = {"dialogue_id": f.dialogue_id, "asked_by": f.asked_by, "asked_at": f.asked_at}
            new = {**asked, "accepted_at": None, "left_at": None, "code": None}
            return [Put(co_sponsors, key, new)]
        case CoSponsorAccepted():
            return [Put(co_sponsors, key, {"accepted_at": f.accepted_at})]
        case CoSponsorLeft():
            return [Put(co_sponsors, key, {"left_at": f.left_at, "code": f.code})]
        case SlotPassedOn():
            leads = {"left_at": f.passed_at, "code": "leads"}
            now = {"organisation": f.organisation, "requested_by": f.requested_by}
            kept = {"publishes": False}  # a form that was not handed in has no text, so no reader
            these = [Put(statements, (f.dialogue_id, f.slot_id, form), kept) for form in FORMS]
            return [Put(co_sponsors, key, leads), _slot(f, speaker=f.speaker, **now), *these]
    assert_never(f)


def _uploaded(f: StatementUploaded) -> Put:
    return _statement(
        f,
        text=f.text,
        words=f.words,
        language=f.language,
        publishes=f.publishes,
        uploaded_at=f.uploaded_at,
        published_at=None,
        received_in_time=False,
    )


def _slot(f: Any, **values: object) -> Put:
    return Put(slots, (f.dialogue_id, f.slot_id), values)


def _statement(f: Any, **values: object) -> Put:
    return Put(statements, (f.dialogue_id, f.slot_id, f.form), values)


DIALOGUES = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
