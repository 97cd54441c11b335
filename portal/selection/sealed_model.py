"""The tables of what members give: its hash while it is sealed, and what was opened.

They hold no preference before the opening. Who may read what is decided in ``given``.
"""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import JSON, Column, Integer, String, Table

from portal.selection.ending_tables import tables
from shared.contracts.stakeholders_review import (
    AdditionalCandidateConsidered,
    InterviewListAdopted,
    PreferencesNotOpened,
    PreferencesOpened,
    PreferencesSubmitted,
)
from shared.platform.tables import Instant, SealedText
from shared.read_models.model import Change, Put

scores = Table(
    "selection_scores",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("candidate_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("scores", JSON),
    Column("note", SealedText),
    Column("scored_at", Instant),
)
preferences = Table(  # sealed: the hash, and whom it is about
    "selection_preferences",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("version", Integer),
    Column("commitment", String(64)),  # null where they are void
    Column("candidate_ids", JSON),
    Column("submitted_at", Instant),
)
openings = Table(  # kept also where they became void later
    "selection_openings",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("member_id", String(36), primary_key=True),
    Column("version", Integer),
    Column("commitment", String(64)),
    Column("cause", String(20)),  # why it was not opened; null: it matches its hash
    Column("sheet", JSON),
    Column("opened_at", Instant),
)
interviews = Table(
    "selection_interviews",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("candidate_ids", JSON),
    Column("reason", SealedText),
    Column("adopted_at", Instant),
    Column("void_at", Instant),  # a member was recused since
)
additional = Table(  # whom the panel asked to apply after its review
    "selection_additional",
    tables,
    Column("vacancy_id", String(36), primary_key=True),
    Column("applicant_id", String(36), primary_key=True),
    Column("reason", SealedText),
    Column("considered_at", Instant),
    Column("apply_by", Instant),
)


def project(
    fact: PreferencesSubmitted
    | PreferencesOpened
    | PreferencesNotOpened
    | InterviewListAdopted
    | AdditionalCandidateConsidered,
) -> Iterable[Change]:
    """What is sealed, what was opened, and who is interviewed."""
    match fact:
        case PreferencesSubmitted():
            kept = {
                "version": fact.version,
                "commitment": fact.commitment,
                "candidate_ids": list(fact.candidate_ids),
                "submitted_at": fact.submitted_at,
            }
            yield Put(preferences, (fact.vacancy_id, fact.member_id), kept)
        case PreferencesOpened():
            opened = {
                "version": fact.version,
                "commitment": fact.commitment,
                "cause": None,
                "sheet": asdict(fact.sheet),
                "opened_at": fact.opened_at,
            }
            yield Put(openings, (fact.vacancy_id, fact.member_id), opened)
            for one in fact.sheet.scored:
                yield Put(
                    scores,
                    (fact.vacancy_id, one.candidate_id, fact.member_id),
                    {"scores": dict(one.scores), "note": one.note, "scored_at": fact.opened_at},
                )
        case PreferencesNotOpened():
            closed = {
                "version": fact.version,
                "commitment": fact.commitment,
                "cause": fact.cause,
                "sheet": None,
                "opened_at": fact.closed_at,
            }
            yield Put(openings, (fact.vacancy_id, fact.member_id), closed)
        case InterviewListAdopted():
            listed = {
                "candidate_ids": list(fact.candidate_ids),
                "reason": fact.reason,
                "adopted_at": fact.adopted_at,
                "void_at": None,
            }
            yield Put(interviews, (fact.vacancy_id,), listed)
        case AdditionalCandidateConsidered():
            asked = {
                "reason": fact.reason,
                "considered_at": fact.considered_at,
                "apply_by": fact.apply_by,
            }
            yield Put(additional, (fact.vacancy_id, fact.applicant_id), asked)


def void(vacancy_id: str, member_id: str) -> Put:
    """What is sealed counts no more; its version stays, so that the next one is another."""
    return Put(preferences, (vacancy_id, member_id), {"commitment": None, "candidate_ids": None})
