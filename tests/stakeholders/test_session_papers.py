"""Papers of a session: who adds and withdraws them, how many stand, and nothing twice."""

from dataclasses import replace
from typing import Any

import pytest

from shared.contracts.stakeholders_session_commands import CloseSession
from shared.contracts.stakeholders_sessions import SessionPaperAdded, SessionPaperWithdrawn
from shared.core.decider import Forbidden, Refused
from shared.reference.sessions import MOST_PAPERS
from tests.stakeholders.sessions import ADD_PAPER, ENDS, ID, OFFICER, WITHDRAW_PAPER, Story, person


def test_an_officer_adds_a_paper_once_and_withdraws_it_once() -> None:
    story = Story()
    assert story.do(ADD_PAPER, OFFICER) == [
        SessionPaperAdded(
            session_id=ID,
            paper_id="paper-1",
            title=ADD_PAPER.title,
            audience="public",
            file=ADD_PAPER.file,
            added_by="officer-1",
            added_at=story.at,
        )
    ]
    with pytest.raises(Refused, match="with another file"):
        story.do(ADD_PAPER, OFFICER)
    assert story.do(WITHDRAW_PAPER, OFFICER) == [
        SessionPaperWithdrawn(
            session_id=ID, paper_id="paper-1", withdrawn_by="officer-1", withdrawn_at=story.at
        )
    ]
    assert story.do(WITHDRAW_PAPER, OFFICER) == []
    with pytest.raises(Refused, match="with another file"):  # nor does it come back
        story.do(ADD_PAPER, OFFICER)


def test_papers_come_also_once_the_session_is_over_or_called_off() -> None:
    story = Story()
    story.do(CloseSession(session_id=ID, called_off=True), OFFICER)
    assert story.do(ADD_PAPER, OFFICER)
    story.at = ENDS
    assert story.do(replace(ADD_PAPER, paper_id="minutes", audience="registered"), OFFICER)


@pytest.mark.parametrize("command", [ADD_PAPER, WITHDRAW_PAPER])
def test_nobody_else_does(command: Any) -> None:
    story = Story()
    with pytest.raises(Forbidden):
        story.do(command, person("ann"))


def test_a_paper_that_is_not_there_or_is_for_nobody_known_is_refused() -> None:
    story = Story()
    with pytest.raises(Refused, match="no such paper"):
        story.do(WITHDRAW_PAPER, OFFICER)
    wrong: Any = "everybody"
    with pytest.raises(Refused, match="who reads"):
        story.do(replace(ADD_PAPER, audience=wrong), OFFICER)


def test_so_many_stand_and_a_withdrawn_one_makes_room() -> None:
    story = Story()
    for number in range(1, MOST_PAPERS + 1):
        story.do(replace(ADD_PAPER, paper_id=f"paper-{number}"), OFFICER)
    with pytest.raises(Refused, match="at most"):
        story.do(replace(ADD_PAPER, paper_id="more"), OFFICER)
    story.do(WITHDRAW_PAPER, OFFICER)
    assert story.do(replace(ADD_PAPER, paper_id="more"), OFFICER)
