"""Notices of a selection: to the candidates, the panel, the office, and to nobody else."""

from dataclasses import replace
from datetime import date, timedelta

from portal.homes.notices import inbox
from shared.contracts.stakeholders import Fact
from shared.contracts.stakeholders_appointing import ApplicationLapsed
from shared.contracts.stakeholders_panels import SeatTermEnded
from shared.contracts.stakeholders_recusal import LobbyingDisclosed, MemberRecused
from shared.contracts.stakeholders_review import AdditionalCandidateConsidered, MembersReminded
from shared.core.geneva import day_of
from tests.portal.homes.notices.conftest import EVERY_MODEL, Office, everybody
from tests.portal.homes.notices.outside import CALLED, PANEL, VACANCY, shown, tell
from tests.stakeholders import ending
from tests.stakeholders import selection as facts
from tests.stakeholders import test_nomination as of_nominators
from tests.stakeholders import test_screening as of_screening
from tests.stakeholders import test_seat_terms as of_terms
from tests.stakeholders.selection import FILLED
from tests.stakeholders.test_reopening import reopened
from tests.stakeholders.test_way_on import AGAIN, EXTENDED, LAPSED
from tests.support.letters import LEAD, T0

RECUSED = MemberRecused(
    vacancy_id=facts.VACANCY_ID,
    member_id="panel-member",
    cause="declared",
    candidate_id="c-1",
    recused_at=T0,
)
LOBBIED = LobbyingDisclosed(
    vacancy_id=facts.VACANCY_ID,
    disclosure_id="disclosure",
    member_id="panel-chair",
    text=facts.sealed("a call"),
    disclosed_at=T0,
)
CONSIDERED = AdditionalCandidateConsidered(
    vacancy_id=facts.VACANCY_ID,
    mandate=facts.MANDATE,
    applicant_id="other-candidate",
    reason=facts.sealed("the only one who worked there"),
    apply_by=T0 + timedelta(days=14),
    considered_by="somebody",
    considered_at=T0,
)


def test_a_candidate_is_told_of_the_own_application_and_of_the_short_list(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.applied("c-2", "applicant"))
    seat = ["You sit on a panel: say first whether you have a conflict"]
    assert shown(office) == {"panel-chair": seat, "panel-member": seat}
    tell(office, facts.screened("c-1"), facts.screened("c-2"))
    assert shown(office) == {"candidate": ["Your application was screened"]}
    tell(office, facts.REVIEWED)
    assert shown(office) == {
        "panel-chair": ["The review of your panel was closed"],
        "panel-member": ["The review of your panel was closed"],
    }
    tell(office, facts.adopted("c-2", "c-1"))
    assert shown(office) == {
        "panel-chair": ["The short list of your panel was adopted"],
        "panel-member": ["The short list of your panel was adopted"],
    }
    tell(office, ending.submitted("c-2", "c-1"), ending.PUBLISHED)
    said = shown(office)
    assert said["candidate"] == said["committee"] == ["The report of a panel was published"]


def test_a_candidate_is_told_when_a_nominator_answers_and_not_of_the_own_acts(
    office: Office,
) -> None:
    ada = facts.applied("c-1", "candidate")
    tell(office, *VACANCY, ada, facts.applied("c-2", "other-candidate"))
    shown(office)
    tell(office, of_nominators.NAMED)
    assert shown(office) == {}
    for fact, said in (
        (of_nominators.CONFIRMED, "A nominator whom you asked confirmed"),
        (of_nominators.DECLINED, "A nominator whom you asked declined"),
        (replace(of_nominators.BACK, by="nominator"), "A nominator withdrew the nomination"),
    ):
        tell(office, fact)
        assert shown(office) == {"candidate": [said]}
    assert "candidate" in office.mailed()


def test_panel_and_applicants_are_told_how_a_vacancy_goes_on(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"))
    shown(office)
    members = {"panel-chair", "panel-member"}
    for fact, panel, candidate, president in (
        (
            EXTENDED,
            "The call of your panel was extended",
            "to which you answered was extended",
            ["The call for a vacancy was extended"],
        ),
        (
            AGAIN,
            "The call of your panel was issued again",
            "you answered was issued again",
            ["The call for a vacancy was issued again"],
        ),
        (LAPSED, "The vacancy of your panel lapsed", "for which you applied lapsed", []),
    ):
        tell(office, fact)
        said = shown(office)
        assert said.pop("president", []) == president
        assert said.keys() == {*members, "candidate"}
        assert all(said[member] == [panel] for member in members)
        assert said["candidate"][0].endswith(candidate)
    assert members <= set(office.mailed())


def test_who_was_approached_is_told_to_the_members_who_take_part_and_to_the_officer(
    office: Office,
) -> None:
    """A14: with whom it was is on the page alone. A recused member hears nothing (SA3)."""
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.screened("c-1"))
    tell(office, RECUSED)
    shown(office)
    tell(office, LOBBIED)
    said = shown(office)
    assert said == {
        "panel-chair": ["A member of your panel disclosed who approached them"],
        "selection": ["A member of a panel disclosed who approached them"],
    }


