"""What stops a report before its State or everybody reads it (R6)."""

import json
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, func, insert, select, update

from portal.casefile.lint.tables import compared
from portal.followup.visit_reports import queries
from portal.followup.visit_reports.checking import behind
from portal.letters.communications.tables import letters, shares, signatures, submissions, victims
from shared.contracts import followup_visit_report_commands as commands
from shared.core.roles import Role
from tests.portal.followup.visit_reports.test_pages import holder, officer, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.channel import Told
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.people import forms_of
from tests.support.portal import Pages
from tests.support.submissions import ID, received, triaged
from tests.support.visit_reports import COMMENT, COMMENT_ID, EVERYBODY, SYMBOL, Reports, ended

LETTER, OTHERS, THEIRS = (str(uuid4()) for _ in range(3))
HASH = "b" * 64


@pytest.fixture
def reports(portal: Pages) -> Reports:
    """A letter to Kenya, in which the mandate has its part, rests on a submission with a victim."""
    with portal.engine.begin() as conn:
        for one, mandate, state, of in (
            (LETTER, "sr-torture", "KEN", [ID]),
            (str(uuid4()), "wgad", "KEN", [OTHERS]),
            (str(uuid4()), "sr-torture", "FRA", [OTHERS]),
        ):
            letter = {"communication_id": one, "recipient": state, "submission_ids": of}
            conn.execute(insert(letters).values(letter))
            conn.execute(insert(signatures).values(communication_id=one, mandate=mandate))
        for one, mandate in ((THEIRS, "sr-torture"), (OTHERS, "wgad")):
            shared = {"submission_id": one, "triage_position": 1}
            conn.execute(insert(submissions).values(**shared, state="KEN"))
            conn.execute(insert(shares).values(**shared, mandate=mandate))
    return Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))


def keep_source(portal: Pages, name: str) -> None:
    portal.vault.keep_identity(f"source-{ID}", {"name": name})
    Told(portal.engine).tell(received(seal=portal.vault.seal), triaged())


def victim(portal: Pages, name: str, public: str = "no") -> None:
    details = portal.vault.seal(f"submission-{ID}", json.dumps({"kind": "person", "name": name}))
    row = {"submission_id": ID, "victim_id": "v-1", "position": 1, "number": 1}
    consent = {"act": "yes", "authorities": "yes", "public": public, "press": "no", "sharing": "no"}
    with portal.engine.begin() as conn:
        conn.execute(
            insert(victims.victims).values(**row, **consent, details=details, name_form="full")
        )


def sending(portal: Pages, reports: Reports) -> Any:
    due = str(reports.missions.at.date() + timedelta(days=42))
    form = sent(seen=str(reports.state.steps), text_hash=HASH, comments_due=due)
    return holder(portal).post(f"{reports.page}/send", form)


def test_a_report_is_compared_with_what_its_mandate_knows_of_the_state(
    portal: Pages, reports: Reports
) -> None:
    """Nothing of another mandate, and nothing of another State: the answer is one bit of it."""
    page = reports.to("drafting").page
    one = SimpleNamespace(mandate="sr-torture", state="KEN")
    with portal.engine.connect() as conn:
        assert behind(conn, one) == sorted([ID, THEIRS])
    assert "Nothing was found" in officer(portal).get(f"{page}/check").text
    assert sending(portal, reports).status_code == 303


