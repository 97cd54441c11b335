"""From every state of a vacancy a lawful way leads to an appointment: random histories."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts.stakeholders_appointing_commands import (
    DeferAppointment,
    ProposeCandidate,
    PublishPanelReport,
    Reason,
    RefuseProposal,
    RequestReconsideration,
    ScheduleSession,
    SubmitPanelReport,
)
from shared.contracts.stakeholders_onward_commands import FillSeat
from shared.contracts.stakeholders_selection_commands import (
    DeclareConflict,
    WithdrawApplication,
)
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.stakeholders import test_way_on
from tests.stakeholders.ending import (
    APPOINT,
    PRESIDENT,
    PUBLISH,
    SCHEDULE,
    TODAY,
    WHY,
    propose,
    submit,
)
from tests.stakeholders.selection import (
    OFFICER,
    VACANCY_ID,
    person,
)
from tests.stakeholders.test_way_on import Way


def about(command: type, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(command, vacancy_id=st.just(VACANCY_ID), **fields)


days = st.sampled_from([TODAY, TODAY + timedelta(days=40), TODAY + timedelta(days=200)])
whom = st.sampled_from(["c-0", "c-1", "c-2"])
moves = st.lists(
    st.tuples(
        st.one_of(
            st.tuples(
                about(
                    ScheduleSession,
                    session=st.just(63),
                    starts_on=days.map(lambda day: day + timedelta(days=90)),
                    report_by=days,
                ),
                st.just(OFFICER),
            ),
            st.tuples(
                st.sets(whom).map(
                    lambda ids: SubmitPanelReport(
                        vacancy_id=VACANCY_ID,
                        text=None,
                        reasons=tuple(Reason(candidate_id=one, reason=WHY) for one in ids),
                    )
                ),
                st.sampled_from([person(f"m-{n}", Role.PANEL_CHAIR) for n in range(3)]),
            ),
            st.tuples(about(PublishPanelReport, report=st.integers(1, 2)), st.just(OFFICER)),
            st.tuples(
                about(ProposeCandidate, candidate_id=whom, reasons=st.just(WHY)), st.just(PRESIDENT)
            ),
            st.tuples(
                about(
                    RequestReconsideration,
                    report=st.integers(1, 2),
                    reason=st.just(WHY),
                    new_list_by=days,
                ),
                st.just(PRESIDENT),
            ),
            st.tuples(about(RefuseProposal, candidate_id=whom, decided_on=days), st.just(OFFICER)),
            st.tuples(
                about(
                    DeferAppointment,
                    candidate_id=whom,
                    decided_on=days,
                    reason_code=st.just("balance"),
                ),
                st.just(OFFICER),
            ),
            st.tuples(
                about(DeclareConflict, candidate_id=whom),
                st.sampled_from([person(f"m-{n}", Role.PANEL_MEMBER) for n in range(3)]),
            ),
            st.tuples(
                about(WithdrawApplication, candidate_id=whom),
                st.sampled_from([person(f"a-{n}", Role.CANDIDATE) for n in range(3)]),
            ),
        ),
        st.sampled_from([1, 24]),
    ).map(lambda move: (*move[0], move[1])),
    max_size=10,
)


class ToTheEnd(Way):
    """What people do who want a holder: a command that is refused fails the test."""

    def end(self) -> None:
        if self.state.closing.pending is None:
            if not self.state.closing.report or not self.open_to_proposal():
                self.list_anew()
            if not self.state.closing.published:
                self.report()
            self.do(propose(self.open_to_proposal()[0], reasons=True), PRESIDENT)
        today = day_of(self.at)
        last = today + timedelta(days=1000)
        who = self.state.closing.pending or ""
        self.do(replace(APPOINT, candidate_id=who, decided_on=today, starts_on=today, ends_on=last))

    def open_to_proposal(self) -> list[str]:
        standing, proposed_before = self.state.recommended(), self.state.closing.proposed
        return [one for one in standing if one not in proposed_before]

    def list_anew(self) -> None:
        self.on()
        self.make_chair()

    def make_chair(self) -> None:
        chair = next(seat for seat in self.state.seats if seat.chair)
        if self.state.is_out(chair.member_id):
            self.do(
                FillSeat(
                    vacancy_id=VACANCY_ID,
                    replaces=chair.member_id,
                    member_id="another-chair",
                    cause="alternate",
                )
            )

    def report(self) -> None:
        self.make_chair()
        chair = next(seat.member_id for seat in self.state.seats if seat.chair)
        if not self.state.closing.report:
            today = day_of(self.at)
            number, later = self.state.closing.reports + 70, today + timedelta(days=31)
            self.do(replace(SCHEDULE, session=number, report_by=today, starts_on=later))
            reasons = submit(*self.state.recommended())
            self.do(reasons, person(chair, Role.PANEL_CHAIR))
        self.do(replace(PUBLISH, report=self.state.closing.report))


def _told(story: list[Any]) -> ToTheEnd:
    way = test_way_on.told(story)
    return ToTheEnd(way.events, way.at)


@settings(max_examples=150)
@over(test_way_on.stories, st.sampled_from([True, True, False]), moves)
def test_from_every_state_a_lawful_way_leads_to_an_appointment(
    story: list[Any], listed_first: Any, after_it: list[Any]
) -> None:
    way = _told(story)
    if listed_first:
        way.on()
        way.make_chair()
        way.report()
    for command, actor, pause in after_it:
        way.at += timedelta(hours=pause)
        asked = Asked(at=way.at, by=actor)
        try:
            way.events.extend(VACANCY.decide(command, asked, way.state))
        except Refused:
            continue
    way.end()
    winner = way.state.closing.appointed
    assert winner
    proposals = [one for one in way.events if type(one).__name__ == "CandidateProposed"]
    assert len({one.candidate_id for one in proposals}) == len(proposals), "nobody twice"
    assert proposals[-1].candidate_id == winner[0]
