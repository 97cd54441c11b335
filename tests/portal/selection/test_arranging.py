"""The interviews on their pages: the officer arranges, the panel reads, the candidate answers."""

from datetime import datetime, timedelta

import pytest

from shared.core.geneva import there
from shared.core.roles import Role
from tests.portal.selection.test_ending import decided, seen_on, session, submitted
from tests.portal.selection.world import World, account, ranks, text
from tests.support.portal import Visitor

QUESTIONS = "What would you do first?"
NEEDS = "An interpreter for sign language, please."


class Listed:
    """Ada and Bea are on the interview list of a vacancy; Cyr is not."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.vacancy = w.called()
        self.ada, self.anna = w.applied(self.vacancy, "Ada")
        self.bea, self.berta = w.applied(self.vacancy, "Bea")
        self.cyr, self.cyril = w.applied(self.vacancy, "Cyr")
        for one in (self.ada, self.bea, self.cyr):
            w.screened(self.vacancy, one)
        w.call_closed(self.vacancy)
        for one in (self.ada, self.bea, self.cyr):
            w.all_scored(one)
        assert w.do(w.chair, f"/panel/{self.vacancy}/close").status_code == 303
        sent = w.chair.post(
            f"/panel/{self.vacancy}/interviews",
            {"command_id": "1" * 32, "listed": [self.ada, self.bea], "reason": "two are enough"},
        )
        assert sent.status_code == 303, sent.text
        self.path = f"/selection/{self.vacancy}/interviews"

    def at(self, hours: int) -> datetime:
        return self.w.portal.clock.at + timedelta(hours=hours)

    def given(self, candidate: str, hours: int) -> int:
        sent = self.w.do(
            self.w.officer,
            f"{self.path}/{candidate}/time",
            starts=there(self.at(hours)).strftime("%Y-%m-%dT%H:%M"),
            minutes="30",
            way="video",
            language="fr",
        )
        return sent.status_code

    def answered(self, candidate: str, by: Visitor, **typed: str) -> int:
        path = f"/candidate/applications/{candidate}/interview"
        return decided(self.w, by, path, **typed).status_code


@pytest.fixture
def listed(selection: World) -> Listed:
    return Listed(selection)


def test_an_interview_is_arranged_answered_and_held(listed: Listed) -> None:
    w = listed.w
    assert "Interviews" in text(w.officer.get(f"/selection/{listed.vacancy}"))
    sent = w.do(w.officer, f"{listed.path}/questions", questions=QUESTIONS)
    assert sent.status_code == 303, sent.text
    assert listed.given(listed.ada, 48) == 303
    assert listed.given(listed.bea, 48) == 422, "another candidate is interviewed at that time"
    assert listed.given(listed.bea, 49) == 303

    own = text(listed.anna.get(f"/candidate/applications/{listed.ada}"))
    assert "30 minutes. By video, French" in own
    assert "You have not said yet whether you can come." in own
    assert QUESTIONS not in own
    assert listed.answered(listed.ada, listed.anna, comes="no", needs="") == 422
    assert listed.answered(listed.ada, listed.anna, comes="yes", needs=NEEDS) == 303
    office = text(w.officer.get(listed.path))
    assert NEEDS in office
    assert "Comes" in office
    panel = text(w.members["APG"].get(f"/panel/{listed.vacancy}/interviews/times"))
    assert QUESTIONS in panel
    assert "Ada" in panel
    assert NEEDS not in panel, "what somebody needs is no part of how that person is judged"

    w.portal.clock.forward(timedelta(hours=50))
    w.officer = w.portal.sign_in(account(w.officer))
    listed.berta = w.portal.sign_in(account(listed.berta))
    assert w.do(w.officer, f"{listed.path}/{listed.ada}/held").status_code == 303
    sent = w.do(w.officer, f"{listed.path}/{listed.bea}/missed", reason="connection")
    assert sent.status_code == 303
    assert "The connection failed" in text(w.officer.get(listed.path))
    missed = text(listed.berta.get(f"/candidate/applications/{listed.bea}"))
    assert "The selection office can give you another time." in missed
    assert w.do(w.officer, f"{listed.path}/questions", questions="Others?").status_code == 422


def test_a_panel_has_what_earlier_ones_asked_once_their_selection_is_over(listed: Listed) -> None:
    """SA14. Whoever was recused from the earlier selection reads nothing of it here either."""
    w, anjali = listed.w, listed.w.members["APG"]
    path = f"/panel/{w.called()}/earlier-questions"
    assert w.do(w.officer, f"{listed.path}/questions", questions=QUESTIONS).status_code == 303
    w.conflicted(listed.ada, anjali)
    assert QUESTIONS not in text(w.chair.get(path)), "it is not over"
    over = w.do(w.officer, f"/selection/{listed.vacancy}/lapse", reason="mandate-ended")
    assert over.status_code == 303
    for reader in (w.chair, w.officer):
        assert QUESTIONS in text(reader.get(path))
    assert "will appear here" in text(anjali.get(path))
    stranger = w.portal.signed_in(Role.PANEL_MEMBER)
    assert stranger.get(path).status_code == 404


def test_nobody_else_reads_when_somebody_is_interviewed(listed: Listed) -> None:
    w = listed.w
    assert listed.given(listed.ada, 48) == 303
    for candidate, person in (
        (listed.ada, listed.berta),
        (listed.bea, listed.berta),
        (listed.cyr, listed.cyril),
    ):
        path = f"/candidate/applications/{candidate}/interview"
        assert person.get(path).status_code == 404
    assert "Your interview" not in text(listed.cyril.get(f"/candidate/applications/{listed.cyr}"))
    stranger = w.portal.signed_in(Role.PANEL_MEMBER, name="Stranger")
    assert stranger.get(f"/panel/{listed.vacancy}/interviews/times").status_code == 404
    assert w.officer.get(f"{listed.path}/{listed.cyr}/time").status_code == 404


def test_a_list_that_is_open_again_tells_the_candidate_of_no_recusal(listed: Listed) -> None:
    w = listed.w
    own = f"/candidate/applications/{listed.ada}"
    assert listed.given(listed.ada, 48) == 303
    before = text(listed.anna.get(own))
    assert "Your interview" in before
    w.conflicted(listed.cyr, w.members["WEOG"])
    assert w.officer.get(listed.path).status_code == 404
    assert w.members["APG"].get(f"/panel/{listed.vacancy}/interviews/times").status_code == 404
    assert w.members["WEOG"].get(f"/panel/{listed.vacancy}/interviews/times").status_code == 404
    assert text(listed.anna.get(own)) == before
    assert listed.answered(listed.ada, listed.anna, comes="yes") == 303

    w.portal.clock.forward(timedelta(hours=50))
    anna = w.portal.sign_in(account(listed.anna))
    assert "Your interview" in text(anna.get(own)), "what is past stays the candidate's own"


def test_the_time_to_come_of_who_is_on_the_new_list_no_more_is_gone(listed: Listed) -> None:
    w = listed.w
    own = f"/candidate/applications/{listed.ada}"
    assert listed.given(listed.ada, 48) == 303
    form = {"command_id": "2" * 32, "listed": [listed.bea, listed.cyr], "reason": "others"}
    assert w.chair.post(f"/panel/{listed.vacancy}/interviews", form).status_code == 303
    assert "Your interview" not in text(listed.anna.get(own))
    w.portal.clock.forward(timedelta(hours=50))
    anna = w.portal.sign_in(account(listed.anna))
    assert "Your interview" not in text(anna.get(own))


def test_an_answer_on_a_page_that_stayed_open_says_nothing_about_another_time(
    listed: Listed,
) -> None:
    w = listed.w
    path = f"/candidate/applications/{listed.ada}/interview"
    assert listed.given(listed.ada, 48) == 303
    seen = seen_on(listed.anna, path)
    assert listed.given(listed.ada, 72) == 303
    for stale in (seen, "", "soon"):
        sent = w.do(listed.anna, path, seen=stale, comes="yes")
        assert sent.status_code == 422
        assert "was given another time since" in text(sent)
    assert "Not answered yet" in text(w.officer.get(listed.path))
    assert listed.answered(listed.ada, listed.anna, comes="yes") == 303


def test_a_time_that_is_no_time_is_said_and_kept(listed: Listed) -> None:
    path = f"{listed.path}/{listed.ada}/time"
    sent = listed.w.do(listed.w.officer, path, starts="soon", minutes="5", language="fr")
    assert sent.status_code == 422
    shown = text(sent)
    assert "Enter from 10 to 240 minutes" in shown
    assert "Choose how you meet" in shown
    assert 'value="soon"' in sent.text


def test_once_the_list_is_public_there_is_nothing_to_answer(listed: Listed) -> None:
    w = listed.w
    assert listed.given(listed.ada, 48) == 303
    own = f"/candidate/applications/{listed.ada}"
    assert "Answer, or say what you need" in text(listed.anna.get(own))
    ranking = ranks(listed.ada, listed.bea, listed.cyr)
    sent = w.do(w.chair, f"/panel/{listed.vacancy}/shortlist", **ranking, step="adopt")
    assert sent.status_code == 303, sent.text
    assert "Answer, or say what you need" in text(listed.anna.get(own)), "else it tells of the list"
    session(w, listed.vacancy)
    submitted(w, listed.vacancy, [listed.ada, listed.bea, listed.cyr])
    assert decided(w, w.officer, f"/selection/{listed.vacancy}/report").status_code == 303
    assert "Answer, or say what you need" not in text(listed.anna.get(own))
    assert listed.anna.get(f"{own}/interview").status_code == 404
