"""The tables of who is on the Committee: all public, and without names."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import MetaData

from portal.web.accounts.seats import tables_of
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_committee import (
    CommitteeChairDesignated,
    CommitteeElected,
    CommitteeMemberLeft,
    Member,
)
from shared.facts.kafka import Published
from shared.read_models.model import Change, Put, ReadModel

CONSUMER = "portal.committee"

tables = MetaData()
elections, chairs, left = tables_of(tables)


def project(published: Published) -> Iterable[Change]:
    match published.fact:
        case CommitteeElected() as f:
            return _elected(f)
        case CommitteeChairDesignated() as f:
            return [Put(chairs, (f.election_id, f.from_on), {"term_id": f.term_id})]
        case CommitteeMemberLeft() as f:
            gone = {"left_on": f.left_on, "reason_code": f.reason_code}
            return [Put(left, (f.election_id, f.term_id), gone)]
        case _:
            return []


def _elected(f: CommitteeElected) -> list[Change]:
    values = {
        "kind": f.kind,
        "elected_on": f.elected_on,
        "members": [_plain(one) for one in f.members],
        "outgoing": _plain(f.outgoing_chair) if f.outgoing_chair else None,
        "corrected": False,
    }
    changes: list[Change] = [Put(elections, (f.election_id,), values)]
    if f.chair:
        changes.append(Put(chairs, (f.election_id, f.elected_on), {"term_id": f.chair}))
    if f.corrects:
        changes.append(Put(elections, (f.corrects,), {"corrected": True}))
    return changes


def _plain(member: Member) -> dict[str, object]:
    return {**asdict(member), "nationalities": list(member.nationalities)}


COMMITTEE = ReadModel(consumer=CONSUMER, contracts=(STAKEHOLDERS,), tables=tables, project=project)