def test_who_is_asked_to_apply_is_told_with_the_members_who_take_part_and_the_officer(
    office: Office,
) -> None:
    """A19: who it is stands in no notice. A recused member hears nothing (SA3)."""
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.screened("c-1"), RECUSED)
    shown(office)
    tell(office, CONSIDERED)
    assert shown(office) == {
        "other-candidate": ["A panel asks you to apply for a vacancy"],
        "panel-chair": ["Your panel asks somebody else to apply"],
        "selection": ["A panel asks somebody else to apply"],
    }


def test_everybody_concerned_is_told_how_a_selection_ends(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.applied("c-2", "applicant"))
    tell(office, facts.screened("c-1"), facts.screened("c-2"), facts.adopted("c-2", "c-1"))
    shown(office)
    for fact, people in (
        (ending.submitted("c-2", "c-1"), {"president", "selection"}),
        (ending.PUBLISHED, {"president", "committee", "candidate"}),
        (ending.proposed("c-2"), {"candidate", "committee", "selection"}),
    ):
        tell(office, fact)
        assert shown(office).keys() == {*people, "panel-chair", "panel-member"}
    tell(office, replace(ending.appointed("c-2"), mandate=LEAD))
    said = shown(office)
    assert said["candidate"] == ["A selection that you take part in ended"], "neutral"
    assert said["admin"] == ["An appointment waits for you to confirm the account"]
    assert {"president", "committee", "panel-chair", "panel-member", "other-admin"} <= said.keys()
    assert {"president", "candidate", "admin", "officer"} <= set(office.mailed())


def test_a_no_that_waits_is_told_to_the_other_selection_officers_alone(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"))
    shown(office)
    tell(office, facts.proposed("c-1"))
    waits = "A “no” at screening waits for a second officer"
    assert shown(office) == {"selection": [waits]}
    tell(office, of_screening.DISPUTED)
    assert shown(office) == {"selection": ["An officer disagreed with a “no” at screening"]}


def test_a_recused_member_is_told_nothing_more(office: Office) -> None:
    told = (*VACANCY, facts.applied("c-1", "candidate"), facts.screened("c-1"))
    tell(office, *told, facts.recused("panel-member", "c-1"))
    with office.engine.connect() as conn:
        [person] = [one for one in everybody(office) if one.account_id == "panel-member"]
        assert inbox.unread(conn, person, lambda _: True) == 0
    tell(office, facts.REVIEWED)
    assert "panel-member" not in shown(office)
    assert "panel-member" not in office.mailed()


def test_a_list_that_is_open_again_is_told_to_the_panel_and_the_office_alone(
    office: Office,
) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.screened("c-1"))
    tell(office, facts.REVIEWED, facts.adopted("c-1"), ending.submitted("c-1"))
    shown(office)
    tell(office, facts.recused("panel-member", "c-1"), reopened(1))
    assert shown(office) == {
        "selection": ["A short list is open again, because of a recusal"],
        "panel-chair": ["The short list of your panel is open again"],
    }


def test_the_chairs_reminder_goes_to_who_is_late_alone(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.screened("c-1"))
    tell(office, facts.submitted("panel-member", "c-1"), facts.submitted("strange-member", "c-1"))
    shown(office)
    office.mailed()
    late = ("panel-chair", "panel-member")
    reminded = MembersReminded(
        vacancy_id=facts.VACANCY_ID, member_ids=late, reminded_by="selection", reminded_at=T0
    )
    tell(office, reminded)
    sentence = "The chair reminds you of your preferences, which are not in"
    assert shown(office) == {"panel-chair": [sentence]}, "who gave them meanwhile is not told"
    assert office.mailed() == ["panel-chair"]


def test_a_panel_is_told_that_a_seat_changed_hands(office: Office) -> None:
    tell(office, *VACANCY)
    shown(office)
    tell(office, replace(FILLED, replaces="panel-member", member_id="strange-member"))
    news = ["A seat of your panel went to somebody else"]
    assert shown(office) == {"panel-chair": news, "strange-member": news}


def test_who_withdrew_is_told_nothing_more(office: Office) -> None:
    tell(office, *VACANCY)
    shown(office)
    tell(office, facts.applied("c-1", "candidate"), facts.screened("c-1"))
    assert shown(office) == {"candidate": ["Your application was screened"]}
    tell(office, facts.withdrawn("c-1", listed=False))
    assert shown(office) == {}
    tell(office, facts.screened("c-1"), EXTENDED, AGAIN, facts.adopted("c-2"))
    assert "candidate" not in shown(office)


