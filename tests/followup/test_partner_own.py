"""What is a partner's own: meetings of the confidential programme, and how it is reached (E.2)."""

from dataclasses import replace

from services.followup.mission.partner import PARTNER
from shared.contracts import followup_partners as facts
from shared.contracts.followup_missions import ConfidentialItemSet
from shared.contracts.followup_partner_commands import KeepPartnerContact, ShowPartnerMeetings
from shared.core.message import Sealed
from tests.followup.missions import MISSION_ID, item
from tests.followup.missions import fact as of_mission
from tests.followup.partners import (
    ADMITTED,
    AGENCY,
    INSTITUTION,
    PROPOSED,
    TASK,
    UNDERTAKEN,
    ask,
    fact,
    of_agency,
)
from tests.followup.test_partner import CALLED_OFF, after
from tests.followup.visits import HOLDER, OFFICER, OTHER_OFFICER

MEETING = item(1, kind="civil_society")
WITH_IT = of_mission(ConfidentialItemSet, 1, item=MEETING)
SHOW = ask(ShowPartnerMeetings, seen=2, programme=1, items=(MEETING.item_id, MEETING.item_id))
SHOWN = fact(facts.PartnerMeetingsShown, 3, items=(MEETING,))
CONTACT = Sealed("mission-contact", "dGV4dA")
KEEP = ask(KeepPartnerContact, seen=2, contact=CONTACT)
KEPT = fact(facts.PartnerContactKept, 3, contact=CONTACT)
WHOLE = (PROPOSED, ADMITTED)


def test_a_meeting_is_shown_with_the_words_that_stand_there() -> None:
    after(WITH_IT, *WHOLE).when(SHOW, by=OFFICER).then(SHOWN)
    after(WITH_IT, *WHOLE, SHOWN).when(SHOW, by=HOLDER).then_nothing()
    moved = replace(MEETING, begins="20:00")
    changed = of_mission(ConfidentialItemSet, 2, item=moved)
    anew = fact(facts.PartnerMeetingsShown, 4, items=(moved,))
    again = after(WITH_IT, changed, *WHOLE, SHOWN)
    again.when(replace(SHOW, seen=3, programme=2), by=OFFICER).then(anew)
    again.when(SHOW, by=OFFICER).then_refused("has changed")
    none = replace(SHOW, seen=3, items=())
    after(WITH_IT, *WHOLE, SHOWN).when(none, by=OFFICER).then(replace(anew, items=()))


def test_words_that_were_typed_after_the_form_was_shown_reach_no_partner() -> None:
    reworded = replace(MEETING, text=Sealed("mission-item", "b3RoZXI"))
    changed = of_mission(ConfidentialItemSet, 2, item=reworded)
    after(WITH_IT, changed, *WHOLE).when(SHOW, by=OFFICER).then_refused("programme has changed")
    read = replace(SHOW, programme=2)
    after(WITH_IT, changed, *WHOLE).when(read, by=OFFICER).then(replace(SHOWN, items=(reworded,)))


def test_only_meetings_of_the_confidential_programme_are_shown_to_organisations() -> None:
    out = of_mission(ConfidentialItemSet, 2, item=replace(MEETING, state="withdrawn"))
    for history in ((), (WITH_IT, out)):
        after(*history, *WHOLE).when(SHOW, by=OFFICER).then_refused("from the confidential")
    agency = tuple(map(of_agency, WHOLE))
    after(WITH_IT, *agency).when(of_agency(SHOW), by=OFFICER).then_refused("Only an institution")
    for wrong in (OTHER_OFFICER, INSTITUTION):
        after(WITH_IT, *WHOLE).when(SHOW, by=wrong).then_forbidden()
    streams = PARTNER.consults(SHOW, PARTNER.initial)
    assert f"missionconfidential-{MISSION_ID}" in streams
    assert f"missionconfidential-{MISSION_ID}" not in PARTNER.consults(KEEP, PARTNER.initial)


def test_the_partner_and_its_mandate_keep_how_it_is_reached() -> None:
    after(*WHOLE).when(KEEP, by=OFFICER).then(KEPT)
    mine = replace(KEPT, step=4, done_by=INSTITUTION.actor_id)
    after(*WHOLE, UNDERTAKEN).when(KEEP, by=INSTITUTION).then(mine)
    after(*WHOLE, KEPT).when(KEEP, by=OFFICER).then_nothing()
    none = fact(facts.PartnerContactKept, 4, contact=None, done_by=HOLDER.actor_id)
    after(*WHOLE, KEPT).when(replace(KEEP, seen=3, contact=None), by=HOLDER).then(none)
    after(*WHOLE).when(KEEP, by=INSTITUTION).then_refused("no such partner")
    for history in ((), (PROPOSED,), (*WHOLE, UNDERTAKEN, fact(facts.PartnerEnded, 4))):
        after(*history).when(KEEP, by=INSTITUTION).then_refused("no such mission")
    after(*WHOLE, UNDERTAKEN).when(KEEP, by=AGENCY).then_refused("no such mission")
    after(*WHOLE).when(KEEP, by=OTHER_OFFICER).then_forbidden()
    elsewhere = replace(KEEP, mission_id="m-2")
    after(*WHOLE, UNDERTAKEN).when(elsewhere, by=INSTITUTION).then_refused("no such mission")
    after(CALLED_OFF, *WHOLE, UNDERTAKEN).when(KEEP, by=OFFICER).then(replace(KEPT, step=4))


def test_nobody_overwrites_how_it_is_reached_unread() -> None:
    theirs = replace(KEPT, step=4, contact=Sealed("mission-other", "b3RoZXI"))
    said = after(*WHOLE, UNDERTAKEN, theirs)
    said.when(replace(KEEP, seen=3), by=OFFICER).then_refused("has changed")
    said.when(replace(KEEP, seen=4), by=OFFICER).then(replace(KEPT, step=5))
    task = replace(TASK, step=5)
    after(*WHOLE, UNDERTAKEN, theirs, task).when(replace(KEEP, seen=4), by=OFFICER).then(
        replace(KEPT, step=6)
    )


def test_an_admission_that_begins_anew_has_neither() -> None:
    ended = fact(facts.PartnerEnded, 4)
    anew = [replace(each, step=each.step + 4) for each in WHOLE]
    again = after(WITH_IT, *WHOLE, SHOWN, ended, *anew)
    again.when(replace(SHOW, seen=6), by=OFFICER).then(replace(SHOWN, step=7))
