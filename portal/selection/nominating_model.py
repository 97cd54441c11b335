"""Who nominates whom, and how far it is. Whoever it is about is sealed."""

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import Column, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_nominations import (
    CandidateNominated,
    NominationAccepted,
    NominationDeclined,
    NominationWithdrawn,
    NominatorNamed,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put

nominations = Table(
    "selection_nominations",
    tables,
    Column("candidate_id", String(36), primary_key=True),
    Column("nomination_id", String(36), primary_key=True),
    Column("vacancy_id", String(36)),
    Column("kind", String(30)),
    Column("nominator", SealedText),
    Column("step", String(20)),  # named, confirmed, declined or withdrawn
    Column("named_at", Instant),
    Column("answer_by", Instant),  # null: nobody was asked to confirm
    Column("answered_at", Instant),
    Column("withdrawn_by", String(20)),
)


Nominating: TypeAlias = (
    NominatorNamed
    | NominationAccepted
    | CandidateNominated
    | NominationDeclined
    | NominationWithdrawn
)


def project(fact: Fact) -> Iterable[Change]:
    match fact:
        case NominatorNamed():
            values: dict[str, object] = {
                "vacancy_id": fact.vacancy_id,
                "kind": fact.kind,
                "nominator": fact.nominator,
                "step": "named",
                "named_at": fact.named_at,
                "answer_by": fact.answer_by,
            }
            yield _put(fact, values)
        case NominationAccepted():
            values = {
                "vacancy_id": fact.vacancy_id,
                "kind": fact.kind,
                "nominator": fact.nominator,
                "step": "confirmed",
                "named_at": fact.accepted_at,
                "answer_by": None,
                "answered_at": fact.accepted_at,
            }
            yield _put(fact, values)
        case CandidateNominated():
            values = {
                "nominator": fact.nominator,
                "step": "confirmed",
                "answered_at": fact.nominated_at,
            }
            yield _put(fact, values)
        case NominationDeclined():
            values = {"step": "declined", "answered_at": fact.declined_at}
            yield _put(fact, values)
        case NominationWithdrawn():
            yield _put(fact, {"step": "withdrawn", "withdrawn_by": fact.by})
        case _:
            return


def _put(
    fact: Nominating,
    values: dict[str, object],
) -> Change:
    return Put(nominations, (fact.candidate_id, fact.nomination_id), values)


def closed(candidate_id: str) -> Change:
    """Nothing is left of who nominated somebody whose application is withdrawn or lapsed."""
    return Delete(nominations, (candidate_id,))
