"""My proposals: a draft that is kept, what is sent, taking it back, and nobody else's."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.stakeholders.consultations import drafts
from portal.stakeholders.consultations.drafts import drafts as table
from portal.web.accounts import focal
from shared.core.roles import Role
from tests.portal.stakeholders.consultations.test_public import main
from tests.support.consultations import DAY, Forum, named
from tests.support.organisations import Register, asked_for
from tests.support.organisations import named as organisation
from tests.support.portal import Pages, Visitor
from tests.support.sessions import NOW

TYPED = {"text": "Zanthor proposal", "language": "fr", "consent": "anonymous"}


def form(**also: str) -> dict[str, str]:
    return {"command_id": str(uuid4()), **also}


def kept(portal: Pages) -> list[str]:
    with portal.engine.connect() as conn:
        return list(conn.scalars(select(table.c.draft_id)))


def test_a_proposal_is_kept_as_a_draft_read_once_more_and_sent(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called()
    address = f"/my-proposals/write/{consultation_id}"
    assert "What helps you to take part?" in main(member.get(address).text)
    half = {**TYPED, "consent": "", "next": "keep"}
    assert member.post(address, half).status_code == 303
    assert "Zanthor proposal" in member.get(address).text
    assert "Go on with your draft" in member.get("/my-proposals").text
    assert member.post(address, {**half, "next": "check"}).status_code == 422
    sent = member.post(address, {**TYPED, "next": "check"})
    assert sent.location.endswith("/send")
    page = main(member.get(sent.location).text)
    for words in ("Zanthor proposal", "French", "Without a name", "at once"):
        assert words in page
    done = member.post(sent.location, form())
    assert done.status_code == 303, done.text
    kind, data, _ = asked_for(portal.asked[-1])
    assert kind == "submit-proposal"
    [draft_id] = kept(portal)
    assert done.location.startswith(f"/my-proposals/{draft_id}")
    assert (data["proposal_id"], data["consent"], data["language"]) == (
        draft_id,
        "anonymous",
        "fr",
    )
    written = portal.asked[-1].read().decode()
    for secret in ("Zanthor", "Alpha", "Mira", organisation(1)):
        assert secret not in written


def test_what_was_sent_is_shown_and_its_draft_thrown_away(
    portal: Pages, forum: Forum, member: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation_id = forum.called()
    proposal_id = forum.proposes(consultation_id, "member", "Zanthor")
    monkeypatch.setattr(drafts, "uuid4", lambda: proposal_id)
    with portal.app.test_request_context():
        none = drafts.find("member", consultation_id)
        drafts.save("member", consultation_id, none, TYPED)
    address = f"/my-proposals/write/{consultation_id}"
    for path in (address, f"{address}/send", f"{address}/discard"):
        assert member.get(path).location == f"/my-proposals/{proposal_id}"
    assert "Zanthor" in member.get(f"/my-proposals/{proposal_id}").text
    assert kept(portal) == []
    assert "Your proposal" in member.get(address).text, "another one begins"


def test_a_draft_is_thrown_away_by_its_author_and_after_half_a_year(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW + 400 * DAY)
    address = f"/my-proposals/write/{consultation_id}"
    member.post(address, {**TYPED, "next": "keep"})
    assert "gone for good" in member.get(f"{address}/discard").text
    assert member.post(f"{address}/discard", {}).status_code == 303
    assert kept(portal) == []
    member.post(address, {**TYPED, "next": "keep"})
    portal.clock.forward(200 * DAY)
    drafts.purge(portal.engine, portal.vault, at=portal.clock())
    assert kept(portal) == []


def test_two_devices_that_begin_at_once_keep_one_draft(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called()
    with portal.app.test_request_context():
        both = [drafts.find("member", consultation_id) for _ in range(2)]
        for number, draft in enumerate(both):
            drafts.save("member", consultation_id, draft, {**TYPED, "text": f"Text {number}"})
        found = drafts.find("member", consultation_id)
    assert found.typed["text"] == "Text 1"
    assert kept(portal) == [found.draft_id]


def test_nothing_is_sent_that_is_not_finished(portal: Pages, forum: Forum, member: Visitor) -> None:
    consultation_id = forum.called()
    address = f"/my-proposals/write/{consultation_id}"
    assert member.get(f"{address}/send").location == address
    member.post(address, {**TYPED, "text": "", "next": "keep"})
    asked = len(portal.asked)
    answer = member.post(f"{address}/send", form())
    assert answer.status_code == 422
    assert "Finish the proposal" in answer.text
    assert len(portal.asked) == asked
    hidden = member.post(address, {**TYPED, "text": "a\u202eb", "next": "keep"})
    assert hidden.status_code == 422


def test_a_consultation_for_others_and_one_that_is_not_open_answer_alike(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    of_others = forum.called(1, audience=("nhri",), title="Zanthor")
    closed = forum.called(2, closes=NOW - DAY)
    coming = forum.called(3, opens=NOW + DAY, title="Later")
    for one in (of_others, closed, coming, named("none")):
        assert member.get(f"/my-proposals/write/{one}").status_code == 404
    page = main(member.get("/my-proposals").text)
    assert "Zanthor" not in page
    assert "Later Opens later" in page
    assert "make a proposal" not in main(member.get(f"/consultations/{of_others}").text)


def test_a_proposal_is_its_authors_alone_and_taken_back_by_them(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    consultation_id = forum.called(visible="never")
    proposal_id = forum.proposes(consultation_id, "member", "Zanthor", consent="none")
    colleague = portal.signed_in(Role.NGO_MEMBER, organisation_id=organisation(1))
    for path in (f"/my-proposals/{proposal_id}", f"/my-proposals/{proposal_id}/withdraw"):
        assert colleague.get(path).status_code == 404
        assert member.get(path).status_code == 200
    member.post(f"/my-proposals/{proposal_id}/withdraw", form())
    kind, data, _ = asked_for(portal.asked[-1])
    assert (kind, data["proposal_id"]) == ("withdraw-proposal", proposal_id)
    forum.withdraws(consultation_id, proposal_id, "member")
    assert "Taken back" in main(member.get("/my-proposals").text)
    assert "Taken back" in main(member.get(f"/my-proposals/{proposal_id}").text)
    assert member.get(f"/my-proposals/{proposal_id}/withdraw").status_code == 404


def test_the_author_reads_the_answer_at_once(
    portal: Pages, forum: Forum, register: Register, member: Visitor
) -> None:
    consultation_id = forum.called(closes=NOW - DAY)
    proposal_id = forum.proposes(consultation_id, "member", "Zanthor", consent="none")
    forum.grouped(consultation_id, proposal_id)
    forum.answered(consultation_id, proposal_id, text="Quib answer")
    page = main(member.get(f"/my-proposals/{proposal_id}").text)
    assert "Taken up in part" in page
    assert "Quib answer" in page
    assert "Taken up in part" in main(member.get("/my-proposals").text)
    forum.published(consultation_id)
    assert "What we change" in main(member.get(f"/my-proposals/{proposal_id}").text)


def test_two_who_dispute_who_speaks_propose_nothing(
    portal: Pages, forum: Forum, member: Visitor
) -> None:
    one = forum.called()
    assert member.get(f"/my-proposals/write/{one}").status_code == 200
    assert member.account
    with portal.engine.begin() as conn:
        focal.suspend(conn, member.account, "disputed", by="an-officer", at=portal.clock())
    again = portal.sign_in(member.account)
    assert again.get(f"/my-proposals/write/{one}").status_code == 404
    assert again.get("/my-proposals").status_code == 200
