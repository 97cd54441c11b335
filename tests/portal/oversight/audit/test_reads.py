"""Every page that reveals a text makes an entry first; other pages make none."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select, text

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from portal.followup.replies.read_model import REPLIES
from portal.web.accounts import reads
from portal.web.audit.chain import audit, verify
from portal.web.clock.read_model import DEMO
from portal.web.context import vault
from shared.core.roles import Role
from tests.portal.selection.world import world
from tests.support.approvals import approvals
from tests.support.drafts import filled, sent
from tests.support.followup import LETTER, RECOMMENDATION, REPLY, due, issued, logged, tell
from tests.support.letters import LEAD
from tests.support.people import forms_of
from tests.support.portal import Pages, Visitor
from tests.support.submissions import ID, Told, confirmed, received, triaged

PLANTED = ("Planted", "planted@", "Person ", "@example.org")
CASE = f"submission-{ID}"


def entries(engine: Engine) -> list[Any]:
    with engine.connect() as conn:
        return list(conn.execute(select(audit).order_by(audit.c.number)))


def noted(portal: Pages) -> list[tuple[str, str, str]]:
    return [(row.what, row.subject, row.purpose) for row in entries(portal.engine)]


@pytest.fixture
def desk(portal: Pages, told: Told) -> Visitor:
    told.tell(received(seal=portal.vault.seal))
    return portal.signed_in(Role.QUICK_RESPONSE_DESK, account_id="desk-1")


# --- page by page ----------------------------------------------------------------------------


def test_the_desk_reads_a_submission(portal: Pages, desk: Visitor) -> None:
    assert "Planted narrative" in desk.get(f"/triage/{ID}").text
    [entry] = entries(portal.engine)
    assert (entry.number, entry.actor_id, entry.roles) == (1, "desk-1", "quick_response_desk")
    assert entry.at == portal.clock()
    assert noted(portal) == [("submission", CASE, "triage.show")]


def test_a_source_reads_its_own(portal: Pages, told: Told) -> None:
    told.tell(received(seal=portal.vault.seal))
    source = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    assert "Planted narrative" in source.get(f"/submissions/{ID}").text
    assert noted(portal) == [("submission", CASE, "submissions.show")]


def test_lists_that_reveal_nothing_and_filing_make_no_entry(portal: Pages, desk: Visitor) -> None:
    source = portal.signed_in(Role.NGO_MEMBER, account_id="ngo-1", organisation_id="org-1")
    for visitor, path in (
        (desk, "/triage/"),
        (source, "/submissions/"),
        (source, "/submissions/new"),
        (portal.visitor(), "/"),
    ):
        assert visitor.get(path).status_code == 200
    sent(source, filled(source))
    assert noted(portal) == []


def test_the_file_of_a_letter_is_the_letter_and_what_it_rests_on(portal: Pages) -> None:
    with approvals(portal) as service:
        tell(portal.engine, REPLIES, [])
        tell(portal.engine, DEMO, [])
        service.hear(received(seal=portal.vault.seal), triaged(), confirmed(seal=portal.vault.seal))
        officer = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({LEAD}))
        new = f"/communications/new?submission={ID}"
        page = officer.get(new).text
        assert noted(portal) == [("submission", CASE, "communications.drafting.new")]
        [form] = [one for one in forms_of(page) if one["action"].endswith("/new")]
        sent = officer.client.post(
            form["action"], data=form["fields"], headers={"Sec-Fetch-Site": "same-origin"}
        )
        letter = sent.location.partition("?")[0]
        assert officer.get(letter).status_code == 200
        subject = f"communication-{UUID(letter.rpartition('/')[2])}"
        assert {("letter", subject), ("submission", CASE)} <= {
            (what, of) for what, of, purpose in noted(portal) if "detail" in purpose
        }


def test_replies_and_recommendations(portal: Pages) -> None:
    told, seal = due(mandates=("sr-torture",)), portal.vault.seal
    tell(portal.engine, DEMO, [])
    tell(portal.engine, REPLIES, [told, logged(told, text=seal(f"reply-{REPLY}", "Planted"))])
    subject = f"recommendation-{RECOMMENDATION}"
    tell(portal.engine, RECOMMENDATIONS, [issued(text=seal(subject, "Planted"))])
    holder = portal.signed_in(Role.MANDATE_HOLDER, mandates=frozenset({"sr-torture"}))
    assert holder.get("/replies").status_code == 200
    assert noted(portal) == []
    assert "Planted" in holder.get(f"/replies/{LETTER}/case").text
    assert noted(portal) == [("reply", f"reply-{REPLY}", "replies.case")]
    assert "Planted" in holder.get("/recommendations").text
    assert "Planted" in holder.get(f"/recommendations/{RECOMMENDATION}").text
    assert noted(portal)[1:] == [
        ("recommendation", subject, "recommendations.index"),
        ("recommendation", subject, "recommendations.detail"),
    ]
    others = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert others.get(f"/replies/{LETTER}/case").status_code == 200
    assert len(noted(portal)) == 3, "who sees no text reads none"


def test_a_candidates_file_but_not_the_list_for_everybody(tmp_path: Path) -> None:
    with world(tmp_path) as selection:
        vacancy = selection.called()
        file = selection.file(vacancy, "Planted Ada")
        selection.call_closed(vacancy)
        before = len(noted(selection.portal))
        visitor = selection.portal.visitor()
        assert "Planted Ada" in visitor.get(f"/vacancies/{vacancy}").text
        assert len(noted(selection.portal)) == before
        assert "Planted Ada" in selection.chair.get(f"/panel/files/{file}").text
        assert noted(selection.portal)[before:] == [
            ("candidate", f"candidate-{file}", "selection.panel.file")
        ]


def test_a_sources_identity(portal: Pages) -> None:
    portal.vault.keep_identity("source-1", {"name": "Planted Source"})
    with portal.app.test_request_context():
        assert vault().identity("source-1") == {"name": "Planted Source"}
    [entry] = entries(portal.engine)
    assert (entry.what, entry.subject, entry.actor_id) == ("identity", "source-1", "visitor")


# --- how -------------------------------------------------------------------------------------


def test_a_page_that_stays_open_is_one_entry_in_ten_minutes(portal: Pages, desk: Visitor) -> None:
    for _ in range(3):
        desk.get(f"/triage/{ID}")
        portal.clock.forward(timedelta(minutes=3))
    assert len(noted(portal)) == 1
    portal.clock.forward(timedelta(minutes=1))
    desk.get(f"/triage/{ID}")
    assert len(noted(portal)) == 2
    portal.signed_in(Role.QUICK_RESPONSE_DESK).get(f"/triage/{ID}")
    assert len(noted(portal)) == 3, "somebody else is another entry"


def test_the_memory_of_what_was_noted_is_bounded(
    portal: Pages, desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reads, "_REMEMBERED", 1)
    noting = reads.Reads(portal.engine, portal.clock)
    with portal.app.test_request_context():
        for subject in ("reply-1", "reply-2", "reply-2", "reply-1"):
            noting.note([subject])
    assert [subject for _, subject, _ in noted(portal)] == ["reply-1", "reply-2", "reply-1"]


def test_what_was_noted_is_remembered_no_longer_than_it_counts(portal: Pages) -> None:
    noting = reads.Reads(portal.engine, portal.clock)
    with portal.app.test_request_context():
        for number in range(5):
            noting.note([f"reply-{number}"])
            portal.clock.forward(timedelta(minutes=6))
    assert noting.remembered == 2


def test_who_was_forgotten_is_read_on_record_too(portal: Pages, desk: Visitor) -> None:
    portal.vault.forget(CASE, at=portal.clock())
    assert "erased" in desk.get(f"/triage/{ID}").text
    assert noted(portal) == [("submission", CASE, "triage.show")]


def test_what_cannot_be_recorded_is_not_shown(portal: Pages, desk: Visitor) -> None:
    with portal.engine.begin() as conn:
        conn.execute(text("ALTER TABLE audit RENAME TO elsewhere"))
    page = desk.get(f"/triage/{ID}")
    assert page.status_code == 503
    assert "Planted" not in page.text
    assert "must be recorded first" in page.text
    with portal.engine.begin() as conn:
        conn.execute(text("ALTER TABLE elsewhere RENAME TO audit"))
    assert "Planted narrative" in desk.get(f"/triage/{ID}").text
    assert len(noted(portal)) == 1, "a failed attempt is not remembered as an entry"


def test_the_entry_is_kept_before_a_key_is_looked_at(portal: Pages, desk: Visitor) -> None:
    seen: list[int] = []

    @event.listens_for(portal.vault.engine, "before_cursor_execute")
    def look(*_: object) -> None:
        seen.append(len(entries(portal.engine)))

    desk.get(f"/triage/{ID}")
    assert seen
    assert min(seen) == 1


def test_the_log_holds_neither_texts_nor_names(portal: Pages, desk: Visitor) -> None:
    desk.get(f"/triage/{ID}")
    dump = repr(entries(portal.engine))
    assert entries(portal.engine)
    assert not any(mark in dump for mark in PLANTED)
    with portal.engine.connect() as conn:
        assert verify(conn).whole
