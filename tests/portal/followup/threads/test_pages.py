"""Threads about a mission by each of their doors (E.8, E.10): who reads them, and who writes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import delete

from portal.followup.partners.read_model import partners
from portal.followup.threads import queries, words
from portal.oversight.forgetting import erasing
from shared.contracts.followup_partner_commands import EndPartner
from shared.contracts.followup_visit_thread_commands import (
    TYPES,
    CorrectVisitMessage,
    OpenVisitThread,
    StrikeVisitMessage,
    WriteVisitMessage,
)
from shared.core.roles import Role
from shared.reference.visit_threads import AUDIENCES
from tests.portal.followup.partners.test_pages import (
    NGO,
    NHRI,
    OWN,
    RC,
    comes,
    form,
    officer,
)
from tests.portal.stakeholders.test_pages import text
from tests.support.missions import Missions
from tests.support.organisations import asked_for
from tests.support.partners import OFFICER, Partners
from tests.support.portal import Pages, Visitor
from tests.support.threads import Threads

R = Role
KEN = {"state_codes": frozenset({"KEN"})}
WORDS = {
    "rc": "Rooms at the coordinator",
    "unct": "Briefing of agencies",
    "partners": "List of laws",
    "nhri": "Chamber of the institution",
    "state": "Note about interpreters",
}
"""The message of each thread."""


@pytest.fixture
def threads(portal: Pages) -> Threads:
    made = Threads(Partners(Missions(portal.engine, portal.vault, portal.clock())))
    made.partners.missions.hear()
    made.partners.missions.official("Minister Zora")
    return made


def page_of(threads: Threads) -> str:
    return f"/missions/{threads.partners.missions.mission_id}/threads"


def last(portal: Pages) -> Any:
    kind, data, _ = asked_for(portal.asked[-1])
    return TypeAdapter(TYPES[kind]).validate_python(data)


def government(portal: Pages, *states: str) -> Visitor:
    return portal.signed_in(R.GOVERNMENT, state_codes=frozenset(states or {"KEN"}))


def test_the_mandate_opens_a_thread_once_it_read_who_reads_it(
    portal: Pages, threads: Threads
) -> None:
    office, page = officer(portal), page_of(threads)
    mission = page.removesuffix("/threads")
    assert page in office.get(mission).text
    assert "will appear here" in text(office.get(page).text)
    typed = {"audience": "nhri", "title": "Detention", "text": "Which places?"}
    assert "This does not change later" in text(office.get(f"{page}/new").text)
    for wrong in ({"audience": ""}, {"audience": "all"}, {"title": ""}, {"text": ""}):
        assert office.post(f"{page}/new", form(**{**typed, **wrong})).status_code == 422
    checked = text(office.post(f"{page}/new", form(**typed)).text)
    assert "institution that is a partner of the visit reads it" in checked
    assert office.post(f"{page}/new", form(**typed, checked="send")).status_code == 303
    asked = last(portal)
    assert isinstance(asked, OpenVisitThread)
    assert (asked.audience, portal.vault.reveal(asked.title)) == ("nhri", "Detention")
    assert asked.title.subject == f"visitdialogue-{asked.thread_id}"
    assert asked.text.subject == f"visitdialogue-{asked.message_id}"
    desk = portal.signed_in(R.DESK_OFFICER, **KEN)
    assert desk.get(page).status_code == 200
    assert desk.get(f"{page}/new").status_code == 403
    for other in (
        portal.signed_in(R.HUMAN_RIGHTS_OFFICER, mandates=frozenset({"wgad"})),
        portal.signed_in(R.DESK_OFFICER, state_codes=frozenset({"FRA"})),
    ):
        assert other.get(page).status_code == 404


def test_a_partner_opens_a_thread_for_those_of_its_audiences(
    portal: Pages, threads: Threads
) -> None:
    mine = f"/my-visits/{threads.partners.admitted(*NGO)}"
    visitor, path = comes(portal, *NGO), f"{mine}/threads/new"
    page = visitor.get(mine).text
    assert path in page
    assert "Threads with the mandate will appear here" in text(page)
    shown = visitor.get(path).text
    assert 'value="partners"' in shown
    assert not [each for each in ("rc", "unct", "nhri", "state") if f'value="{each}"' in shown]
    typed = {"audience": "partners", "title": "Laws", "text": "Where is the list?"}
    assert visitor.post(path, form(**{**typed, "audience": "rc"})).status_code == 422
    assert "All partners of the visit read it" in text(visitor.post(path, form(**typed)).text)
    assert visitor.post(path, form(**typed, checked="send")).status_code == 303
    asked = last(portal)
    assert isinstance(asked, OpenVisitThread)
    assert (asked.audience, asked.partner_id) == ("partners", path.split("/")[2])
    assert portal.vault.reveal(asked.text) == "Where is the list?"
    other = threads.partners.admitted(*RC)
    assert visitor.get(f"/my-visits/{other}/threads/new").status_code == 404


def test_what_is_new_is_marked_until_one_has_read_it_and_for_oneself_alone(
    portal: Pages, threads: Threads
) -> None:
    mine = f"/my-visits/{threads.partners.admitted(*RC)}"
    thread = threads.opened("rc", "Rooms")
    office, partner = officer(portal), comes(portal, *RC)
    desk, page = portal.signed_in(R.DESK_OFFICER, **KEN), page_of(threads)
    for visitor, listed in ((partner, mine), (desk, page)):
        where = f"{listed}/threads/{thread}" if visitor is partner else f"{listed}/{thread}"
        for marked in (True, False):
            assert (NEW in visitor.get(listed).text) is marked
            assert (NEW in visitor.get(where).text) is marked
    by = threads.partners.member(*RC)
    threads.written(thread, "And a car", by=by, partner=mine.removeprefix("/my-visits/"))
    assert NEW not in partner.get(mine).text, "its own"
    assert NEW in desk.get(page).text
    assert NEW in office.get(page).text


NEW = ">New</strong>"


def test_each_reads_the_threads_of_its_audience_and_of_no_other(
    portal: Pages, threads: Threads
) -> None:
    ids = {audience: threads.opened(audience, said) for audience, said in _each()}
    admitted = {
        kind: (threads.partners.admitted(kind, who), comes(portal, kind, who))
        for kind, who in (RC, ("unct", "unct-1"), ("security", "sec-1"), NHRI, NGO)
    }
    for kind, (one, visitor) in admitted.items():
        mine, listed = f"/my-visits/{one}", visitor.get(f"/my-visits/{one}").text
        for audience, thread in ids.items():
            reads = kind in AUDIENCES[audience]
            got = visitor.get(f"{mine}/threads/{thread}")
            assert got.status_code == (200 if reads else 404)
            assert (WORDS[audience] in text(got.text)) is reads
            assert (thread in listed) is reads
            if reads:
                assert str(words.READ_BY[audience]) in text(got.text)
        assert ("Dialogue with the mandate" in listed) is (kind != "security")
    office = officer(portal)
    desk = portal.signed_in(R.DESK_OFFICER, **KEN)
    by, one = threads.partners.member(*NHRI), admitted["nhri"][0]
    threads.written(ids["partners"], "Of an institution", by=by, partner=one)
    for visitor, address, named in (
        (office, page_of(threads), True),
        (desk, page_of(threads), False),
        (admitted["ngo"][1], f"/my-visits/{admitted['ngo'][0]}/threads", False),
    ):
        shown = text(visitor.get(f"{address}/{ids['partners']}").text)
        assert "Of an institution" in shown
        assert ("nhri-1" in shown) is named
        assert "National human rights institution" in shown
    visitor = admitted["nhri"][1]
    assert visitor.account is not None
    member_name = visitor.account.name
    with portal.engine.begin() as conn:
        conn.execute(delete(partners).where(partners.c.partner_id == one))
    rebuilt = text(office.get(f"{page_of(threads)}/{ids['partners']}").text)
    assert "Of an institution" in rebuilt
    assert member_name not in rebuilt
    for audience, thread in ids.items():
        for visitor, writes in ((office, True), (desk, audience == "rc")):
            got = visitor.get(f"{page_of(threads)}/{thread}")
            assert WORDS[audience] in text(got.text)
            assert str(words.READ_BY[audience]) in text(got.text)
            assert ("/write" in got.text) is writes
    assert desk.get(f"{page_of(threads)}/{ids['nhri']}/write").status_code == 404


def _each() -> Any:
    return WORDS.items()


def test_a_government_answers_once_it_read_the_note_again(portal: Pages, threads: Threads) -> None:
    note = threads.opened("state", WORDS["state"])
    state = government(portal)
    page = f"/visit-notes/{note}"
    assert "Check the official note" in text(state.post(f"{page}/write", form(text="Agreed")).text)
    assert state.post(f"{page}/write", form(text="Agreed", checked="send")).status_code == 303
    asked = last(portal)
    assert isinstance(asked, WriteVisitMessage)
    assert (asked.partner_id, portal.vault.reveal(asked.text)) == (None, "Agreed")
    me = state.account
    assert me is not None
    by = replace(
        OFFICER,
        actor_id=me.account_id,
        roles=frozenset({R.GOVERNMENT}),
        states=frozenset({"KEN"}),
        mandates=frozenset(),
    )
    mine = threads.written(note, "Agreed by us", by=by)
    again = text(state.post(f"{page}/{mine}/correct", form(text="Agreed again")).text)
    assert "Check the official note" in again
    got = state.get(page)
    assert "written by you" in text(got.text)
    assert f"{mine}/correct" in got.text
    office = officer(portal).get(f"{page_of(threads)}/{note}")
    assert f"{mine}/strike" not in office.text
    assert "written by you" not in text(office.text)


def test_a_government_begins_notes_while_the_visit_goes_on(portal: Pages, threads: Threads) -> None:
    state, mission = government(portal), threads.partners.missions.mission_id
    page = f"/visit-notes/about/{mission}"
    assert page in state.get(f"/visit-programmes/{mission}").text
    shown = text(state.get(page).text)
    assert "the mandate and the desk officer of the State" in shown
    assert "partners" not in shown.lower()
    said = form(title="The airport", text="When do you land?")
    assert "Check the note" in text(state.post(page, said).text)
    assert state.post(page, {**said, "checked": "send"}).status_code == 303
    asked = last(portal)
    assert (asked.audience, asked.partner_id) == ("state", None)
    assert portal.vault.reveal(asked.title) == "The airport"
    abroad = portal.signed_in(R.GOVERNMENT, state_codes=frozenset({"FRA"}))
    assert abroad.get(page).status_code == 404
    for what in ("security_cleared", "began", "ended", "completed"):
        threads.partners.missions.step(what)
    assert state.get(page).status_code == 404
    assert page not in state.get(f"/visit-programmes/{mission}").text


def test_a_message_is_corrected_by_who_wrote_it_and_struck(portal: Pages, threads: Threads) -> None:
    one = threads.partners.admitted(*NHRI)
    thread = threads.opened("nhri", WORDS["nhri"])
    visitor = comes(portal, *NHRI)
    assert visitor.account is not None
    by = replace(threads.partners.member(*NHRI), actor_id=visitor.account.account_id)
    mine = threads.written(thread, "Our list", by=by, partner=one)
    page, office_page = f"/my-visits/{one}/threads/{thread}", f"{page_of(threads)}/{thread}"
    assert visitor.post(f"{page}/write", form(text="More")).status_code == 303
    assert (last(portal).partner_id, last(portal).mandate) == (one, "sr-torture")
    assert "Our list" in visitor.get(f"{page}/{mine}/correct").text
    assert visitor.post(f"{page}/{mine}/correct", form(text="Our better list")).status_code == 303
    asked = last(portal)
    assert isinstance(asked, CorrectVisitMessage)
    assert asked.text.subject == f"visitdialogue-{mine}"
    corrected = threads.sealed(mine, "Our better list")
    threads.ask(CorrectVisitMessage, thread, by=by, message_id=mine, partner_id=one, text=corrected)
    office = officer(portal)
    for got in (text(visitor.get(page).text), text(office.get(office_page).text)):
        assert "Our better list" in got
        assert "Corrected:" in got
    assert office.get(f"{office_page}/{mine}/correct").status_code == 404
    assert "Strike this message?" in text(office.get(f"{office_page}/{mine}/strike").text)
    assert office.post(f"{office_page}/{mine}/strike", form()).status_code == 303
    assert isinstance(last(portal), StrikeVisitMessage)
    first = threads.id("message", WORDS["nhri"])
    for act in ("correct", "strike"):
        assert visitor.get(f"{page}/{first}/{act}").status_code == 404
    threads.ask(StrikeVisitMessage, thread, message_id=mine)
    for got in (text(visitor.get(page).text), text(office.get(office_page).text)):
        assert "Who struck it: The mandate" in got
        assert "list" not in got
    assert visitor.get(f"{page}/{mine}/strike").status_code == 404
    assert visitor.get(f"{page}/{uuid4()}/strike").status_code == 404


def test_what_is_erased_is_gone_and_its_place_stays(portal: Pages, threads: Threads) -> None:
    thread = threads.opened("rc", WORDS["rc"], "Rooms")
    office, page = officer(portal), page_of(threads)
    assert "visitdialogue-" in office.get(f"{page}/{thread}").text
    assert "visitdialogue" in erasing.RECORDS
    portal.vault.forget(f"visitdialogue-{thread}", at=portal.clock())
    portal.vault.forget(f"visitdialogue-{threads.id('message', WORDS['rc'])}", at=portal.clock())
    got = text(office.get(f"{page}/{thread}").text)
    assert WORDS["rc"] not in got
    assert "A thread without a title" in got
    of_message = threads.id("message", WORDS["rc"])
    assert f"{of_message}/strike" not in office.get(f"{page}/{thread}").text
    assert "A thread without a title" in text(office.get(page).text)


def test_access_ends_with_the_admission_and_writing_with_the_ninetieth_day(
    portal: Pages, threads: Threads
) -> None:
    one = threads.partners.admitted(*NGO)
    thread = threads.opened("partners", WORDS["partners"])
    visitor, office = comes(portal, *NGO), officer(portal)
    mine, page = f"/my-visits/{one}/threads/{thread}", page_of(threads)
    assert visitor.get(f"{mine}/write").status_code == 200
    threads.closes()
    for asked in (visitor.get(mine), office.get(f"{page}/{thread}")):
        assert "The visit is closed. The last day to write here" in text(asked.text)
    assert visitor.get(f"{mine}/write").status_code == 200
    assert office.get(f"{page}/new").status_code == 404
    assert "Open a thread" not in text(office.get(page).text)
    threads.partners.ask(EndPartner, one)
    for address in (mine, f"{mine}/write", f"/my-visits/{one}"):
        assert visitor.get(address).status_code == 404
    portal.clock.forward(timedelta(days=91))
    late = officer(portal)
    assert WORDS["partners"] in text(late.get(f"{page}/{thread}").text)
    assert late.get(f"{page}/{thread}/write").status_code == 404
    first = threads.id("message", WORDS["partners"])
    assert f"{first}/strike" in late.get(f"{page}/{thread}").text
    assert late.post(f"{page}/{thread}/{first}/strike", form()).status_code == 303
    assert isinstance(last(portal), StrikeVisitMessage)
    portal.answer = httpx.Response(409, json={"title": "Nothing is written any more."})
    kept = late.post(f"{page}/{thread}/write", form(text="Typed for an hour"))
    assert kept.status_code == 409
    assert "Typed for an hour" in kept.text


def test_a_visit_that_was_called_off_has_no_threads_for_partners(
    portal: Pages, threads: Threads
) -> None:
    one, note = threads.partners.admitted(*RC), threads.opened("state", WORDS["state"])
    thread = threads.opened("rc", WORDS["rc"])
    threads.partners.missions.hear("called_off", ahead=None)
    assert comes(portal, *RC).get(f"/my-visits/{one}/threads/{thread}").status_code == 404
    state = government(portal)
    assert "The last day to write here" in text(state.get(f"/visit-notes/{note}").text)
    assert officer(portal).get(f"{page_of(threads)}/new").status_code == 404


def test_the_words_cover_the_lists() -> None:
    assert words.AUDIENCES.keys() == words.READ_BY.keys() == AUDIENCES.keys()
    assert queries.KINDS.keys() == AUDIENCES.keys()
    assert {R.UN_PARTNER, R.CONTACT_POINT, R.NGO_MEMBER} == queries.PARTNERS
    assert OWN["mandates"] == {"sr-torture"}
