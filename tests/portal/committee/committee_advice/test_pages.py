"""Advice that OHCHR asks of the Committee: who reads what, and what is asked of the service."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.committee.committee_advice.found import subject_of
from shared.contracts.stakeholders_committee_advice_commands import TYPES
from shared.core.case_numbers import case_number
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import committee_advice as said
from tests.support import committee as members
from tests.support.committee_advice import Questions
from tests.support.forms import hidden
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor

PAGE = "/committee/advice"
REFUSED = "looks like a reference or a case number"


@pytest.fixture
def questions(portal: Pages) -> Questions:
    members.Committee(portal.engine, portal.vault)
    return Questions(portal.engine, portal.vault)


@pytest.fixture
def member(portal: Pages, questions: Questions) -> Visitor:
    return portal.signed_in(Role.COORDINATION_COMMITTEE, account_id="holder-a", name="Ana")


@pytest.fixture
def chief(portal: Pages, questions: Questions) -> Visitor:
    return portal.signed_in(Role.CHIEF, account_id="chief", name="Cleo")


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_who_asked_and_the_committee_read_a_request_and_nobody_else(
    portal: Pages, questions: Questions, member: Visitor, chief: Visitor
) -> None:
    assert "will appear here" in text(chief.get(PAGE).text)
    one = questions.asked(due_on=day_of(AT))
    gone = questions.asked(text="Gone question")
    questions.tell(said.WITHDRAWN, gone)
    other = portal.signed_in(Role.DESK_OFFICER)
    assert other.get(f"{PAGE}/{one}").status_code == 404
    assert one not in other.get(PAGE).text
    assert [who.get(f"{PAGE}/{gone}").status_code for who in (chief, member)] == [200, 404]
    assert gone not in member.get(PAGE).text
    for reader in (chief, member):
        page = text(reader.get(PAGE).text)
        assert "Overdue Waiting" in page
        page = text(reader.get(f"{PAGE}/{one}").text)
        assert "Quib question" in page
        assert ("Give the advice" in page) is (reader is member)
        assert ("Take this request back" in page) is (reader is chief)


def test_a_question_names_no_case_and_is_read_once_more(portal: Pages, chief: Visitor) -> None:
    page = chief.get(f"{PAGE}/ask").text
    assert "Nothing about a case" in page
    number = case_number("one")
    numbers = (f"See {number}.", f"see {number.replace('-', ' ').lower()} of May")
    for cited in ("About AL KEN 3/2026.", "About ua  che  1/2025", *numbers):
        refused = chief.post(f"{PAGE}/ask", form(question=cited))
        assert refused.status_code == 422
        assert REFUSED in refused.text
    plain = form(question="Most is not. May two mandates speak?")
    assert "Check this question" in chief.post(f"{PAGE}/ask", plain).text
    assert chief.post(f"{PAGE}/ask", {**plain, "checked": "send"}).status_code == 303
    question = asked(portal)
    assert question.question.subject == f"committeeadvice-{question.request_id}"
    assert "mandates" not in portal.asked[-1].read().decode()


def test_the_chair_answers_and_a_member_dissents(
    portal: Pages, questions: Questions, member: Visitor, chief: Visitor
) -> None:
    one, send = questions.asked(), {"checked": "send"}
    for path, field in (("give", "advice"), ("decline", "reason")):
        assert "Quib question" in member.get(f"{PAGE}/{one}/{path}").text
        typed = form(**{field: "Xylo"}, version="0")
        assert "Check this" in member.post(f"{PAGE}/{one}/{path}", typed).text
        assert REFUSED in member.post(f"{PAGE}/{one}/{path}", form(**{field: "AL KEN 3/2026"})).text
        assert member.post(f"{PAGE}/{one}/{path}", {**typed, **send}).status_code == 303
        assert getattr(asked(portal), field).subject == f"committeeadvice-{one}"
    for path in ("dissent", "share"):
        assert member.get(f"{PAGE}/{one}/{path}").status_code == 404
    questions.tell(said.GIVEN, one, advice="Xylo advice")
    page = member.get(f"{PAGE}/{one}/give").text
    assert (hidden(page, "version"), "Xylo advice" in page) == ("1", True)
    page = member.get(f"{PAGE}/{one}/dissent").text
    assert "Xylo advice" in page
    typed = form(dissent="Zora dissent", version=hidden(page, "version"))
    member.post(f"{PAGE}/{one}/dissent", {**typed, **send})
    assert (asked(portal).version, asked(portal).request_id) == (1, one)
    assert member.get(f"{PAGE}/{one}/share").status_code == 404
    questions.tell(said.DISSENTED, one, dissent="Zora dissent")
    page = text(chief.get(f"{PAGE}/{one}").text)
    assert "Ana Zora dissent" in page
    assert "A member dissented ( Ana )" in page
    assert "Take your dissent back" not in page
    member.post(f"{PAGE}/{one}/share", form())
    assert type(asked(portal)).__name__ == "TakeBackCommitteeDissent"
    questions.tell(said.GIVEN, one, advice="Other", version=2)
    assert "that this one replaced" in member.get(f"{PAGE}/{one}").text
    questions.tell(said.SHARED, one)
    assert "Zora dissent" not in member.get(f"{PAGE}/{one}").text


def test_who_asked_takes_back_and_reads_why_the_committee_declined(
    portal: Pages, questions: Questions, member: Visitor, chief: Visitor
) -> None:
    one = questions.asked()
    other = questions.asked(by="somebody")
    assert chief.get(f"{PAGE}/{other}/withdraw").status_code == 404
    chief.post(f"{PAGE}/{one}/withdraw", form())
    assert asked(portal).request_id == one
    questions.tell(said.DECLINED, one, reason="Zora reason")
    assert "Zora reason" in text(chief.get(f"{PAGE}/{one}").text)
    assert chief.get(f"{PAGE}/{one}/withdraw").status_code == 404
    assert member.get(f"{PAGE}/{one}/decline").status_code == 404


def test_only_the_chair_answers_and_who_left_reads_nothing(
    portal: Pages, questions: Questions, member: Visitor
) -> None:
    one = questions.asked()
    seat: Any = members.member("sr-food", holder_id="holder-a")
    both = (seat, members.member("sr-torture"))
    record = members.Committee(portal.engine, portal.vault, told=900)
    record.tell(members.elected(members=both), members.designated("sr-torture"))
    assert member.get(f"{PAGE}/{one}/give").status_code == 404
    assert "Give the advice" not in member.get(f"{PAGE}/{one}").text
    record.tell(members.left("sr-food", members.ELECTED_ON))
    assert member.get(f"{PAGE}/{one}").status_code == 403


def test_a_question_that_was_erased_is_declined_without_a_text(
    portal: Pages, questions: Questions, member: Visitor
) -> None:
    one = questions.asked()
    portal.vault.forget(subject_of(one), at=portal.clock())
    assert "was erased on request" in text(member.get(f"{PAGE}/{one}/decline").text)
    member.post(f"{PAGE}/{one}/decline", form())
    assert asked(portal).reason is None
    questions.tell(said.DECLINED, one, reason=None)
    assert "The Committee declined" in text(member.get(f"{PAGE}/{one}").text)
    questions.tell(said.GIVEN, one, version=2)
    assert "another advice" not in member.get(f"{PAGE}/{one}").text, "it replaces none"