@pytest.mark.parametrize("where", ["text", "item", "body"])
def test_no_name_of_a_source_leaves_in_a_report(
    portal: Pages, reports: Reports, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "We met Nadia Kamau there."
    if where == "body":
        monkeypatch.setattr("tests.support.visit_reports.BODY", said)
    else:
        setattr(reports, where, said)
    keep_source(portal, "Nadia Kamau")
    reports.to("drafting")
    asked = len(portal.asked)
    stopped = sending(portal, reports)
    assert stopped.status_code == 422
    assert "Somebody who may know the source has to look" in stopped.text
    assert "Kamau" not in stopped.text
    reports.to("deciding")
    form = sent(seen="6", text_hash=HASH)
    assert holder(portal).post(f"{reports.page}/approve", form).status_code == 422
    assert len(portal.asked) == asked


def test_consent_that_is_withdrawn_stops_what_was_approved(portal: Pages, reports: Reports) -> None:
    reports.text = "Planted Victim was seen."
    victim(portal, "Planted Victim", public="yes")
    page = reports.to("drafting").page
    assert sending(portal, reports).status_code == 303
    reports.to("approved")
    with portal.engine.begin() as conn:
        conn.execute(update(victims.victims).values(public="no"))
    day = str(reports.missions.at.date())
    submit = sent(seen="8", slot=day, words="8")
    stopped = officer(portal).post(f"{page}/submit", submit)
    assert stopped.status_code == 422
    assert "name somebody without consent" in stopped.text
    reports.to("submitted")
    publisher = portal.signed_in(Role.PUBLICATION_OFFICER)
    publish = sent(seen="9", symbol=SYMBOL, languages=["en"], checked="send")
    refused = publisher.post(f"{page}/publish", publish)
    assert refused.status_code == 422
    assert "look at it first" in refused.text
    assert "Planted" not in refused.text


def test_no_comment_of_a_state_tells_who_a_source_is(portal: Pages, reports: Reports) -> None:
    keep_source(portal, "Nadia Kamau")
    page = reports.to("published").page
    publisher = portal.signed_in(Role.PUBLICATION_OFFICER)
    reports.comment("Nadia Kamau lied.", (told := str(uuid4())))
    shown = publisher.get(f"{page}/addendum").text
    assert COMMENT in shown
    form = sent(seen="11", symbol=SYMBOL, comments=[COMMENT_ID])
    assert publisher.post(f"{page}/addendum", form).status_code == 303
    assert asked_for(portal.asked[-1])[1]["comments"] == [COMMENT_ID]
    both = {**form, "comments": [COMMENT_ID, told]}
    assert publisher.post(f"{page}/addendum", both).status_code == 422
    assert publisher.post(f"{page}/addendum", {**form, "comments": []}).status_code == 422


def test_part_of_a_name_stays_once_somebody_who_may_know_says_why(
    portal: Pages, reports: Reports
) -> None:
    keep_source(portal, "Nadia Kamau")
    reports.text = "Judge Kamau was heard."
    page, visitor = reports.to("drafting").page, officer(portal)
    (form,) = [
        one for one in forms_of(visitor.get(f"{page}/check").text) if "passages" in one["action"]
    ]
    shown = visitor.post(form["action"], {**form["fields"], "reason": "I look."}).text
    assert "Judge Kamau" in text(shown)
    (form,) = [one for one in forms_of(shown) if one["action"].endswith("/clear")]
    filled = {**form["fields"], "reason": "The judge has the same name."}
    assert visitor.post(form["action"], filled).status_code == 303
    assert asked_for(portal.asked[-1])[0] == "clear-passages"


def test_many_submissions_are_compared_in_a_few_queries(portal: Pages, reports: Reports) -> None:
    """A mandate may know thousands about a State."""
    many = [str(uuid4()) for _ in range(300)]
    with portal.engine.begin() as conn:
        conn.execute(update(letters).values(submission_ids=many))
    reports.to("drafting")
    asked: list[str] = []
    event.listen(portal.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert sending(portal, reports).status_code == 303
    assert len(asked) < 200
    with portal.engine.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(compared)) == 301


@pytest.mark.parametrize("leads", [True, False])
def test_of_several_that_write_it_none_reads_what_another_was_told(
    portal: Pages, reports: Reports, *, leads: bool
) -> None:
    """The source is of the first mandate; the other one learns no more than that it stops."""
    reports.text = "We met Nadia Kamau there."
    keep_source(portal, "Nadia Kamau")
    reports.to("drafting")
    reports.ask(commands.NameReportMandate, joined="sr-water")
    other = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-water"}))
    if not leads:  # what a mandate knew that left counts as well
        reports.ask(commands.LeaveVisitReport)
    shown = other.get(f"{reports.page}/check")
    assert shown.status_code == 200
    assert "Nothing was found" not in shown.text
    assert "Kamau" not in shown.text
    if leads:
        assert "Nothing was found" not in officer(portal).get(f"{reports.page}/check").text


def test_who_works_for_several_of_them_clears_what_each_was_told(
    portal: Pages, reports: Reports
) -> None:
    """The source is of the second mandate: else nobody who works for both could look."""
    reports.text = "Judge Kamau was heard."
    keep_source(portal, "Nadia Kamau")
    reports.to("drafting")
    reports.ask(commands.NameReportMandate, joined="sr-water")
    reports.ask(commands.LeaveVisitReport)
    back = replace(EVERYBODY, mandates=frozenset({"sr-water"}))
    reports.ask(commands.NameReportMandate, by=back, mandate="sr-water", joined="sr-torture")
    assert reports.state.mandates == ("sr-water", "sr-torture")
    both = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-torture", "sr-water"})
    )
    one = portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"sr-water"}))
    for visitor, looks in ((both, True), (one, False)):
        forms = forms_of(visitor.get(f"{reports.page}/check").text)
        assert any("passages" in each["action"] for each in forms) is looks


def test_words_of_a_mandate_that_wrote_it_are_compared_as_long_as_they_stay(
    portal: Pages, reports: Reports
) -> None:
    reports.to("drafting")
    mission_id = reports.missions.mission_id

    def had() -> list[str]:
        with portal.engine.connect() as conn:
            return queries.before(conn, mission_id)

    reports.ask(commands.NameReportMandate, joined="wgad")
    reports.ask(commands.WithdrawVisitReport, reason="other", note=None)
    reports.ask(commands.StartVisitReport)
    assert reports.state.mandates == ("sr-torture",)
    assert had() == ["wgad"], "the words stay"
    reports.ask(commands.NameReportMandate, joined="sr-water")
    reports.ask(commands.LeaveVisitReport)
    assert had() == ["sr-torture", "wgad"], "who leads is no record of its own"
    by = replace(EVERYBODY, mandates=frozenset({"sr-water"}))
    over = {"reason": "other", "note": None, "mandate": "sr-water"}
    reports.ask(commands.WithdrawVisitReport, by=by, **over)
    reports.ask(commands.StartVisitReport)
    assert reports.state.items == {}
    assert had() == [], "nothing of theirs is left"
