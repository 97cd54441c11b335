"""A report that several mandates write after a joint visit, for each role, and who drops out."""

from datetime import timedelta
from typing import Any

import pytest

from portal.followup.visit_reports import found, queries
from shared.contracts import followup_visit_report_commands as commands
from shared.core.actor import Actor
from shared.core.roles import Role
from shared.reference.holding import Holding
from tests.portal.followup.visit_reports.test_pages import holder, last, officer, sent
from tests.portal.public.register.test_feeds import kinds
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.portal import Pages, Visitor
from tests.support.visit_reports import EVERYBODY, ITEM, SYMBOL, TEXT, Reports, ended

R = Role
OTHER = "sr-water"
THEIRS = {"mandates": frozenset({OTHER})}
OF_OTHER = Actor(
    actor_id="holder-2", roles=frozenset({R.MANDATE_HOLDER}), mandates=frozenset({OTHER})
)


@pytest.fixture
def reports(portal: Pages) -> Reports:
    """The draft of one mandate, which another one writes as well."""
    reports = Reports(ended(Missions(portal.engine, portal.vault, portal.clock())))
    reports.draft()
    return reports


def joined(reports: Reports) -> Reports:
    reports.ask(commands.NameReportMandate, joined=OTHER)
    return reports


def others(portal: Pages, role: Role = R.MANDATE_HOLDER) -> Visitor:
    return portal.signed_in(role, **THEIRS)


def approved(reports: Reports, by: Actor | None = None) -> None:
    of: dict[str, Any] = {"by": by, "mandate": OTHER} if by else {}
    reports.ask(commands.ApproveVisitReport, text_hash=reports.state.text_hash, **of)


def stage_of(reports: Reports) -> str:
    return reports.state.stage


def test_the_other_mandate_reads_and_writes_from_when_it_is_named(
    portal: Pages, reports: Reports
) -> None:
    visitor, path = others(portal, R.HUMAN_RIGHTS_OFFICER), f"{reports.page}/mandates"
    assert visitor.get(reports.page).status_code == 404
    assert visitor.get(path).status_code == 404
    shown = officer(portal).get(path).text
    assert f'value="{OTHER}"' in shown
    typed = sent(seen=str(reports.state.steps), joined=OTHER)
    assert officer(portal).post(path, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, commands.NameReportMandate)
    assert (command.mandate, command.joined) == ("sr-torture", OTHER)
    joined(reports)
    page = visitor.get(reports.page)
    assert "Zorb" in page.text
    assert "Write the text" in page.text
    for nothing in ("Name a mandate that writes", "Send the draft", "Withdraw the report"):
        assert nothing not in page.text
    assert "Kenya" in visitor.get("/visit-reports").text
    assert visitor.get(path).status_code == 404
    for address in ("send", "withdraw"):
        assert others(portal).get(f"{reports.page}/{address}").status_code in {303, 404}
    third = portal.signed_in(R.MANDATE_HOLDER, mandates=frozenset({"wgad"}))
    assert third.get(reports.page).status_code == 404
    typed = sent(seen=str(reports.state.steps), text=f"{TEXT} More.")
    assert visitor.post(f"{reports.page}/text", typed).status_code == 303
    assert last(portal).mandate == OTHER


def test_each_holder_approves_and_the_page_says_who_has_not(
    portal: Pages, reports: Reports
) -> None:
    approved(joined(reports), OF_OTHER)
    reports.to("deciding")
    reason = reports.vault.seal(reports.missions.mission_id, "It was.")
    (comment_id,) = reports.state.undecided
    reports.ask(commands.DecideStateComment, comment_id=comment_id, taken=True, reason=reason)
    approved(reports)
    assert stage_of(reports) == "deciding"
    ours = text(holder(portal).get(reports.page).text)
    assert "Not approved yet" in ours
    assert ours.count("Approved") >= 1
    theirs = others(portal)
    shown = theirs.get(f"{reports.page}/approve")
    assert shown.status_code == 200
    assert "Zorb" in shown.text
    hash_of = shown.text.partition('name="text_hash"')[2].partition('value="')[2].partition('"')[0]
    typed = sent(seen=str(reports.state.steps), text_hash=hash_of)
    assert theirs.post(f"{reports.page}/approve", typed).status_code == 303
    command = last(portal)
    assert isinstance(command, commands.ApproveVisitReport)
    assert command.mandate == OTHER
    approved(reports, OF_OTHER)
    assert stage_of(reports) == "approved"
    assert "Not approved yet" not in text(theirs.get(reports.page).text)
    text_of = reports.vault.seal(f"visitreport-{reports.missions.mission_id}", TEXT)
    reports.ask(commands.KeepVisitReportText, text=text_of, words=9, text_hash="d" * 64)
    assert text(theirs.get(reports.page).text).count("Not approved yet") == 2


