"""K1: the Committee's election, its chair, and the day on which a member leaves it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.stakeholders.committee.members.decide import (
    COMMITTEE,
    STREAM,
    LookAtTerms,
    react,
)
from shared.contracts.stakeholders_committee import (
    CommitteeChairDesignated,
    CommitteeElected,
    CommitteeMemberLeft,
    Member,
)
from shared.contracts.stakeholders_committee_commands import (
    DesignateCommitteeChair,
    ElectCommittee,
    Elected,
    RecordCommitteeMemberLeft,
)
from shared.contracts.stakeholders_terms import HolderTermEnded, HolderTermStarted
from shared.core.actor import Actor, system
from shared.core.geneva import day_of
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.committee import Composition, concerned, on_day

CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
CLOCK = system("registry")
TODAY = day_of(AT)
DAY = timedelta(days=1)
JUNE = date(2025, 6, 12)
LATER = AT + timedelta(days=200)
NEXT = date(2026, 6, 18)
MANDATES = {"a": "sr-torture", "b": "sr-food", "c": "sr-housing"}


def term(term_id: str, **changed: Any) -> HolderTermStarted:
    told = HolderTermStarted(
        term_id=term_id,
        mandate=MANDATES[term_id[0]],
        seat=None,
        holder=Sealed(f"term-{term_id}", "name"),
        holder_id=f"holder-{term_id[0]}",
        number=1,
        starts_on=date(2024, 8, 1),
        ends_on=date(2027, 7, 31),
        recorded_by="chief",
        recorded_at=AT,
    )
    return replace(told, **changed)


def end(term_id: str, on: date, reason_code: str = "resignation") -> HolderTermEnded:
    return HolderTermEnded(
        term_id=term_id,
        mandate=MANDATES[term_id[0]],
        ended_on=on,
        reason_code=reason_code,
        recorded_by="chief",
        recorded_at=AT,
    )


def member(term_id: str, *nationalities: str) -> Member:
    return Member(
        term_id=term_id,
        mandate=MANDATES[term_id[0]],
        holder_id=f"holder-{term_id[0]}",
        nationalities=nationalities or ("FRA",),
    )


def elected(*term_ids: str) -> tuple[Elected, ...]:
    return tuple(
        Elected(term_id=one, mandate=MANDATES[one[0]], nationalities=("FRA",)) for one in term_ids
    )


TERMS = (term("a"), term("b"), term("c"))
ELECT = ElectCommittee(election_id="e-1", kind="annual", elected_on=JUNE, members=elected("a", "b"))
ELECTED = CommitteeElected(
    election_id="e-1",
    kind="annual",
    elected_on=JUNE,
    members=(member("a"), member("b")),
    outgoing_chair=None,
    chair=None,
    corrects=None,
    recorded_by="chief",
    recorded_at=AT,
)
DESIGNATE = DesignateCommitteeChair(election_id="e-1", chair=None, term_id="a", from_on=JUNE)
DESIGNATED = CommitteeChairDesignated(
    election_id="e-1", term_id="a", from_on=JUNE, recorded_by="chief", recorded_at=AT
)
LEAVE = RecordCommitteeMemberLeft(election_id="e-1", term_id="b", left_on=TODAY)
LEFT = CommitteeMemberLeft(
    election_id="e-1",
    term_id="b",
    mandate="sr-food",
    left_on=TODAY,
    reason_code="resigned",
    recorded_by="chief",
    recorded_at=AT,
)
WITH_CHAIR = (ELECTED, DESIGNATED, *TERMS)
COMMANDS = (ELECT, DESIGNATE, LEAVE)


def now(*history: Any) -> Composition:
    found = COMMITTEE.fold(history).now
    assert found is not None
    return found


def test_the_annual_meeting_elects_mandate_holders_of_the_day() -> None:
    some = given(COMMITTEE, *TERMS)
    some.when(ELECT, by=CHIEF).then(ELECTED)
    given(COMMITTEE, ELECTED, *TERMS).when(ELECT, by=CHIEF).then_nothing()
    for wrong, sentence in (
        (replace(ELECT, elected_on=TODAY + DAY), "once it was held"),
        (replace(ELECT, members=()), "Choose the members"),
        (replace(ELECT, members=elected("a", "a")), "each member once"),
        (replace(ELECT, elected_on=date(2024, 7, 31)), "from 1 Aug 2024 to 31 Jul 2027"),
        (replace(ELECT, members=elected("a", "ax")), "among the mandate-holders"),
        (
            replace(ELECT, members=(replace(elected("a")[0], mandate="sr-food"),)),
            "among the mandate-holders",
        ),
        (replace(ELECT, members=(replace(elected("a")[0], nationalities=()),)), "nationalities"),
        (
            replace(ELECT, members=(replace(elected("a")[0], nationalities=("X",)),)),
            "from the list",
        ),
    ):
        some.when(wrong, by=CHIEF).then_refused(sentence)


def test_an_election_follows_the_one_before_or_corrects_it() -> None:
    again = replace(ELECT, election_id="e-2", members=elected("a", "c"))
    some = given(COMMITTEE, *WITH_CHAIR)
    some.when(again, by=CHIEF).then_refused("12 Jun 2025")
    corrects = replace(again, corrects="e-1", elected_on=JUNE - DAY)
    mended = replace(
        ELECTED,
        election_id="e-2",
        elected_on=JUNE - DAY,
        members=(member("a"), member("c")),
        chair="a",
        corrects="e-1",
    )
    some.when(corrects, by=CHIEF).then(mended)
    some.when(replace(corrects, corrects="e-0"), by=CHIEF).then_refused("recorded last")
    given(COMMITTEE, *TERMS).when(corrects, by=CHIEF).then_refused("recorded last")
    state = COMMITTEE.fold([ELECTED, DESIGNATED, mended])
    assert [one.election_id for one in state.every] == ["e-2"]
    second = replace(
        ELECTED, election_id="e-3", elected_on=NEXT, members=(member("b"),), chair=None
    )
    given(COMMITTEE, *WITH_CHAIR, second).when(
        replace(ELECT, election_id="e-4", elected_on=JUNE, corrects="e-3"), by=CHIEF, at=LATER
    ).then_refused("12 Jun 2025")


def test_the_outgoing_chair_stays_until_the_term_ends() -> None:
    elect = replace(ELECT, election_id="e-2", elected_on=NEXT, members=elected("b", "c"))
    told = replace(
        ELECTED,
        election_id="e-2",
        elected_on=NEXT,
        members=(member("b"), member("c")),
        outgoing_chair=member("a"),
        recorded_at=LATER,
    )
    some = given(COMMITTEE, *WITH_CHAIR)
    some.when(elect, by=CHIEF, at=LATER).then(told)
    assert [one.term_id for one in now(ELECTED, DESIGNATED, told).serving(NEXT)] == ["b", "c", "a"]
    # elected again, there is no outgoing chair, and nobody is the chair yet
    again = replace(elect, members=elected("a", "b"))
    some.when(again, by=CHIEF, at=LATER).then(
        replace(told, members=(member("a"), member("b")), outgoing_chair=None)
    )
    # a new term of the same mandate is the same person
    second = term("a2", starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28))
    renewed = (replace(TERMS[0], ends_on=date(2026, 2, 28)), *TERMS[1:], second)
    given(COMMITTEE, ELECTED, DESIGNATED, *renewed).when(
        replace(elect, members=elected("a2")), by=CHIEF, at=LATER
    ).then(replace(told, members=(member("a2"),), outgoing_chair=None))
    # who holds no mandate any more does not stay
    over = (end("a", date(2026, 5, 31)),)
    given(COMMITTEE, *WITH_CHAIR, *over).when(elect, by=CHIEF, at=LATER).then(
        replace(told, outgoing_chair=None)
    )
    given(COMMITTEE, ELECTED, DESIGNATED, *TERMS[1:]).when(elect, by=CHIEF, at=LATER).then(
        replace(told, outgoing_chair=None)
    )


def test_a_seat_that_is_filled_changes_neither_the_chair_nor_who_stays() -> None:
    year = replace(
        ELECTED,
        members=(member("b"),),
        outgoing_chair=member("a"),
    )
    chair = replace(DESIGNATED, term_id="b")
    fill = ElectCommittee(
        election_id="e-2", kind="seat", elected_on=TODAY, members=elected("b", "c")
    )
    told = replace(
        year,
        election_id="e-2",
        kind="seat",
        elected_on=TODAY,
        members=(member("b"), member("c")),
        chair="b",
    )
    given(COMMITTEE, year, chair, *TERMS).when(fill, by=CHIEF).then(told)
    without = replace(fill, members=elected("c"))
    given(COMMITTEE, year, chair, *TERMS).when(without, by=CHIEF).then(
        replace(told, members=(member("c"),), chair=None)
    )
    left = replace(LEFT, term_id="a", left_on=TODAY - DAY)
    given(COMMITTEE, year, left, *TERMS).when(fill, by=CHIEF).then(
        replace(told, outgoing_chair=None, chair=None)
    )
    given(COMMITTEE, *TERMS).when(fill, by=CHIEF).then(
        replace(told, outgoing_chair=None, chair=None)
    )


def test_a_member_is_designated_as_the_chair_from_a_day() -> None:
    some = given(COMMITTEE, ELECTED)
    some.when(DESIGNATE, by=CHIEF).then(DESIGNATED)
    led = given(COMMITTEE, *WITH_CHAIR)
    led.when(DESIGNATE, by=CHIEF).then_nothing()
    other = replace(DESIGNATE, term_id="b")
    led.when(other, by=CHIEF).then_refused("has changed meanwhile")
    led.when(replace(other, chair="a"), by=CHIEF).then(replace(DESIGNATED, term_id="b"))
    some.when(replace(other, election_id="e-0"), by=CHIEF).then_refused("has changed meanwhile")
    some.when(replace(DESIGNATE, term_id="c"), by=CHIEF).then_refused("Choose a member")
    for day in (JUNE - DAY, TODAY + DAY):
        some.when(replace(DESIGNATE, from_on=day), by=CHIEF).then_refused("from 12 Jun 2025")
    given(COMMITTEE).when(DESIGNATE, by=CHIEF).then_refused("No election")
    later = replace(DESIGNATED, term_id="b", from_on=TODAY)
    found = now(ELECTED, DESIGNATED, later)
    assert found.is_chair("holder-a", TODAY - DAY)
    assert found.is_chair("holder-b", TODAY)
    assert not found.is_chair("holder-a", TODAY)
    corrected = now(ELECTED, DESIGNATED, replace(DESIGNATED, term_id="b"))
    assert corrected.is_chair("holder-b", JUNE)


def test_a_member_leaves_the_committee_and_keeps_the_mandate() -> None:
    some = given(COMMITTEE, ELECTED)
    some.when(LEAVE, by=CHIEF).then(LEFT)
    given(COMMITTEE, ELECTED, LEFT).when(LEAVE, by=CHIEF).then_nothing()
    given(COMMITTEE, ELECTED, LEFT).when(replace(LEAVE, left_on=JUNE), by=CHIEF).then_refused(
        "left on 5 Jan 2026"
    )
    some.when(replace(LEAVE, term_id="c"), by=CHIEF).then_refused("Choose a member")
    some.when(replace(LEAVE, election_id="e-0"), by=CHIEF).then_refused("has changed meanwhile")
    some.when(replace(LEAVE, left_on=TODAY + DAY), by=CHIEF).then_refused("until today")


def test_a_member_leaves_the_day_the_term_ends() -> None:
    look = LookAtTerms(on=TODAY)
    by_term = replace(LEFT, reason_code="term_ended", recorded_by=CLOCK.actor_id)
    assert react(end("b", TODAY)) == [look]
    assert react(TERMS[0]) == []
    given(COMMITTEE, *WITH_CHAIR).when(look, by=CLOCK).then_nothing()
    given(COMMITTEE, *TERMS).when(look, by=CLOCK).then_nothing()
    given(COMMITTEE, ELECTED).when(look, by=CLOCK).then_nothing()
    # an early end is known before its day; a term that is completed is over after it
    soon = end("b", TODAY + 20 * DAY)
    given(COMMITTEE, *WITH_CHAIR, soon).when(look, by=CLOCK).then(
        replace(by_term, left_on=TODAY + 20 * DAY)
    )
    done = end("b", TODAY, "completed")
    given(COMMITTEE, *WITH_CHAIR, done).when(look, by=CLOCK).then_nothing()
    after = LookAtTerms(on=TODAY + DAY)
    given(COMMITTEE, *WITH_CHAIR, done).when(after, by=CLOCK).then(by_term)
    given(COMMITTEE, *WITH_CHAIR, done, by_term).when(after, by=CLOCK).then_nothing()
    # the next term of the same holder follows at once
    again = term("b2", starts_on=TODAY + DAY, ends_on=date(2028, 7, 31))
    given(COMMITTEE, *WITH_CHAIR, again, done).when(after, by=CLOCK).then_nothing()
    nobody = replace(again, holder_id="holder-x")
    given(COMMITTEE, *WITH_CHAIR, nobody, done).when(after, by=CLOCK).then(by_term)
    assert COMMITTEE.fold([end("c", TODAY)]).terms == {}


def test_the_chair_who_left_is_the_chair_no_more() -> None:
    gone = replace(LEFT, term_id="a", left_on=TODAY)
    found = now(ELECTED, DESIGNATED, gone)
    assert found.chair(TODAY) == member("a")
    assert found.chair(TODAY + DAY) is None
    assert found.member("holder-a", TODAY) == member("a")
    assert found.member("holder-a", TODAY + DAY) is None
    assert found.serving(JUNE - DAY) == []
    assert now(ELECTED).chair(TODAY) is None
    other = replace(gone, election_id="e-0")
    assert now(ELECTED, DESIGNATED, other).chair(TODAY + DAY) == member("a")
    assert COMMITTEE.fold([gone]).now is None


def test_which_committee_there_was_on_a_day_and_who_is_concerned() -> None:
    second = replace(ELECTED, election_id="e-2", elected_on=NEXT)
    every = COMMITTEE.fold([ELECTED, second]).every
    assert on_day(every, JUNE - DAY) is None
    assert [one.election_id for one in every] == ["e-1", "e-2"]
    assert on_day(every, NEXT - DAY) == every[0]
    assert on_day(every, NEXT) == every[1]
    one = member("a", "FRA", "CHL")
    assert concerned(one, states=["CHL", "KEN"])
    assert concerned(one, mandates=["sr-torture"])
    assert not concerned(one, states=["KEN"], mandates=["sr-food"])
    assert not concerned(None, states=["FRA"])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF])
@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_but_the_chief_records_it(command: Any, role: Role) -> None:
    other = Actor(actor_id="holder-a", roles=frozenset({role}))
    given(COMMITTEE, *WITH_CHAIR).when(command, by=other).then_forbidden()


def test_a_decision_reads_the_terms_of_those_named_and_of_those_before() -> None:
    assert COMMITTEE.stream(LEAVE) == STREAM == "committee-main"
    assert list(COMMITTEE.consults(ELECT, COMMITTEE.initial)) == [
        "terms-sr-torture",
        "terms-sr-food",
    ]
    state = COMMITTEE.fold([ELECTED])
    other = replace(ELECT, members=elected("c"))
    assert list(COMMITTEE.consults(other, state)) == [
        "terms-sr-housing",
        "terms-sr-torture",
        "terms-sr-food",
    ]
    assert next(iter(COMMITTEE.consults(LookAtTerms(on=TODAY), state))) == "terms-sr-torture"
