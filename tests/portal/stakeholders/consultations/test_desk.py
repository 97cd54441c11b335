"""The officers' board: calling with a check, extending, grouping, answers, the outcome."""

from uuid import uuid4

from shared.contracts.stakeholders_consultation_commands import CancelConsultation
from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.consultations import DAY, Forum, named
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW, OFFICER

CALL = {
    "title": "Working methods",
    "question": "What helps?",
    "opens": "2026-12-01T09:00",
    "closes": "2026-12-31T18:00",
    "audience": "ngo",
    "visible": "never",
}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def test_a_call_is_read_once_more_before_it_is_public(
    portal: Pages, forum: Forum, officer: Visitor
) -> None:
    assert officer.get("/consultation-desk/call").status_code == 200
    asked = len(portal.asked)
    sent = form(**CALL)
    page = main(officer.post("/consultation-desk/call", sent).text)
    assert "Check this call" in page
    assert "1 Dec 2026, 09:00 (Geneva)" in page
    assert len(portal.asked) == asked
    done = officer.post("/consultation-desk/call", {**sent, "checked": "send"})
    assert done.status_code == 303, done.text
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "call-consultation"
    assert data["call"]["closes_at"].startswith("2026-12-31T18:00:00+01:00")
    assert done.location.startswith(f"/consultation-desk/{data['consultation_id']}")


def test_a_wrong_call_is_shown_again(portal: Pages, forum: Forum, officer: Visitor) -> None:
    wrong = officer.post("/consultation-desk/call", form(**{**CALL, "closes": CALL["opens"]}))
    assert wrong.status_code == 422
    assert "It closes before it opens" in wrong.text
    assert officer.post("/consultation-desk/call", form(opens="soon")).status_code == 422


def test_the_board_has_every_proposal_with_its_organisation_and_answer(
    portal: Pages, forum: Forum, officer: Visitor, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    own = forum.proposes(consultation_id, "member", "Zanthor", consent="none")
    other = forum.proposes(consultation_id, "left", "Quib")
    address = f"/consultation-desk/{consultation_id}"
    page = main(officer.get(address).text)
    assert "In no group yet" in page
    assert "Alpha Watch" in page
    assert "2 proposals have no answer yet" in page
    assert "Publish the outcome" not in page
    forum.grouped(consultation_id, own, title="On pages")
    forum.answered(consultation_id, own, text="We do that")
    page = main(officer.get(address).text)
    for words in ("On pages", "We do that", "Taken up in part", "1 proposal has no answer"):
        assert words in page
    forum.grouped(consultation_id, other, title="On pages")
    assert main(officer.get(address).text).count("On pages") == 1, "one heading for each group"
    desk = main(officer.get("/consultation-desk").text)
    assert "Working methods" in desk
    assert officer.get(f"/consultation-desk/{named('none')}").status_code == 404
    assert member.get(address).status_code == 403


def test_what_can_be_done_follows_from_the_state(
    portal: Pages, forum: Forum, officer: Visitor
) -> None:
    open_, closed, cancelled = forum.called(1), forum.called(2, closes=NOW - DAY), forum.called(3)
    forum.do(CancelConsultation(consultation_id=cancelled, code="mistake"), OFFICER)
    published = forum.called(4, closes=NOW - DAY)
    forum.published(published)
    may = {
        open_: {"extend", "cancel"},
        closed: {"extend", "cancel", "group", "answer", "outcome"},
        cancelled: set(),
        published: {"outcome"},
    }
    for one, acts in may.items():
        page = officer.get(f"/consultation-desk/{one}").text
        for act in ("extend", "cancel", "group", "answer", "outcome"):
            address = f"/consultation-desk/{one}/{act}"
            assert (officer.get(address).status_code == 200) is (act in acts), act
            linked = act in acts and not (one == closed and act in {"group", "answer"})
            assert (f'href="{address}"' in page) is linked, (act, "nothing to group yet")


def test_extending_and_cancelling(portal: Pages, forum: Forum, officer: Visitor) -> None:
    address = f"/consultation-desk/{forum.called()}"
    assert "2026-12-14T10:00" in officer.get(f"{address}/extend").text
    officer.post(f"{address}/extend", form(closes="2027-01-31T18:00"))
    assert asked_for(portal.asked[-1])[0] == "extend-consultation"
    officer.post(f"{address}/cancel", form(code="superseded"))
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["code"]) == ("cancel-consultation", "superseded")


