"""Rows about sent letters, on both databases, however often a fact arrives."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal.casefile.outcomes import LETTERS
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.communications.tables import letters
from portal.letters.documents.queries import for_source, proofs_of, told_of
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.facts.kafka import Published
from shared.read_models.model import Applier
from tests.support.approvals import fact_from
from tests.support.compiled import engine_of
from tests.support.letters import LETTER, at, upto
from tests.support.ready import ready
from tests.support.submissions import ID

PROOF = TransmissionProofRecorded(
    communication_id=LETTER,
    reference="UA KEN 3/2026",
    version=1,
    content_hash="1" * 64,
    pdf_sha256="2" * 64,
    channel="post",
    sent_at=at(7),
    recorded_by="chief",
    recorded_at=at(8),
)
INFORMED = SourceInformed(
    communication_id=LETTER, submission_id=ID, informed_by="officer", informed_at=at(9)
)
SHARED = LetterSharedWithSource(
    communication_id=LETTER,
    submission_id=ID,
    mandate="sr-torture",
    shared_by="holder",
    shared_at=at(10),
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    ready(made, (COMMUNICATIONS, LETTERS))
    yield made
    made.dispose()


def tell(engine: Engine, *facts: Any) -> None:
    """Let the facts arrive, each of them twice."""
    published = [_published(fact, n) for n, fact in enumerate(facts, 1)]
    for model in (COMMUNICATIONS, LETTERS):
        for one in published:
            Applier(engine, model).apply([one])
            Applier(engine, model).apply([one])


def _published(fact: Any, position: int) -> Published:
    moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    return fact_from(fact, position, f"communication-{LETTER}", APPROVALS, lambda: moment)  # type: ignore[arg-type]  # a clock


def letter(engine: Engine, *, submission_ids: tuple[str, ...] = (ID,)) -> Letter:
    with engine.connect() as conn:
        row = conn.execute(select(letters)).one()
    known = {**row._asdict(), "submission_ids": submission_ids}
    fields = {one.name: known[one.name] for one in dataclasses.fields(Letter) if one.name in known}
    return Letter(**fields, signatures=(), without_consent=False)


def test_a_proof_is_a_row_however_often_it_arrives(engine: Engine) -> None:
    tell(engine, *upto("transmitted"), PROOF)
    with engine.connect() as conn:
        [row] = proofs_of(conn, letter(engine))
    assert (row.channel, row.pdf_sha256, row.sent_at) == ("post", "2" * 64, at(7))


def test_a_source_reads_a_letter_only_once_it_is_shared(engine: Engine) -> None:
    tell(engine, *upto("transmitted"))
    with engine.connect() as conn:
        assert for_source(conn, ID) == []
    tell(engine, *upto("transmitted"), INFORMED)
    with engine.connect() as conn:
        [one] = for_source(conn, ID)
        assert (one.reference, one.text) == ("UA KEN 3/2026", None)
    tell(engine, *upto("transmitted"), INFORMED, SHARED)
    with engine.connect() as conn:
        [one] = for_source(conn, ID)
        assert one.text is not None
        assert for_source(conn, "another") == []


def test_what_each_source_knows_is_for_those_who_work_on_the_letter(engine: Engine) -> None:
    tell(engine, *upto("transmitted"), INFORMED, SHARED)
    both = letter(engine, submission_ids=(ID, "another"))
    with engine.connect() as conn:
        first, second = told_of(conn, both, Sight(work=True))
        assert told_of(conn, both, Sight(clearance=True, summary=True)) == []
    assert (first.informed_at, first.shared_at) == (at(9), at(10))
    assert (second.submission_id, second.informed_at) == ("another", None)
