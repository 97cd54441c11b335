"""The effect of each fact on the tables."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select

from portal.letters.communications.read_model import COMMUNICATIONS, project
from portal.letters.communications.tables import (
    blocks,
    letters,
    links,
    questions,
    shares,
    signatures,
    steps,
    submissions,
    versions,
    victims,
)
from shared.contracts import approvals_history, approvals_statements
from shared.contracts.approvals import APPROVALS
from shared.contracts.approvals_authority import (
    DelegationGranted,
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
)
from shared.contracts.approvals_drafting import (
    JoiningTimesNoted,
    SubmissionBarred,
    SubmissionUnbarred,
)
from shared.contracts.approvals_erasure import LetterTextErased
from shared.contracts.approvals_holding import BarsNoted, HolderNoted, MandateLifeNoted
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.approvals_transmission import (
    LetterSharedWithSource,
    SourceInformed,
    TransmissionProofRecorded,
)
from shared.contracts.followup import DemoClockAdvanced
from shared.contracts.intake import INTAKE
from shared.core.testing import AT
from shared.facts.kafka import Published
from shared.read_models.model import Applier, digest
from tests.support.approvals import fact_from
from tests.support.compiled import engine_of
from tests.support.letters import (
    LEAD,
    LETTER,
    OTHER,
    approved,
    at,
    blocked,
    changes,
    cleared,
    declined,
    drafted,
    dropped_out,
    extended,
    fell_vacant,
    gone,
    joined,
    kept_as_record,
    naming_allowed,
    numbered,
    ordered,
    passed_on,
    requested,
    revised,
    revoked,
    unblocked,
    upto,
    voided,
    withdrawn,
)
from tests.support.portal import Clock
from tests.support.submissions import (
    ID,
    answered,
    asked,
    confirmed,
    consent_granted,
    consent_withdrawn,
    linked,
    not_actioned,
    received,
    triaged,
)

INTAKE_FACTS = [
    received(),
    triaged(),
    asked(),
    answered(),
    confirmed(),
    linked(),
    consent_withdrawn(),
    not_actioned(),
]
EVERYTHING = [
    *drafted(),
    extended(),
    naming_allowed(),
    dropped_out(mandate="sr-food"),
    fell_vacant(mandate="sr-water"),
    requested(),
    *approved(),
    changes(),
    voided(),
    requested(),
    *approved(),
    revised(),
    voided(),
    requested(version=2),
    *approved(version=2),
    revoked(),
    joined(),
    *approved(mandate=OTHER, version=2),
    declined(mandate="wgad"),
    cleared(version=2),
    blocked(),
    unblocked(),
    ordered(),
    numbered(),
    gone(),
    *upto("withdrawn", "other"),
    passed_on("third"),
    kept_as_record("fourth"),
]


OF_NO_TIMELINE = {
    TransmissionProofRecorded,  # these three are the letters area's
    SourceInformed,
    LetterSharedWithSource,
    SubmissionBarred,  # what decisions rest on
    SubmissionUnbarred,
    DelegationGranted,  # a mandate's, not a letter's
    DelegationRevoked,
    StandingAuthorisationGranted,
    StandingAuthorisationRevoked,
    JoiningTimesNoted,  # by when mandates are asked to join, as a mandate sets it
    HolderNoted,  # who may decide for a mandate, and until when
    MandateLifeNoted,
    BarsNoted,
    MissionHeard,  # what a statement rests on
    LetterTextErased,  # below: it may be of a statement
    *approvals_statements.TYPES.values(),  # no letter's
    *approvals_history.TYPES.values(),  # letters that were never written here
}


def arriving(facts: list[Any], contract: Any) -> list[Published]:
    return [
        fact_from(
            fact,
            n,
            "reference-KEN-2026"
            if fact == numbered()
            else f"case-{getattr(fact, 'communication_id', ID)}",
            contract,
            Clock(),
        )
        for n, fact in enumerate(facts, 1)
    ]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    Applier(made, COMMUNICATIONS).prepare()
    yield made
    made.dispose()


def tell(engine: Engine, *facts: Any) -> None:
    applier = Applier(engine, COMMUNICATIONS)
    applier.apply(arriving([f for f in facts if type(f) in _of(INTAKE)], INTAKE))
    applier.apply(arriving([f for f in facts if type(f) in _of(APPROVALS)], APPROVALS))


def _of(contract: Any) -> set[type]:
    return {cls for _, cls in contract.catalogue}


def rows(conn: Connection, table: Table) -> list[dict[str, Any]]:
    return [r._asdict() for r in conn.execute(select(table).order_by(*table.primary_key.columns))]


def the(engine: Engine, table: Table, **key: Any) -> dict[str, Any]:
    with engine.connect() as conn:
        [row] = [r for r in rows(conn, table) if key.items() <= r.items()]
    return row


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (drafted(), "drafting"),
        ([*drafted(), requested()], "awaiting"),
        ([*drafted(), requested(), changes()], "drafting"),
        (upto("approved"), "approved"),
        ([*upto("approved"), revised()], "drafting"),
        (upto("withdrawn"), "withdrawn"),
        ([*upto("approved"), ordered()], "ordered"),
        (upto("ordered"), "ordered"),
        (upto("transmitted"), "transmitted"),
    ],
)
def test_a_letter_is_where_its_last_fact_put_it(
    engine: Engine, facts: list[Any], state: str
) -> None:
    tell(engine, *facts)
    assert the(engine, letters, communication_id=LETTER)["state"] == state


def test_a_draft_has_its_text_its_mandates_and_its_submissions(engine: Engine) -> None:
    tell(engine, *drafted())
    letter = the(engine, letters)
    assert letter["submission_ids"] == [ID]
    assert (letter["type"], letter["recipient"], letter["version"]) == ("UA", "KEN", 1)
    assert the(engine, versions)["written_by"] == "officer"
    assert the(engine, signatures, mandate=LEAD)["lead"] is True
    assert the(engine, signatures, mandate=OTHER)["lead"] is False
    assert the(engine, links) == {"submission_id": ID, "communication_id": LETTER}


def test_an_approval_counts_until_it_is_voided(engine: Engine) -> None:
    tell(engine, *drafted(), requested(), *approved())
    signature = the(engine, signatures, mandate=LEAD)
    assert (signature["approved_version"], signature["approved_by"]) == (1, f"holder-{LEAD}")
    assert signature["authorised_at"] == at(2)


def test_what_voids_an_approval_voids_the_authorisation_and_not_what_was_ruled(
    engine: Engine,
) -> None:
    tell(engine, *drafted(), requested(), *approved(), revised(), voided())
    signature = the(engine, signatures, mandate=LEAD)
    assert signature["approved_at"] is None
    assert signature["authorised_at"] is None
    assert signature["ruled_version"] == 1
    letter = the(engine, letters)
    assert (letter["version"], letter["approved_at"]) == (2, None)


def test_a_revoked_authorisation_leaves_the_approval(engine: Engine) -> None:
    tell(engine, *drafted(), requested(), *approved(), revoked())
    signature = the(engine, signatures, mandate=LEAD)
    assert signature["approved_at"] == at(2)
    assert signature["authorised_by"] is None


def test_a_version_put_before_the_mandates_is_known_as_such(engine: Engine) -> None:
    tell(engine, *drafted(), revised(), requested(version=2))
    assert the(engine, versions, version=1)["requested_at"] is None
    assert the(engine, versions, version=2)["requested_at"] == at(1)
    assert the(engine, signatures, mandate=OTHER)["asked_version"] == 2


def test_a_number_makes_a_line_and_touches_nothing_else(engine: Engine) -> None:
    tell(engine, *drafted(), numbered())
    assert the(engine, steps, kind="reference-assigned")["detail"] == "KEN 3/2026"
    assert the(engine, letters)["state"] == "drafting"


@pytest.mark.parametrize("fact", [numbered(), *EVERYTHING])
def test_every_fact_of_a_letter_has_its_line(fact: Any) -> None:
    [published] = arriving([fact], APPROVALS)
    name, _, _ = APPROVALS.catalogue.encode(fact)
    [line] = [change for change in project(published) if change.table is steps]
    assert line.key == (fact.communication_id, published.position)
    assert getattr(line, "values")["kind"] == name  # noqa: B009  # a Put, as every line is


@pytest.mark.parametrize(("what", "lines"), [("communication", 1), ("statement", 0)])
def test_that_its_text_was_erased_is_a_line_of_that_letter_alone(what: Any, lines: int) -> None:
    erased = LetterTextErased(
        what=what,
        item_id=ID,
        erasure_id="e-1",
        basis="safety",
        asked_by="family",
        erased_by="protection-1",
        erased_at=AT,
    )
    changes = list(project(arriving([erased], APPROVALS)[0]))
    assert [(one.table, one.key) for one in changes] == [(steps, (ID, 1))] * lines


def test_no_fact_of_approvals_is_left_out() -> None:
    told = {type(fact) for fact in EVERYTHING}
    assert told | OF_NO_TIMELINE == _of(APPROVALS)


def test_a_submission_is_kept_sealed_with_its_consent(engine: Engine) -> None:
    tell(engine, *INTAKE_FACTS)
    row = the(engine, submissions)
    assert row["narrative"] == received().narrative
    assert the(engine, victims.victims)["name_form"] == "initials"
    assert row["mandates"] == ["sr-torture", "sr-hrds"]
    assert row["admissible_at"] is not None
    assert row["not_actioned_at"] is not None
    assert the(engine, questions)["answer"] == answered().answer


def test_a_letter_is_blocked_by_each_submission_until_that_is_given_again(engine: Engine) -> None:
    tell(engine, *drafted(), blocked(), blocked(submission_id="another"), unblocked())
    assert the(engine, blocks, submission_id=ID)["blocked_at"] is None
    assert the(engine, blocks, submission_id="another")["blocked_at"] is not None


def test_withdrawn_consent_is_known_until_it_is_given_again(engine: Engine) -> None:
    tell(engine, received(), consent_withdrawn())
    assert the(engine, submissions)["consent_withdrawn_at"] is not None
    tell(engine, received(), consent_withdrawn(), consent_granted())
    assert the(engine, submissions)["consent_withdrawn_at"] is None


def test_only_the_last_triage_shares(engine: Engine) -> None:
    tell(engine, received(), triaged(), triaged(mandates=("sr-hrds",)))
    position = the(engine, submissions)["triage_position"]
    assert the(engine, shares, mandate="sr-torture")["triage_position"] < position
    assert the(engine, shares, mandate="sr-hrds")["triage_position"] == position


def test_a_fact_of_others_changes_nothing() -> None:
    fact = DemoClockAdvanced(days=1, advanced_by="x", advanced_at=at(0))
    assert list(project(arriving([fact], INTAKE)[0])) == []
    assert list(project(arriving([linked()], INTAKE)[0])) == []


def test_every_fact_delivered_twice_in_any_batch_gives_the_same_tables(engine: Engine) -> None:
    applier = Applier(engine, COMMUNICATIONS)
    intake, told = arriving(INTAKE_FACTS, INTAKE), arriving(EVERYTHING, APPROVALS)
    applier.apply([*intake, *told])
    with engine.connect() as conn:
        at_once = digest(conn, COMMUNICATIONS.tables)
    applier.apply([*intake, *told])
    with engine.connect() as conn:
        assert digest(conn, COMMUNICATIONS.tables) == at_once

    applier.drop()
    applier.prepare()
    for fact in [*told, *intake]:
        applier.apply([fact])
        applier.apply([fact])
    with engine.connect() as conn:
        assert digest(conn, COMMUNICATIONS.tables) == at_once


def test_no_restricted_text_is_in_a_column_that_is_not_sealed(engine: Engine) -> None:
    tell(engine, *INTAKE_FACTS, *EVERYTHING)
    with engine.connect() as conn:
        for table in COMMUNICATIONS.tables.sorted_tables:
            for row in rows(conn, table):
                plain = {k: v for k, v in row.items() if type(v).__name__ != "Sealed"}
                assert "Planted" not in str(plain), table.name
                assert "wording" not in str(plain), table.name
    assert withdrawn().reason.cipher == "Planted reason"