def test_proposals_are_put_into_a_new_group_and_one_that_is_there(
    portal: Pages, forum: Forum, officer: Visitor, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    one = forum.proposes(consultation_id, "member", "Zanthor " * 40)
    two = forum.proposes(consultation_id, "member", "Quib")
    address = f"/consultation-desk/{consultation_id}/group"
    assert officer.post(address, form(proposals=one)).status_code == 422
    officer.post(address, form(proposals=one, title="On pages"))
    first = asked_for(portal.asked[-1])[1]
    assert first["proposal_ids"] == [one]
    assert first["title"]["subject"] == f"consultation-{consultation_id}"
    assert b"On pages" not in portal.asked[-1].read()
    group_id = forum.grouped(consultation_id, one, title="On pages")
    page = officer.get(address).text
    assert "On pages" in page
    assert "…" in page
    forged = officer.post(address, form(proposals=two, group="x" * 500))
    assert (forged.status_code, len(portal.asked)) == (422, 1)
    officer.post(address, form(proposals=two, group=group_id))
    second = asked_for(portal.asked[-1])[1]
    assert (second["group_id"], second["proposal_ids"]) == (group_id, [two])


def test_one_answer_for_several_is_sealed_with_each(
    portal: Pages, forum: Forum, officer: Visitor, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    one, two, three = (forum.proposes(consultation_id, "member", f"Text {n}") for n in range(3))
    forum.grouped(consultation_id, one, two)
    address = f"/consultation-desk/{consultation_id}/answer"
    page = officer.get(address).text
    assert one in page
    assert three not in page, "it is in no group yet"
    assert officer.post(address, form(proposals=one, code="partly")).status_code == 422
    given = form(code="partly", text="We do that")
    officer.post(address, {**given, "proposals": [one, two]})
    answers = asked_for(portal.asked[-1])[1]["answers"]
    assert [each["text"]["subject"] for each in answers] == [f"proposal-{one}", f"proposal-{two}"]


def test_an_erased_proposal_is_answered_by_the_code_alone(
    portal: Pages, forum: Forum, officer: Visitor, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    one = forum.proposes(consultation_id, "member", "Zanthor")
    forum.grouped(consultation_id, one)
    portal.vault.forget(f"proposal-{one}", at=NOW)
    address = f"/consultation-desk/{consultation_id}/answer"
    assert "The proposal was erased" in officer.get(address).text
    refused = officer.post(address, form(proposals=one, code="partly", text="Why"))
    assert refused.status_code == 409
    officer.post(address, form(proposals=one, code="erased"))
    assert asked_for(portal.asked[-1])[1]["answers"] == [{"proposal_id": one, "text": None}]
    assert "Zanthor" not in main(portal.visitor().get(f"/consultations/{consultation_id}").text)


def test_the_outcome_is_read_once_more_and_corrected(
    portal: Pages, forum: Forum, officer: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    address = f"/consultation-desk/{consultation_id}/outcome"
    sent = form(outcome="What we change")
    assert "Check the outcome" in officer.post(address, sent).text
    officer.post(address, {**sent, "checked": "send"})
    assert asked_for(portal.asked[-1])[0] == "publish-outcome"
    forum.published(consultation_id)
    assert "Correct the outcome" in officer.get(address).text


def test_nobody_else_sees_the_desk(portal: Pages, forum: Forum) -> None:
    for role in (Role.NGO_MEMBER, Role.GOVERNMENT, Role.CHIEF):
        assert portal.signed_in(role).get("/consultation-desk").status_code == 403
