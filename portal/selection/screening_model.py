"""The "no" of one officer that waits for a second one. Only selection officers read it."""

from collections.abc import Iterable

from sqlalchemy import JSON, Column, Integer, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import (
    ApplicationWithdrawn,
    EligibilityScreened,
    Fact,
)
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.contracts.stakeholders_screening import (
    Grounds,
    NotEligibleDisputed,
    NotEligibleProposed,
    NotEligibleTakenBack,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Delete, Put

noes = Table(
    "selection_noes",
    tables,
    Column("candidate_id", String(36), primary_key=True),
    Column("vacancy_id", String(36), index=True),
    Column("proposal", Integer),
    Column("reason", SealedText),
    Column("codes", JSON),  # of shared.reference.eligibility; null of before there was a list
    Column("proposed_by", String(80)),
    Column("proposed_at", Instant),
)


def codes(grounds: Grounds | None) -> list[str] | None:
    return list(grounds.codes) if grounds else None


def project(fact: Fact) -> Iterable[Change]:
    match fact:
        case NotEligibleProposed():
            values = {
                "vacancy_id": fact.vacancy_id,
                "proposal": fact.proposal,
                "reason": fact.reason,
                "codes": codes(fact.grounds),
                "proposed_by": fact.proposed_by,
                "proposed_at": fact.proposed_at,
            }
            yield Put(noes, (fact.candidate_id,), values)
        case (
            EligibilityScreened()
            | NotEligibleDisputed()
            | NotEligibleTakenBack()
            | ApplicationWithdrawn()
            | ApplicationLapsed()
        ):
            yield Delete(noes, (fact.candidate_id,))
        case _:
            return
