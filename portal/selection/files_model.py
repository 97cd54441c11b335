"""The rows of the end of a selection's files (SA13)."""

from collections.abc import Callable, Iterable

from sqlalchemy import Table

from portal.selection.ending_tables import places, proposals
from portal.selection.sealed_model import openings, scores
from portal.selection.talk_model import slots
from shared.contracts.stakeholders_files import (
    Fact,
    PublicPartKept,
    SelectionFilesEnded,
    SelectionFilesHeld,
    SelectionFilesReleased,
)
from shared.read_models.model import Change, Delete, Put


def project(fact: Fact, vacancy: Callable[..., Put], candidates: Table) -> Iterable[Change]:
    """Return the rows that change. ``vacancy``: makes the change of a vacancy's row."""
    match fact:
        case SelectionFilesHeld():
            yield vacancy(fact.vacancy_id, files_held=fact.reason_code)
        case SelectionFilesReleased():
            yield vacancy(fact.vacancy_id, files_held=None)
        case SelectionFilesEnded():
            if fact.others:
                yield vacancy(fact.vacancy_id, files_ended_at=fact.ended_at)
                yield Delete(openings, (fact.vacancy_id,))
            for one in fact.candidate_ids:
                yield Put(candidates, (one,), {"erased_at": fact.ended_at})
                for table in (scores, slots):
                    yield Delete(table, (fact.vacancy_id, one))
        case PublicPartKept():
            yield from _kept(fact, candidates)


def _kept(fact: PublicPartKept, candidates: Table) -> Iterable[Change]:
    """What is public has another key from now on, which lasts."""
    yield Put(candidates, (fact.candidate_id,), {"name": fact.name, "kept_at": fact.kept_at})
    for one in fact.reasons:
        key = (fact.vacancy_id, one.report, fact.candidate_id)
        yield Put(places, key, {"reason": one.reason})
    if fact.deviation:
        proposal = (fact.vacancy_id, fact.candidate_id)
        yield Put(proposals, proposal, {"reasons": fact.deviation})
