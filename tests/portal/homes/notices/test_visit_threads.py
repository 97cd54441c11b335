"""Notices of threads about visits: to each side that did not write, and to nobody else."""

from dataclasses import replace
from typing import Any

from portal.followup.missions.read_model import MISSIONS
from portal.followup.partners.read_model import PARTNERS
from portal.followup.threads.read_model import THREADS
from portal.homes.notices import inbox
from portal.homes.notices.words import NEWS, words
from shared.contracts import followup_partners as partners
from shared.contracts.followup_missions import MissionPassedOn, MissionPlansChanged
from shared.contracts.followup_visit_threads import Audience
from tests.followup.missions import OPENED
from tests.followup.missions import fact as of_mission
from tests.followup.partners import AGENCY
from tests.followup.partners import fact as of_partner
from tests.followup.threads import FIRST, STRUCK, opened, written
from tests.portal.homes.notices.conftest import Office, everybody
from tests.portal.homes.notices.test_partnering import WHOLE, agency, tell
from tests.support.letters import OTHER

MODELS = (MISSIONS, PARTNERS, THREADS)
AUDIENCES: tuple[Audience, ...] = ("state", "rc", "unct", "partners", "nhri")
PAGES = {"threads", "visitnote", "myvisit"}


def said(office: Office, *some: Any) -> None:
    office.tell(*(replace(one, done_at=office.clock()) for one in some), models=(THREADS,))


def heard(office: Office) -> list[tuple[str, str]]:
    """Work twice, as nothing is told twice; return to whom what was told."""
    office.work()
    office.work()
    return sorted((one.account_id, one.kind) for one in office.told() if one.page in PAGES)


def test_the_state_hears_of_a_note_and_the_mandate_of_the_answer(office: Office) -> None:
    tell(office, OPENED)
    said(office, *opened("state"))
    to_kenya = ("kenya", "visit-note-news")
    assert heard(office) == [to_kenya]
    assert words("note", "visit-note-news") == NEWS
    said(office, written(3, side="state", done_by="kenya"))
    holder, officer = (("holder", "visit-thread-news"), ("officer", "visit-thread-news"))
    assert heard(office) == [holder, to_kenya, officer]


def test_news_of_one_of_several_threads_of_a_visit_is_in_the_inbox(office: Office) -> None:
    tell(office, OPENED)
    for audience in AUDIENCES:
        thread, message = opened(audience)
        said(office, replace(thread, thread_id=audience), replace(message, thread_id=audience))
    said(office, replace(written(3, side="state", done_by="kenya"), thread_id="state"))
    heard(office)
    with office.engine.connect() as conn:
        holder = next(one for one in everybody(office) if one.account_id == "holder")
        assert [one.page for one in inbox.page_of(conn, holder, lambda _: True)] == ["threads"]


def test_of_a_visit_that_went_to_another_mandate_its_people_hear(office: Office) -> None:
    tell(office, OPENED)
    said(office, *opened("state"))
    before = heard(office)
    tell(office, of_mission(MissionPassedOn, 2, to=OTHER))
    said(office, written(3, side="state", done_by="kenya"))
    theirs = [("other-holder", "visit-thread-news"), ("other-officer", "visit-thread-news")]
    assert heard(office) == sorted([*before, *theirs])


def test_a_government_hears_nothing_of_other_threads(office: Office) -> None:
    agency(office)
    tell(office, OPENED, *WHOLE[:3])
    assert heard(office) == [(AGENCY.actor_id, "partner-news")]
    for audience in AUDIENCES[1:]:
        thread, message = opened(audience)
        said(office, replace(thread, thread_id=audience), replace(message, thread_id=audience))
    to_agency = (AGENCY.actor_id, "partner-news")  # of the country team's thread, and of all's
    assert heard(office) == [*3 * [to_agency], ("desk-of-kenya", "visit-thread-news")]


def test_who_is_no_partner_any_more_hears_nothing_and_nobody_of_what_was_struck(
    office: Office,
) -> None:
    agency(office)
    tell(office, OPENED, *WHOLE[:3])
    before = heard(office)
    said(office, *opened("unct"), replace(STRUCK, step=3, message_id=FIRST))
    assert heard(office) == before
    off = of_mission(MissionPlansChanged, 2, plans="called_off", dates=None, file_step=6)
    office.tell(off, models=(MISSIONS,))
    said(office, written(4))
    ended = of_partner(partners.PartnerEnded, 4)
    office.tell(replace(ended, partner_id=WHOLE[0].partner_id), models=(PARTNERS,))
    said(office, written(5, message_id="m-5"))
    assert heard(office) == before