def test_whose_application_lapsed_with_a_call_that_is_issued_again_is_told(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"))
    shown(office)
    lapsed = ApplicationLapsed(
        vacancy_id=facts.VACANCY_ID, candidate_id="c-1", listed=True, lapsed_at=AGAIN.reissued_at
    )
    tell(office, lapsed, AGAIN)
    assert shown(office)["candidate"] == ["The call to which you answered was issued again"]


def test_candidates_are_told_once_that_a_call_closes_which_they_have_not_answered(
    office: Office,
) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"))
    shown(office)
    office.later(days=6)
    office.work()
    assert shown(office) == {}
    office.later(days=2)
    office.work()
    assert shown(office) == {"other-candidate": ["A call for candidatures closes soon"]}
    office.later(hours=1)
    office.work()
    assert shown(office) == {}


def test_who_withdrew_is_told_that_a_call_closes_which_is_issued_again(office: Office) -> None:
    again = replace(AGAIN, closes_at=CALLED.closes_at)
    tell(office, *VACANCY, facts.applied("c-1", "candidate"), facts.withdrawn("c-1"), again)
    shown(office)
    office.later(days=8)
    office.work()
    assert shown(office)["candidate"] == ["A call for candidatures closes soon"]


def test_a_panel_is_told_once_that_scores_are_due(office: Office) -> None:
    tell(office, *VACANCY, facts.applied("c-1", "candidate"))
    shown(office)
    office.later(days=11)
    office.work()
    assert "panel-chair" not in shown(office)  # there is no file yet
    tell(office, facts.screened("c-1"))
    due = ["A call closed, and files wait for your scores"]
    said = shown(office)
    assert (said["panel-chair"], said["panel-member"]) == (due, due)
    assert "strange-member" not in said
    office.later(days=1)
    office.work()
    assert shown(office) == {}


def test_a_review_that_is_closed_asks_for_no_scores(office: Office) -> None:
    office.tell(*VACANCY, facts.applied("c-1"), facts.screened("c-1"), models=EVERY_MODEL)
    office.tell(replace(facts.REVIEWED, closed_at=T0), models=EVERY_MODEL)
    office.work()
    shown(office)
    office.later(days=11)
    office.work()
    assert "panel-chair" not in shown(office)


def until(last: date) -> tuple[Fact, ...]:
    """A vacancy whose panel has one seat with a last day."""
    of_panel = [
        replace(seat, ends_on=last if seat.member_id == "panel-member" else None)
        for seat in PANEL.seats
    ]
    return (*VACANCY[:-1], replace(PANEL, seats=tuple(of_panel)))


def over(last: date) -> SeatTermEnded:
    return replace(of_terms.ENDED, member_id="panel-member", ends_on=last, ended_at=T0)


def test_a_member_the_chair_and_the_office_are_told_that_a_seat_ends_and_is_over(
    office: Office,
) -> None:
    last = day_of(T0) + timedelta(days=31)
    tell(office, *until(last))
    shown(office)
    office.later(days=1)
    office.work()
    assert shown(office) == {
        "panel-member": ["The term of your own seat on a panel ends soon"],
        "panel-chair": ["The term of a seat on your panel ends soon"],
        "selection": ["The term of a seat on a panel ends soon"],
    }
    office.later(days=20)
    office.work()
    assert shown(office) == {}, "once"
    tell(office, over(last))
    assert shown(office) == {
        "panel-member": ["The term of your own seat on a panel is over"],
        "panel-chair": ["The term of a seat on your panel is over"],
        "selection": ["The term of a seat on a panel is over"],
    }
    tell(office, LOBBIED, facts.REVIEWED)
    assert "panel-member" not in shown(office)
    longer = replace(of_terms.EXTENDED, member_id="panel-member", ends_on=last + timedelta(days=90))
    tell(office, longer)
    assert shown(office) == {
        "panel-member": ["The term of your own seat on a panel was extended"],
        "panel-chair": ["The term of a seat on your panel was extended"],
    }


def test_a_recused_member_is_told_nothing_of_the_own_seat(office: Office) -> None:
    last = day_of(T0) + timedelta(days=31)
    tell(office, *until(last), facts.applied("c-1", "candidate"), facts.screened("c-1"), RECUSED)
    shown(office)
    office.later(days=5)
    office.work()
    assert shown(office).keys() == {"panel-chair", "selection"}
    tell(office, over(last))
    assert shown(office).keys() == {"panel-chair", "selection"}
