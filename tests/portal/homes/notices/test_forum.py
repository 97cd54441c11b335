"""Notices of the forum: that there is news, to those who read the thread, and nothing more."""

from dataclasses import replace
from typing import Any

from portal.committee.forum.read_model import FORUM
from portal.homes.notices.words import words
from tests.portal.homes.notices.conftest import Office
from tests.stakeholders import forum as said
from tests.support.letters import LEAD


def heard(office: Office) -> list[str]:
    """Work twice, as nothing is told twice; return who was told."""
    office.work()
    office.work()
    return sorted(row.account_id for row in office.told() if row.reason == "forum")


def begun(office: Office, **changed: Any) -> None:
    at = office.clock()
    of = {"mandate": LEAD, **changed}
    started = replace(said.STARTED, started_by="holder", started_at=at, **of)
    first = replace(said.OPENING, posted_by="holder", posted_at=at, mandate=LEAD)
    office.tell(started, first, models=(FORUM,))


def post(office: Office, by: str, message_id: str) -> None:
    one = replace(said.OPENING, message_id=message_id, posted_by=by, posted_at=office.clock())
    office.tell(one, models=(FORUM,))


def test_other_holders_are_told_that_there_is_news_and_officers_only_if_invited(
    office: Office,
) -> None:
    begun(office)
    told = heard(office)
    assert "other-holder" in told
    assert not {"holder", "officer", "committee", "chief", "qrd", "desk"} & set(told)
    invited = replace(said.INVITED, officer_id="officer", invited_at=office.clock())
    office.tell(invited, replace(invited, officer_id="gone"), models=(FORUM,))
    assert heard(office).count("officer") == 1  # that they are invited
    post(office, "other-holder", "second")
    post(office, "other-holder", "third")  # a thread is told of once a day for each who writes
    after = heard(office)
    assert (after.count("officer"), after.count("holder")) == (2, 1)
    assert words("forum", "forum-news") == "There is news in the forum"


def test_nobody_is_told_of_a_letter_of_which_they_are_not_seized(office: Office) -> None:
    begun(office, space="letter", ref="letter")
    assert heard(office) == []