def test_the_other_holder_approves_the_draft_before_the_state_gets_it(
    portal: Pages, reports: Reports
) -> None:
    path = f"{reports.page}/approve"
    assert holder(portal).get(path).status_code == 404, "alone it sends it"
    joined(reports)
    ours, theirs = holder(portal), others(portal)
    assert ours.get(path).status_code == 404
    assert "Approve the report" not in ours.get(reports.page).text
    page = theirs.get(reports.page).text
    assert "Approve the report" in page
    assert text(page).count("Not approved yet") == 1
    typed = sent(seen=str(reports.state.steps), text_hash=reports.state.text_hash)
    assert theirs.post(path, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, commands.ApproveVisitReport)
    assert command.mandate == OTHER
    approved(reports, OF_OTHER)
    assert "Not approved yet" not in text(ours.get(reports.page).text)
    reports.send()
    assert reports.state.stage == "with_state"
    with portal.engine.connect() as conn:
        one = queries.report(conn, OF_OTHER, reports.missions.mission_id)
    assert one is not None
    assert one.approvals == {}


def test_one_that_leaves_reads_it_no_more_and_the_rest_goes_on(
    portal: Pages, reports: Reports
) -> None:
    joined(reports)
    theirs, path = others(portal), f"{reports.page}/leave"
    assert officer(portal).get(path).status_code == 404, "it has a holder"
    assert others(portal, R.HUMAN_RIGHTS_OFFICER).get(path).status_code == 404
    typed = sent(seen=str(reports.state.steps), mandate=OTHER)
    assert theirs.post(path, typed).status_code == 303
    command = last(portal)
    assert isinstance(command, commands.LeaveVisitReport)
    assert command.mandate == OTHER
    reports.ask(commands.LeaveVisitReport, by=OF_OTHER, mandate=OTHER)
    assert theirs.get(reports.page).status_code == 404
    assert holder(portal).get(path).status_code == 404, "no other would be left"
    assert "was taken off" in text(holder(portal).get(reports.page).text)


def test_when_the_first_one_leaves_the_next_leads(portal: Pages, reports: Reports) -> None:
    joined(reports)
    reports.ask(commands.LeaveVisitReport)
    assert holder(portal).get(reports.page).status_code == 404
    theirs = others(portal)
    page = theirs.get(reports.page).text
    assert "Send the draft" in page
    assert theirs.get(f"{reports.page}/mandates").status_code == 200
    for _ in range(2):  # the mandate of the mission begins its own, as often as it withdraws it
        by = OF_OTHER if reports.state.mandate == OTHER else EVERYBODY
        reports.ask(
            commands.WithdrawVisitReport,
            by=by,
            mandate=reports.state.mandate,
            reason="other",
            note=None,
        )
        mission = reports.missions.mission_id
        assert "Zorb" not in officer(portal).get(f"/visit-reports/{mission}").text
        begun = sent(seen=str(reports.state.steps))
        start = f"/visit-reports/{mission}/start"
        assert officer(portal).post(start, begun).status_code == 303
        reports.ask(commands.StartVisitReport)


def test_it_is_public_in_the_name_of_all(portal: Pages, reports: Reports) -> None:
    approved(joined(reports), OF_OTHER)
    reports.to("deciding")
    (comment_id,) = reports.state.undecided
    reports.ask(commands.DecideStateComment, comment_id=comment_id, taken=True, reason=None)
    approved(reports)
    approved(reports, OF_OTHER)
    reports.submit()
    assert portal.signed_in(R.PUBLICATION_OFFICER).get(reports.page).status_code == 200
    reports.publish()
    visitor = portal.visitor()
    public = text(visitor.get(f"/country-visits/reports/{reports.missions.mission_id}").text)
    listed = text(visitor.get("/country-visits/reports").text)
    for page in (public, listed):
        assert SYMBOL in page
        assert "torture" in page
        assert "water" in page
    assert public.count(ITEM) == 1
    for each in ("sr-torture", OTHER):
        assert kinds(portal, f"?mandate={each}&kind=report") == ["report"]
    assert kinds(portal, "?mandate=wgad&kind=report") == []
    assert "Prison Quay" in others(portal).get(reports.page).text


def test_an_officer_takes_off_a_mandate_for_which_nobody_signs(
    portal: Pages, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(reports)
    gone = portal.clock().date() - timedelta(days=1)
    ended_ = {OTHER: Holding(mandate=OTHER, signs_until=gone)}
    monkeypatch.setattr(
        found, "holdings", lambda _, some: {one: ended_.get(one, Holding()) for one in some}
    )
    shown = officer(portal).get(f"{reports.page}/leave")
    assert shown.status_code == 200
    typed = sent(seen=str(reports.state.steps), mandate=OTHER)
    assert officer(portal).post(f"{reports.page}/leave", typed).status_code == 303
    assert last(portal).mandate == OTHER


def test_only_its_own_office_takes_off_the_mandate_that_leads(
    portal: Pages, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(reports)
    gone = portal.clock().date() - timedelta(days=1)
    monkeypatch.setattr(
        found,
        "holdings",
        lambda _, some: {one: Holding(mandate=one, signs_until=gone) for one in some},
    )
    path = f"{reports.page}/leave"
    shown = others(portal, R.HUMAN_RIGHTS_OFFICER).get(path).text
    assert f'value="{OTHER}"' in shown
    assert 'value="sr-torture"' not in shown
    typed = sent(seen=str(reports.state.steps), mandate=OTHER)
    assert officer(portal).post(path, typed).headers["Location"].startswith(reports.page)
    typed = sent(seen=str(reports.state.steps), mandate="sr-torture")
    assert officer(portal).post(path, typed).headers["Location"].partition("?")[0] == (
        "/visit-reports"
    ), "it is read no more"
