"""The tables of who takes part in a panel, and the facts that fill them.

Who may read them is decided in the queries (``recused``, ``vacancies``, ``files``).
"""

from collections.abc import Iterable

from sqlalchemy import Column, String, Table

from portal.selection.ending_tables import tables
from portal.selection.sealed_model import interviews, void
from shared.contracts.stakeholders_onward import SeatFilled
from shared.contracts.stakeholders_recusal import (
    LobbyingDisclosed,
    MemberRecused,
    NoConflictDeclared,
    RecusalLifted,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put

disclosures = Table(  # of no conflict with this candidate
    "selection_disclosures",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("disclosed_at", Instant),
)
recusals = Table(
    "selection_recusals",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("cause", String(20), primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("recused_at", Instant),
    Column("from_stage", String(20)),  # null while the cause lasts
    Column("lifted_at", Instant),
)
lobbies = Table(
    "selection_lobbying",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("disclosure_id", String(36), primary_key=True),
    Column("member_id", String(36)),
    Column("text", SealedText),
    Column("disclosed_at", Instant),
)
left = Table(  # members whose seat went to somebody else
    "selection_left",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("left_at", Instant),
)
conflicts = Table(
    "selection_conflicts",
    tables,
    Column("candidate_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("declared_at", Instant),
)


def project(
    fact: NoConflictDeclared | MemberRecused | RecusalLifted | LobbyingDisclosed,
) -> Iterable[Change]:
    """Who takes part, and who told of lobbying."""
    member = (fact.vacancy_id, fact.member_id)
    match fact:
        case NoConflictDeclared():
            for candidate_id in fact.candidate_ids:
                told = {"disclosed_at": fact.declared_at}
                yield Put(disclosures, (*member, candidate_id), told)
        case MemberRecused():
            held = {"recused_at": fact.recused_at, "from_stage": None, "lifted_at": None}
            yield Put(recusals, (*member, fact.cause, fact.candidate_id), held)
            yield void(*member)
            yield Put(interviews, (fact.vacancy_id,), {"void_at": fact.recused_at})
        case RecusalLifted():
            over = {"from_stage": fact.from_stage, "lifted_at": fact.lifted_at}
            yield Put(recusals, (*member, fact.cause, fact.candidate_id), over)
        case LobbyingDisclosed():
            yield Put(
                lobbies,
                (fact.vacancy_id, fact.disclosure_id),
                {
                    "member_id": fact.member_id,
                    "text": fact.text,
                    "disclosed_at": fact.disclosed_at,
                },
            )


def replaced(fact: SeatFilled) -> Iterable[Change]:
    """Who left the panel is recused from nothing there any more, nor is whoever came."""
    yield Put(left, (fact.vacancy_id, fact.replaces), {"left_at": fact.filled_at})
    yield Delete(left, (fact.vacancy_id, fact.member_id))
    yield Delete(recusals, (fact.vacancy_id, fact.replaces))
    yield void(fact.vacancy_id, fact.replaces)
