"""The rows of what a mandate needs: views on it, and the terms of reference of a vacancy (A.2)."""

from collections.abc import Iterable

from sqlalchemy import Column, Integer, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_needs import (
    NeedsViewGiven,
    NeedsViewReturned,
    NeedsViewWithdrawn,
    TermsOfReferenceSet,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put

needs_views = Table(
    "selection_needs_views",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("view_id", String(36), primary_key=True),
    Column("version", Integer),
    Column("author_id", String(36), index=True),
    Column("capacity", String(20)),
    Column("consent", String(20)),
    Column("text", SealedText),  # null: withdrawn
    Column("given_at", Instant),
    Column("returned_at", Instant),  # null: it stands
    Column("reason", SealedText),  # why it was returned
)
references = Table(
    "selection_terms_of_reference",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("text", SealedText),
    Column("set_at", Instant),
)


def project(fact: Fact) -> Iterable[Change]:
    match fact:
        case NeedsViewGiven():
            values = {
                "version": fact.version,
                "author_id": fact.author_id,
                "capacity": fact.capacity,
                "consent": fact.consent,
                "text": fact.text,
                "given_at": fact.given_at,
                "returned_at": None,
                "reason": None,
            }
            yield Put(needs_views, (fact.vacancy_id, fact.view_id), values)
        case NeedsViewWithdrawn():
            gone = {"text": None, "reason": None}
            yield Put(needs_views, (fact.vacancy_id, fact.view_id), gone)
        case NeedsViewReturned():
            back = {"returned_at": fact.returned_at, "reason": fact.reason}
            yield Put(needs_views, (fact.vacancy_id, fact.view_id), back)
        case TermsOfReferenceSet():
            said = {"text": fact.text, "set_at": fact.set_at}
            yield Put(references, (fact.vacancy_id,), said)
        case _:
            return
