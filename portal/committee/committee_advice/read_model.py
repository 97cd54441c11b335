"""The tables of advice that OHCHR asks of the Committee: requests, dissents, steps."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_committee_advice import (
    CommitteeAdviceDeclined,
    CommitteeAdviceGiven,
    CommitteeAdviceRequested,
    CommitteeAdviceWithdrawn,
    CommitteeDissentRecorded,
    CommitteeDissentTakenBack,
)
from shared.facts.kafka import Published
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.committeeadvice"

tables = MetaData()
requests = Table(
    "committeeadvice_requests",
    tables,
    Column("request_id", String(36), primary_key=True),
    Column("question", SealedText),
    Column("stage", String(10)),  # waiting, given, declined, withdrawn
    Column("version", Integer),  # of the answer; 0: there is none
    Column("answer", SealedText),  # the advice, or why there is none
    Column("due_on", Date),
    Column("asked_by", String(80)),
    Column("asked_at", Instant),
    Column("ended_at", Instant),  # when it was answered last, or withdrawn
    Index("committeeadvice_requests_stage", "stage", "due_on"),
)
dissents = Table(
    "committeeadvice_dissents",
    tables,
    Column("request_id", String(36), primary_key=True),
    Column("member_id", String(80), primary_key=True),
    Column("version", Integer),  # of the advice that is not shared
    Column("dissent", SealedText),
    Column("recorded_at", Instant),
    Column("gone", Boolean),  # it was taken back
)
steps = Table(
    "committeeadvice_steps",
    tables,
    Column("request_id", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(10)),  # asked, the stages, corrected, dissent, shared
    Column("by_id", String(80)),
    Column("at", Instant),
)


def project(published: Published) -> Iterable[Change]:
    number = published.position
    match published.fact:
        case CommitteeAdviceRequested() as f:
            now = {
                "question": f.question,
                "stage": "waiting",
                "version": 0,
                "due_on": f.due_on,
                "asked_by": f.asked_by,
                "asked_at": f.asked_at,
            }
            return _step(f.request_id, number, "asked", f.asked_by, f.asked_at, now)
        case CommitteeAdviceGiven() as f:
            kind = "corrected" if f.corrects else "given"
            now = {"stage": "given", "version": f.version, "answer": f.advice}
            now["ended_at"] = f.given_at
            return _step(f.request_id, number, kind, f.given_by, f.given_at, now)
        case CommitteeAdviceDeclined() as f:
            now = {"stage": "declined", "version": f.version, "answer": f.reason}
            now["ended_at"] = f.declined_at
            return _step(f.request_id, number, "declined", f.declined_by, f.declined_at, now)
        case CommitteeAdviceWithdrawn() as f:
            now = {"stage": "withdrawn", "ended_at": f.withdrawn_at}
            return _step(f.request_id, number, "withdrawn", f.withdrawn_by, f.withdrawn_at, now)
        case CommitteeDissentRecorded() as f:
            said = {"version": f.version, "dissent": f.dissent, "recorded_at": f.recorded_at}
            dissent = Put(dissents, (f.request_id, f.member_id), {**said, "gone": False})
            return [dissent, _at(f.request_id, number, "dissent", f.member_id, f.recorded_at)]
        case CommitteeDissentTakenBack() as f:
            gone = Put(dissents, (f.request_id, f.member_id), {"gone": True})
            return [gone, _at(f.request_id, number, "shared", f.member_id, f.taken_back_at)]
        case _:
            return []


def _step(  # what each step is made of
    request_id: str, number: int, kind: str, by: str, at: object, now: dict[str, Any]
) -> list[Change]:
    return [Put(requests, (request_id,), now), _at(request_id, number, kind, by, at)]


def _at(request_id: str, number: int, kind: str, by: str, at: object) -> Put:
    return Put(steps, (request_id, number), {"kind": kind, "by_id": by, "at": at})


COMMITTEE_ADVICE = ReadModel(
    consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project
)
