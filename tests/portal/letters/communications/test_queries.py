"""The access matrix of procedure.md section 6.1 for drafts, letters and submissions, by role."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from portal.casefile.reprisals import REPRISALS
from portal.casefile.submissions.read_model import SUBMISSIONS
from portal.letters.communications import awaited, contents, queries, words
from portal.letters.communications.letter import Letter, Sight
from portal.letters.communications.read_model import COMMUNICATIONS
from portal.letters.communications.tables import letters
from portal.letters.documents import pace
from shared.contracts.approvals import APPROVALS, ReferenceAssigned
from shared.contracts.intake import INTAKE
from shared.core.actor import Actor
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.read_models.model import Applier
from tests.support.approvals import fact_from
from tests.support.compiled import engine_of
from tests.support.letters import (
    LEAD,
    LETTER,
    OTHER,
    STATES,
    THIRD,
    approved,
    changes,
    declined,
    drafted,
    requested,
    revised,
    upto,
    voided,
)
from tests.support.portal import Clock
from tests.support.ready import ready
from tests.support.submissions import (
    ID,
    answered,
    asked,
    confirmed,
    received,
    triaged,
)

MODELS = (COMMUNICATIONS, REPRISALS, SUBMISSIONS)
EVERYTHING = Sight(work=True, clearance=True, body=True, summary=True)
CLEARANCE = Sight(clearance=True, summary=True)
SUMMARY = Sight(summary=True)
TEXT = Sight()


def somebody(*roles: Role, mandates: str = "", states: str = "") -> Actor:
    return Actor(
        actor_id="somebody",
        roles=frozenset(roles),
        mandates=frozenset(mandates.split()),
        states=frozenset(states.split()),
    )


def everywhere(sight: Sight | None) -> dict[tuple[str, str], Sight | None]:
    return {(kind, state): sight for kind in ("UA", "AL") for state in STATES}


# What each sees of a letter to Kenya by SR torture and SR HRDs, by its kind and state.
MATRIX: list[tuple[Actor, dict[tuple[str, str], Sight | None]]] = [
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=LEAD), everywhere(EVERYTHING)),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=OTHER), everywhere(EVERYTHING)),
    (somebody(Role.HUMAN_RIGHTS_OFFICER, mandates=THIRD), everywhere(None)),
    (somebody(Role.MANDATE_HOLDER, mandates=LEAD), everywhere(EVERYTHING)),
    (somebody(Role.MANDATE_HOLDER, mandates=OTHER), everywhere(EVERYTHING)),
    (somebody(Role.MANDATE_HOLDER, mandates=THIRD), everywhere(None)),
    (somebody(Role.QUICK_RESPONSE_DESK), everywhere(EVERYTHING)),
    (
        somebody(Role.CHIEF),
        everywhere(None)
        | {("UA", state): CLEARANCE for state in ("approved", "ordered", "transmitted")}
        | {("AL", "transmitted"): SUMMARY},
    ),
    (
        somebody(Role.DESK_OFFICER, states="KEN"),
        everywhere(None) | {(kind, "transmitted"): TEXT for kind in ("UA", "AL")},
    ),
    (
        somebody(Role.GOVERNMENT, states="KEN"),
        everywhere(None) | {(kind, "transmitted"): TEXT for kind in ("UA", "AL")},
    ),
    (
        somebody(Role.PUBLICATION_OFFICER),
        everywhere(None) | {(kind, "transmitted"): TEXT for kind in ("UA", "AL")},
    ),
    (somebody(Role.DESK_OFFICER, states="NPL"), everywhere(None)),
    (somebody(Role.GOVERNMENT, states="NPL", mandates=LEAD), everywhere(None)),
    (somebody(Role.DESK_OFFICER), everywhere(None)),
    *(
        (somebody(role, mandates=f"{LEAD} {OTHER}", states="KEN"), everywhere(None))
        for role in (
            Role.NGO_MEMBER,
            Role.FOCAL_POINT,
            Role.CONTACT_POINT,
            Role.CHAIR_RAPPORTEUR,
            Role.COORDINATION_COMMITTEE,
            Role.SELECTION_OFFICER,
            Role.STAKEHOLDER_OFFICER,
            Role.PANEL_MEMBER,
            Role.PANEL_CHAIR,
            Role.PRESIDENT,
            Role.CANDIDATE,
            Role.AUDITOR,
            Role.DATA_PROTECTION,
            Role.SYSTEM_ADMIN,
            Role.REPRISALS_FOCAL_POINT,
            Role.SOURCE,
        )
    ),
    (somebody(mandates=LEAD, states="KEN"), everywhere(None)),
]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    ready(made, MODELS)
    yield made
    made.dispose()


def tell(engine: Engine, *facts: Any) -> None:
    appliers = [Applier(engine, model) for model in MODELS]
    approvals = {cls for _, cls in APPROVALS.catalogue}
    for n, fact in enumerate(facts, 1):
        contract = APPROVALS if type(fact) in approvals else INTAKE
        stream = "register" if isinstance(fact, ReferenceAssigned) else "case"
        for applier in appliers:
            applier.apply([fact_from(fact, n, stream, contract, Clock())])


def letter_of(kind: str, state: str) -> str:
    return str(derive_id("letter", kind, state))


def every_letter() -> list[Any]:
    return [
        fact
        for kind in ("UA", "AL")
        for state in STATES
        for fact in upto(state, letter_of(kind, state), type_=kind)
    ]


def test_no_role_is_forgotten_in_the_matrix() -> None:
    for role in Role:
        assert any(actor.has(role) for actor, _ in MATRIX), role


def test_everybody_sees_what_the_matrix_allows_and_no_more(engine: Engine) -> None:
    tell(engine, received(), *every_letter())
    with engine.connect() as conn:
        for actor, expected in MATRIX:
            for (kind, state), sight in expected.items():
                found = queries.find(conn, actor, letter_of(kind, state))
                assert (found[1] if found else None) == sight, (actor.roles, kind, state)
            visible = conn.scalars(
                select(letters.c.communication_id).where(queries.visible(actor))
            ).all()
            assert set(visible) == {letter_of(*k) for k, sight in expected.items() if sight}


def test_a_case_number_finds_the_letters_of_those_who_know_what_they_rest_on(
    engine: Engine,
) -> None:
    """A Government has the letter, and does not learn by a number on which case it rests."""
    tell(engine, received(), *every_letter())
    with engine.connect() as conn:
        for actor, expected in MATRIX:
            found = queries.on_case(conn, actor, case_number(ID))
            knows = {letter_of(*k) for k, sight in expected.items() if sight and sight.summary}
            assert {one.communication_id for one in found} == knows, actor.roles
        everything = somebody(Role.QUICK_RESPONSE_DESK)
        assert queries.on_case(conn, everything, case_number(str(derive_id("other", 1)))) == []


def test_on_which_case_a_letter_is_reads_only_who_may_know_on_what_it_rests(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(engine, received(), *every_letter())
    with engine.connect() as conn:
        everything = somebody(Role.QUICK_RESPONSE_DESK)
        found = queries.find(conn, everything, letter_of("UA", "transmitted"))
    assert found
    for actor, expected in MATRIX:
        sight = expected["UA", "transmitted"]
        monkeypatch.setattr(words, "current_actor", lambda actor=actor: actor)
        said = f"on case {case_number(ID)}" if sight and sight.summary else ""
        assert words.on_case(found[0]) == said, actor.roles


def test_lists_hold_only_what_the_matrix_allows(engine: Engine) -> None:
    tell(engine, received(), triaged(), confirmed(), *every_letter())
    with engine.connect() as conn:
        for actor, expected in MATRIX:
            found = queries.of_mandates(conn, actor)
            shown = [
                *found.drafting,
                *found.awaiting,
                *found.cleared,
                *found.over,
                *queries.to_transmit(conn, actor),
                *queries.transmitted(conn, actor),
                *(letter for letter, _ in queries.waiting_for(conn, actor)),
            ]
            allowed = {letter_of(*k) for k, sight in expected.items() if sight}
            assert {letter.communication_id for letter in shown} <= allowed, actor.roles
        nobody = somebody(Role.COORDINATION_COMMITTEE, mandates=LEAD)
        assert not awaited.waiting_for_a_draft(conn, nobody)


def test_no_letter_about_a_reprisal_is_there_for_the_desk_of_the_state(engine: Engine) -> None:
    """R15 wins over every line of the matrix but that of a mandate with which it is shared."""
    tell(engine, replace(received(), reprisal=True), *every_letter())
    desk = somebody(Role.DESK_OFFICER, states="KEN")
    also = somebody(Role.DESK_OFFICER, Role.QUICK_RESPONSE_DESK, states="KEN")
    elsewhere = replace(also, states=frozenset({"NPL"}))
    shared = somebody(Role.DESK_OFFICER, Role.HUMAN_RIGHTS_OFFICER, states="KEN", mandates=LEAD)
    with engine.connect() as conn:
        for actor, sees in ((desk, False), (also, False), (elsewhere, True), (shared, True)):
            for kind, state in everywhere(None):
                found = queries.find(conn, actor, letter_of(kind, state))
                assert (found is not None) == sees, (actor.roles, kind, state)
            assert bool(queries.transmitted(conn, actor).total) == sees
            assert bool(pace.ways(conn, actor, since=datetime.min.replace(tzinfo=UTC))) == sees
        assert not queries.to_transmit(conn, also).total
        assert not queries.being_approved(conn, also).total


def test_what_is_not_known_to_be_about_something_else_is_not_there_either(engine: Engine) -> None:
    tell(engine, *upto("transmitted"))  # and nothing of the submission behind it
    with engine.connect() as conn:
        assert queries.find(conn, somebody(Role.DESK_OFFICER, states="KEN"), LETTER) is None
        assert queries.find(conn, somebody(Role.GOVERNMENT, states="KEN"), LETTER)


def test_a_mandate_that_declined_sees_the_letter_no_more(engine: Engine) -> None:
    tell(engine, *upto("awaiting"), declined())
    with engine.connect() as conn:
        assert queries.find(conn, somebody(Role.MANDATE_HOLDER, mandates=OTHER), LETTER) is None
        found = queries.find(conn, somebody(Role.MANDATE_HOLDER, mandates=LEAD), LETTER)
    assert found is not None
    assert found[0].mandates == (LEAD,)
    assert [one.mandate for one in found[0].signatures] == [LEAD, OTHER]


def found(engine: Engine, actor: Actor) -> tuple[Letter, Sight]:
    with engine.connect() as conn:
        letter = queries.find(conn, actor, LETTER)
    assert letter is not None
    return letter


def kinds(engine: Engine, actor: Actor) -> list[str]:
    letter, sight = found(engine, actor)
    with engine.connect() as conn:
        return [row.kind for row in contents.steps_of(conn, letter, sight)]


def test_the_timeline_is_as_long_as_the_sight(engine: Engine) -> None:
    before = [*drafted(), requested(), *approved(), changes(), voided(), requested()]
    tell(engine, received(), *before, *upto("transmitted")[3:])
    assert kinds(engine, somebody(Role.QUICK_RESPONSE_DESK))[-1] == "communication-drafted"
    assert kinds(engine, somebody(Role.CHIEF)) == [
        "communication-transmitted",
        "reference-assigned",
        "transmission-ordered",
        "communication-approved",
        "transmission-authorisation-granted",
        "approval-given",
        "transmission-authorisation-granted",
        "approval-given",
    ]
    desk = somebody(Role.DESK_OFFICER, states="KEN")
    assert kinds(engine, desk) == ["communication-transmitted"]


def test_older_versions_are_for_those_who_work_on_the_letter(engine: Engine) -> None:
    before = [received(), *drafted(), revised(), requested(version=2)]
    tell(engine, *before, *upto("transmitted")[3:])
    for actor, expected in (
        (somebody(Role.MANDATE_HOLDER, mandates=OTHER), [2, 1]),
        (somebody(Role.CHIEF), [2]),
        (somebody(Role.DESK_OFFICER, states="KEN"), [2]),
    ):
        letter, sight = found(engine, actor)
        with engine.connect() as conn:
            assert [v.version for v in contents.versions_of(conn, letter, sight)] == expected


def test_the_submissions_behind_are_whole_summed_up_or_not_there(engine: Engine) -> None:
    tell(engine, received(), triaged(), asked(), answered(), *upto("transmitted"))
    for actor, columns in (
        (somebody(Role.MANDATE_HOLDER, mandates=OTHER), True),
        (somebody(Role.CHIEF), False),
    ):
        letter, sight = found(engine, actor)
        with engine.connect() as conn:
            [behind] = contents.submissions_behind(conn, actor, letter, sight)
        assert ("narrative" in behind) is columns
        assert behind["urgency"] == "urgent"
    countries = somebody(Role.DESK_OFFICER, states="KEN")
    letter, sight = found(engine, countries)
    with engine.connect() as conn:
        assert contents.submissions_behind(conn, countries, letter, sight) == []
        assert [q.answer for q in contents.questions_about(conn, [ID])] == [answered().answer]
