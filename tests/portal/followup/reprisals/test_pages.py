"""Reprisal cases: one's own by next look, each step, and none for whom it is not."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from portal.followup.reprisals.found import subject_of
from shared.contracts.followup_reprisal_commands import TYPES
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.portal.stakeholders.test_pages import text
from tests.support.forms import hidden
from tests.support.organisations import asked_for
from tests.support.portal import Pages, Visitor
from tests.support.reprisal_cases import TEXT, ReprisalCases

PAGE, SEND = "/reprisals", {"checked": "send"}
MINE = frozenset({"sr-torture"})
SHARING: tuple[Any, Any] = (said.CONSENTED, said.ASSESSED)


@pytest.fixture
def some(portal: Pages) -> ReprisalCases:
    return ReprisalCases(portal.engine, portal.vault)


@pytest.fixture
def focal(portal: Pages, some: ReprisalCases) -> Visitor:
    return portal.signed_in(Role.REPRISALS_FOCAL_POINT, account_id="focal-1", name="Rena")


@pytest.fixture
def officer(portal: Pages, some: ReprisalCases) -> Visitor:
    return portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, account_id="officer-1", name="Oda", mandates=MINE
    )


@pytest.fixture
def holder(portal: Pages, some: ReprisalCases) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, account_id="holder-1", name="Hana", mandates=MINE)


def form(**also: Any) -> dict[str, Any]:
    return {"command_id": str(uuid4()), **also}


def anonymous(page: str) -> str:
    """The page without what differs from one request to the next."""
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", page)


def asked(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def test_my_cases_come_by_next_look_with_the_consent_of_each_action(
    some: ReprisalCases, focal: Visitor, officer: Visitor, holder: Visitor
) -> None:
    assert "will appear here" in text(focal.get(PAGE).text)
    later, sooner = some.upto(said.CONSENTED), some.upto(said.REPORTED, imminent=True)
    some.tell(later, replace(said.FOLLOWED, next_look_on=said.TODAY - 9 * said.DAY))
    waits = some.upto(said.REPORTED)
    page = focal.get(PAGE).text
    assert page.index(sooner) < page.index(waits) < page.index(later), "I1: to screen first"
    assert "Letter: Yes" in text(page)
    assert "Imminent" in text(page)
    assert sooner not in holder.get(PAGE).text, "not before they are named"
    assert later in holder.get(PAGE).text
    assert sooner in officer.get(PAGE).text
    closed = some.upto(said.CLOSED)
    assert "The reprisal has ended" in text(officer.get(f"{PAGE}/{closed}").text)
    assert closed in officer.get(PAGE).text
    worse = some.upto(said.DECIDED)
    some.tell(worse, replace(said.FOLLOWED, condition="worse"))
    page = text(officer.get(f"{PAGE}/{worse}").text)
    assert "None decided yet" in page
    assert page.count("None recorded") == 5


def test_for_whoever_is_not_named_there_is_none(
    portal: Pages, some: ReprisalCases, holder: Visitor
) -> None:
    one = some.upto(said.ANSWERED)
    assert holder.get(f"{PAGE}/{one}").status_code == 200
    strangers = [
        portal.signed_in(Role.HUMAN_RIGHTS_OFFICER, mandates=MINE),
        portal.signed_in(Role.MANDATE_HOLDER, account_id="officer-1", mandates=MINE),
        portal.signed_in(
            Role.REPRISALS_FOCAL_POINT, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
        ),
        portal.signed_in(Role.REPRISALS_FOCAL_POINT, Role.CONTACT_POINT),
    ]
    never = str(derive_id("never"))
    for visitor in strangers:
        for path in ("", "/follow", "/consent"):
            there, none = (visitor.get(f"{PAGE}/{each}{path}") for each in (one, never))
            assert there.status_code == none.status_code == 404
            assert anonymous(there.text).replace(one, never) == anonymous(none.text)
        assert visitor.post(f"{PAGE}/{one}/harm", form()).status_code == 404
        assert one not in visitor.get(PAGE).text
    some.tell(one, replace(said.NAMED, holders=()))
    assert holder.get(f"{PAGE}/{one}").status_code == 404, "who is named no more"
    for role in (Role.CHIEF, Role.QUICK_RESPONSE_DESK, Role.COORDINATION_COMMITTEE):
        assert portal.signed_in(role).get(f"{PAGE}/{one}").status_code == 403


def test_each_step_names_how_many_the_page_showed(
    portal: Pages, some: ReprisalCases, focal: Visitor, officer: Visitor, holder: Visitor
) -> None:
    today = portal.clock().date()
    typed = {
        "name": (focal, said.REPORTED, {"holders": "holder-1", "officers": "officer-1"}),
        "pass": (focal, said.NAMED, {"mandate": "wgad"}),
        "contact": (officer, said.NAMED, {"channel": "in_person"}),
        "screen": (focal, said.CONTACTED, {"scope": "yes", "cooperation": "Zora"}),
        "consent": (
            officer,
            said.SCREENED,
            {"consent": "letter", "answer": "conditions", "given_by": "victim", "informed": "y"},
        ),
        "harm": (officer, said.SCREENED, {"consent": "letter", "assessment": "Zora"}),
        "decide": (holder, said.ASSESSED, {"action": "letter"}),
        "take": (holder, said.DECIDED, {"action": "letter", "note": "Zora"}),
        "answer": (officer, said.TAKEN, {"value": "denied"}),
        "send": (focal, said.ANSWERED, {"year": "2026", "part": "text", "text": "Zora two"}),
        "share": (officer, SHARING, {"copied": "y"}),
        "document": (focal, said.CLOSED, {"symbol": "a/hrc/42/30"}),
        "follow": (focal, said.ANSWERED, {"condition": "better"}),
        "close": (holder, said.FOLLOWED, {"reason": "ended"}),
        "reopen": (focal, said.CLOSED, {}),
    }
    days = ("assessed_on", "taken_on", "answered_on", "told_on", "published_on")
    always = {**dict.fromkeys(days, today), "next_look_on": today + timedelta(days=9)}
    for step, (visitor, last, also) in typed.items():
        one = some.upto(said.SCREENED if last is SHARING else last)
        if last is SHARING:
            consent, assessed = (replace(each, consent="sharing") for each in SHARING)
            some.tell(one, consent, replace(assessed, assessed_on=today))
        shown = visitor.get(f"{PAGE}/{one}").text
        assert f"{one}/{step}" in shown, step
        page = visitor.get(f"{PAGE}/{one}/{step}").text
        sent = form(**{"note": "Zora", "step": hidden(page, "step"), **always, **also})
        assert "Check this step" in visitor.post(f"{PAGE}/{one}/{step}", sent).text, step
        visitor.post(f"{PAGE}/{one}/{step}", {**sent, **SEND})
        command = asked(portal)
        assert (command.case_id, command.step) == (one, int(hidden(page, "step"))), step
        for name in ("cooperation", "assessment", "text"):
            sealed = getattr(command, name, None)
            assert sealed is None or sealed.subject == subject_of(one)
        assert getattr(command, "words", 2) == 2
    wrong = [one for one in typed if typed[one][0] is not officer and one != "contact"]
    going = some.upto(said.ANSWERED)
    for step in wrong:
        assert officer.get(f"{PAGE}/{going}/{step}").status_code == 404, step


def test_whoever_is_of_the_group_records_a_withdrawal_after_the_end_too(
    portal: Pages, some: ReprisalCases, focal: Visitor, officer: Visitor
) -> None:
    one, closed = some.upto(said.TAKEN), some.upto(said.CLOSED)
    assert 'value="yes"' in officer.get(f"{PAGE}/{one}/consent").text
    typed = {"consent": "letter", "answer": "withdrawn", "given_by": "victim"}
    for case_id, visitor in ((one, focal), (closed, officer)):
        page = visitor.get(f"{PAGE}/{case_id}/consent").text
        assert 'value="withdrawn"' in page
        assert 'value="yes"' not in page
        sent = form(step=hidden(page, "step"), **typed)
        visitor.post(f"{PAGE}/{case_id}/consent", {**sent, **SEND})
        assert (asked(portal).case_id, asked(portal).answer) == (case_id, "withdrawn")


def test_a_case_says_until_when_the_victim_is_contacted(
    some: ReprisalCases, focal: Visitor
) -> None:
    one = some.upto(said.NAMED)
    page = text(focal.get(f"{PAGE}/{one}").text)
    assert "Contact the victim by" in page
    some.tell(one, said.CONTACTED)
    page = text(focal.get(f"{PAGE}/{one}").text)
    assert "Contact the victim by" not in page
    assert "Victim contacted" in page
    law = some.upto(said.NAMED, relation="law")
    page = focal.get(f"{PAGE}/{law}").text
    assert "Contact the victim by" not in text(page)
    assert f"{law}/contact" not in page


def test_who_had_it_has_it_no_more_once_it_is_passed_on(portal: Pages, some: ReprisalCases) -> None:
    one = some.upto(said.SCREENED)
    both = portal.signed_in(
        Role.HUMAN_RIGHTS_OFFICER, account_id="officer-1", mandates=MINE | {"wgad"}
    )
    assert both.get(f"{PAGE}/{one}").status_code == 200
    some.tell(one, said.PASSED)
    assert both.get(f"{PAGE}/{one}").status_code == 404
    some.tell(one, said.NAMED)
    assert both.get(f"{PAGE}/{one}").status_code == 200


def test_what_no_mandate_had_goes_to_one_before_it_is_opened_again(
    some: ReprisalCases, focal: Visitor
) -> None:
    one = some.upto(said.REPORTED, mandate="", as_officer=None)
    some.tell(one, replace(said.SCREENED, in_scope=False, next_look_on=None))
    for offered, missing in (("pass", "reopen"), ("reopen", "pass")):
        page = focal.get(f"{PAGE}/{one}").text
        assert f"{one}/{offered}" in page
        assert f"{one}/{missing}" not in page
        some.tell(one, said.PASSED)


def test_a_new_step_voids_the_first_agreement_to_close(some: ReprisalCases, focal: Visitor) -> None:
    one = some.upto(said.AGREED)
    some.tell(one, said.CONTACTED)
    agreed = "One of two agreed to close it The reprisal"
    assert agreed in text(focal.get(f"{PAGE}/{one}").text)
    some.tell(one, said.FOLLOWED)
    assert agreed not in text(focal.get(f"{PAGE}/{one}").text)


def test_a_case_is_opened_from_mail_or_a_submission_that_one_sees(
    portal: Pages, focal: Visitor, officer: Visitor
) -> None:
    assert officer.get(f"{PAGE}/report?submission={uuid4()}").status_code == 404
    assert officer.get(f"{PAGE}/report?submission=x").status_code == 404
    both = portal.signed_in(Role.REPRISALS_FOCAL_POINT, Role.CONTACT_POINT)
    assert both.get(f"{PAGE}/report").status_code == 404
    typed = form(
        mandate="sr-torture", state="KEN", relation="relative", act="arrest", account="Zora"
    )
    assert "Check the report" in officer.post(f"{PAGE}/report", typed).text
    officer.post(f"{PAGE}/report", {**typed, **SEND})
    command = asked(portal)
    assert (command.origin, command.link, command.imminent) == ("mail", None, False)
    assert command.account.subject == subject_of(command.case_id)
    other = officer.post(f"{PAGE}/report", form(mandate="wgad", act="arrest"))
    assert other.status_code == 422
    focal.post(f"{PAGE}/report", {**form(**{**typed, "mandate": "wgad"}), **SEND})
    assert asked(portal).mandate == "wgad"


def test_the_yearly_selection_has_its_period_its_closing_date_and_its_budget(
    some: ReprisalCases, focal: Visitor, officer: Visitor
) -> None:
    page = text(focal.get(f"{PAGE}/annual-report?year=2020").text)
    for shown in ("1 Jun 2019", "30 Apr 2020", "1 May 2020", "0 / 10,700", "will appear here"):
        assert shown in page, shown
    one = some.upto(said.ASSESSED)
    some.tell(one, said.SENT)
    page = text(focal.get(f"{PAGE}/annual-report?year=2026").text)
    assert "300 / 10,700" in page
    assert "Annex I" in page
    withdrawn = replace(said.CONSENTED, consent="sg_report", answer="withdrawn")
    some.tell(one, replace(withdrawn, years_to_review=(2026,)))
    page = text(focal.get(f"{PAGE}/annual-report?year=2026").text)
    assert "0 / 10,700" in page, "XR3: its consent is withdrawn"
    assert "300 / 10,700" not in page
    for where in (f"{PAGE}/annual-report?year=2026", f"{PAGE}/{one}"):
        assert "To review" in text(focal.get(where).text)
    assert focal.get(f"{PAGE}/annual-report?year=1").status_code == 404
    assert officer.get(f"{PAGE}/annual-report").status_code == 403
    assert TEXT in focal.get(f"{PAGE}/{one}").text


def test_the_particulars_are_sealed_each_by_itself_and_shown_to_be_corrected(
    portal: Pages, some: ReprisalCases, officer: Visitor
) -> None:
    one = some.upto(said.NAMED)
    assert 'id="details"' not in officer.get(f"{PAGE}/{one}").text, "an older case has none"
    where, days = f"{PAGE}/{one}/details", {"began_on": "2026-01-03", "ended_on": "2026-01-02"}
    told = {"author": "Quib", "known": "yes", "cooperated_on": "2026-01-01"}
    typed = form(step=hidden(officer.get(where).text, "step"), **told, began_on="2026-01-03")
    assert "not before the first" in text(officer.post(where, {**typed, **days}).text)
    assert "not after today" in text(officer.post(where, {**typed, "began_on": "2999-01-01"}).text)
    assert "Check this step" in officer.post(where, typed).text
    officer.post(where, {**typed, **SEND})
    command = asked(portal)
    assert command.place is None
    fields = {name: getattr(command, name) for name in (*told, "began_on")}
    assert {each.subject for each in fields.values()} == {subject_of(one)}
    assert portal.vault.reveal(command.known) == "yes"
    some.told += 1
    some.arrives(replace(said.DETAILED, case_id=one, **fields), f"reprisalcase-{one}")
    page = text(officer.get(f"{PAGE}/{one}").text)
    assert re.search("Alleged author Quib .*First day 3 Jan 2026 .*know of it\\? Yes", page)
    again = officer.get(where).text
    assert "Quib" in again
    assert 'value="2026-01-03"' in again


def test_what_was_erased_can_be_closed(
    portal: Pages, some: ReprisalCases, focal: Visitor, holder: Visitor
) -> None:
    """A person is erased by the key of the case."""
    one = some.upto(said.ANSWERED)
    assert TEXT in focal.get(f"{PAGE}/{one}").text
    assert 'value="erased"' not in focal.get(f"{PAGE}/{one}/close").text
    portal.vault.forget(subject_of(one), at=portal.clock())
    page = focal.get(f"{PAGE}/{one}")
    assert page.status_code == 200
    assert TEXT not in page.text
    step = hidden(focal.get(f"{PAGE}/{one}/close").text, "step")
    focal.post(f"{PAGE}/{one}/close", {**form(step=step, reason="erased"), **SEND})
    assert (asked(portal).reason, asked(portal).told_on) == ("erased", None)
    typed = form(step=step, consent="letter", assessed_on="2026-01-05", assessment="Zora")
    assert focal.post(f"{PAGE}/{one}/harm", {**typed, **SEND}).status_code == 409


def test_e5_the_leaf_of_an_assessment_has_the_cases_that_exist_for_its_reader(
    portal: Pages, some: ReprisalCases, focal: Visitor, officer: Visitor, holder: Visitor
) -> None:
    """Part 10: whoever is not of the group of a case finds the same page without it (XR2)."""
    leaf = f"{PAGE}/of/{said.REPORTED.state}"
    times = re.compile(r"\d\d:\d\d")
    before = times.sub("", anonymous(holder.get(leaf).text))
    open_, closed = some.upto(said.REPORTED), some.upto(said.CLOSED)
    elsewhere = some.upto(said.REPORTED, state="CHE")
    page = focal.get(leaf).text
    assert open_ in page
    assert closed in page
    assert elsewhere not in page
    assert "Copy of Rena" in text(page)
    assert closed in officer.get(leaf).text, "who is named in it"
    other = portal.signed_in(
        Role.MANDATE_HOLDER, account_id="holder-1x", name="Hana", mandates=frozenset({"wgad"})
    )
    assert times.sub("", anonymous(other.get(leaf).text)) == before
    for role in (Role.DESK_OFFICER, Role.GOVERNMENT):
        kept_out = portal.signed_in(role, state_codes=frozenset({said.REPORTED.state}))
        assert kept_out.get(leaf).status_code == 403
    assert focal.get(f"{PAGE}/of/ZZZ").status_code == 404
