"""Visit files of a portal that is used (``lived_in``): unanswered, postponed, with a territory."""

from collections.abc import Mapping
from dataclasses import replace

from portal.followup.visits.found import subject_of
from shared.contracts.followup_input_commands import (
    MarkContribution,
    PublishContribution,
    SetContributionNameAside,
)
from shared.contracts.followup_partner_commands import AcceptPartnerUndertaking
from shared.contracts.followup_partners import Kind
from shared.contracts.followup_visit_commands import (
    LogTermsAnswer,
    LogTermsOfReference,
    LogVisitAcknowledgement,
    LogVisitDates,
    LogVisitDeclination,
    LogVisitInvitation,
    LogVisitPostponement,
    LogVisitRequest,
    NameVisitTerritories,
    StrikeVisitDocument,
)
from shared.contracts.followup_visit_letter_commands import HandOverVisitLetter
from shared.contracts.followup_visit_report_commands import PresentVisitReport
from shared.contracts.followup_visit_thread_commands import (
    CorrectVisitMessage,
    StrikeVisitMessage,
)
from shared.contracts.followup_visits import Reservation
from shared.core.actor import Actor
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.reference.partners import ROLES, partner_id
from tests.support.debriefs import Debriefs
from tests.support.dossiers import Dossiers
from tests.support.exchange import OFFICE, Proposals
from tests.support.incidents import Incidents
from tests.support.inputs import Inputs
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.missions import Missions
from tests.support.partners import OFFICER, Partners
from tests.support.portal import Pages
from tests.support.tellings import Tellings
from tests.support.threads import Threads
from tests.support.visit_letters import Letters
from tests.support.visit_reports import Reports, ended
from tests.support.visits import Visits

MANDATE = "sr-torture"
OFFICER_ROLE = Role.HUMAN_RIGHTS_OFFICER
PEOPLE = (
    Role.UN_PARTNER,
    Role.CONTACT_POINT,
    Role.NGO_MEMBER,
    Role.GOVERNMENT,
    OFFICER_ROLE,
)
"""Who takes part in a mission."""


def visits(portal: Pages) -> None:
    some = Visits(
        portal.engine,
        portal.vault,
        portal.clock(),
        told=5_200_000,  # after all that was told
        reference=f"{UNBROKEN[:100]} {LONG}"[:200],
        note=f"{ARABIC} {LONG}"[:2_000],
    )
    some.log(LogVisitRequest, "KEN", ago=4_000, kind="official")
    some.log(LogVisitAcknowledgement, "KEN", ago=3_900, by="state")
    wrong = some.log(LogVisitInvitation, "KEN", ago=300)
    some.ask(StrikeVisitDocument, "KEN", document_id=wrong)
    some.decided("reminder", "KEN")
    some.log(LogVisitInvitation, "CHE", ago=200)
    some.log(LogVisitDates, "CHE", ago=90, by="state", dates=some.window())
    for _ in range(2):
        some.log(LogVisitPostponement, "CHE", ago=20, by="state", reason="late", hours_before=48)
    some.log(LogVisitRequest, "FRA", ago=500, kind="follow_up")
    some.log(LogTermsOfReference, "FRA", ago=80, version="2016")
    subject = subject_of("reserved here")
    reserved = Reservation(clause="detention", text=portal.vault.seal(subject, LONG[:2_000]))
    answer = {"value": "reserved", "reservations": (reserved,)}
    some.log(LogTermsAnswer, "FRA", ago=70, **answer)
    some.log(LogVisitInvitation, "NPL", ago=500)
    some.log(LogVisitDeclination, "NPL", ago=400, by="state", reason="elections")
    some.log(LogVisitInvitation, "SRB", ago=10, dates=some.window(20))
    some.log(LogTermsOfReference, "SRB", ago=9, version="1998")
    some.log(LogTermsAnswer, "SRB", ago=8, value="accepted")
    some.log(LogVisitInvitation, "SRB", "sr-water", ago=10)
    some.ask(NameVisitTerritories, "SRB", "sr-water", territories=("XKX",), hosts=("CUB",))


def letters(portal: Pages) -> None:
    some = Letters(portal.engine, portal.vault, portal.clock(), told=5_250_000)
    long = f"{UNBROKEN[:200]} {ARABIC} {LONG}"[:20_000]
    some.drafted("lived in, a draft", MANDATE, text=long)
    some.awaiting("lived in, joint", MANDATE, "sr-water", state="FRA", text=long)
    some.approved("lived in, to be sent", MANDATE, text=long)
    some.approved("lived in, on its way", MANDATE, text=long)
    some.exactly("lived in, on its way", HandOverVisitLetter, mandates=(MANDATE,))
    some.sent("lived in, sent", MANDATE, text=long)


def reports(portal: Pages, partner: str) -> None:
    """Show reports with long texts, each at the stage at which its pages can be opened.

    ``partner``: the account of the coordinator, of the first, which has a debrief as well.
    """
    for number, stage in enumerate(("with_state", "deciding", "submitted", "published")):
        told = 5_400_000 + 20_000 * number
        one = str(derive_id("mission with a report", stage))
        mission = Missions(portal.engine, portal.vault, portal.clock(), told=told, mission_id=one)
        report = Reports(
            ended(mission),
            text=f"{UNBROKEN[:100]}\n\n{ARABIC}\n\n{LONG}"[:5_000],
            item=LONG[:500],
            told=told + 10_000,
        )
        report.to(stage)
        if stage == "published":
            report.ask(PresentVisitReport, session=61, on=day_of(portal.clock()))
        if not number:
            debrief(mission, partner)


def debrief(missions: Missions, partner: str) -> None:
    some, partners = Debriefs(missions, told=5_700_000), Partners(missions, told=5_700_000)
    some.held(f"{UNBROKEN[:100]} {LONG}"[:2_000])
    some.held(f"{ARABIC} {LONG}"[:2_000])
    rc = partners.admitted("rc", partner)
    some.of(partners, rc).part(f"{ARABIC} {LONG}"[:2_000], partners.member("rc", partner), rc)
    sources = Tellings(missions, partners, told=5_700_000)
    sources.tells(f"{UNBROKEN[:100]} {LONG}"[:2_000], rc, ar=f"{ARABIC} {LONG}"[:2_000])
    sources.drafts("{}")


def mission(portal: Pages, people: Mapping[Role, str]) -> None:
    """``people``: an account of each of ``PEOPLE``."""
    partner = people[Role.UN_PARTNER]
    some = Missions(portal.engine, portal.vault, portal.clock(), told=5_300_000)
    some.hear()
    some.official(f"{UNBROKEN[:100]} {LONG}"[:2_000])
    theirs = some.confidential(f"{ARABIC} {LONG}"[:2_000])
    some.step("security_cleared", LONG[:200])
    partners = Partners(some, told=5_350_000)
    long = f"{UNBROKEN[:100]} {LONG}"[:300]
    partners.task(partners.admitted("security", partner), long)
    partners.task(partners.admitted("nhri", "nhri-1"), long)
    partners.task(partners.admitted("ngo", "org-1"), long)
    kinds: tuple[tuple[Kind, str], ...] = (("nhri", "nhri-1"), ("ngo", "org-1"))
    for kind, who in kinds:
        one = partner_id(some.mission_id, kind, who)
        partners.show(one, theirs.item_id)
        contact = portal.vault.seal(f"mission-{derive_id('contact', one)}", long)
        partners.reach(one, contact)
    partners.admitted("unct", partner, undertakes=False)
    partners.admitted("rc", partner)
    partners.proposed("nhri", "nhri-2")
    threads(partners, people)
    exchange(some)
    incidents = Incidents(
        portal.engine, portal.vault, portal.clock(), some.mission_id, told=5_400_000
    )
    incidents.logged(f"{ARABIC} {LONG}"[:2_000])
    incidents.logged(f"{UNBROKEN[:100]} {LONG}"[:2_000], kind="interlocutors", told=())
    last_year = portal.clock().replace(year=portal.clock().year - 1)
    for _ in range(9):
        incidents.logged(kind="movement", done_at=last_year)
    of: tuple[tuple[Kind, str], ...] = (
        ("nhri", "nhri-1"),
        ("ngo", "org-1"),
        ("security", partner),
        ("rc", partner),
    )
    for kind, who in of:
        of_partner = partner_id(some.mission_id, kind, who)
        by = {"side": kind, "partner_id": of_partner, "done_by": people[ROLES[kind]]}
        incidents.logged(LONG[:2_000], **by, to_security=True)
    put = incidents.logged(ARABIC[:2_000])
    incidents.put(put, f"{UNBROKEN[:100]} {LONG}"[:2_000])
    incidents.answered(put, f"{ARABIC} {LONG}"[:2_000])
    inputs = Inputs(portal, some, told=5_400_000)
    call_id = inputs.issue(f"{UNBROKEN[:100]} {LONG}"[:6_000], ar=ARABIC)
    inputs.submit(call_id, f"{ARABIC} {LONG}"[:20_000])
    name = f"{UNBROKEN[:100]} {LONG}"[:200]
    public = inputs.submit(call_id, LONG[:20_000], name=name, publication="named")
    inputs.ask(PublishContribution(contribution_id=public, published=True, seen="named"))
    inputs.ask(MarkContribution(contribution_id=public, read=True, seen=0))
    inputs.submit(call_id, ARABIC[:2_000], publication="unnamed")
    aside = inputs.submit(call_id, LONG[:1_000], name="Special Rapporteur")
    reason = portal.vault.seal(f"contribution-{aside}", f"{ARABIC} {LONG}"[:2_000])
    inputs.ask(SetContributionNameAside(contribution_id=aside, aside=True, reason=reason))
    assessment(portal, some)


def exchange(missions: Missions) -> None:
    """One meeting is agreed, one of each side waits, and one is not put to the State yet."""
    some, long = Proposals(missions, told=5_350_000), f"{UNBROKEN[:100]} {LONG}"[:2_000]
    some.answered(some.proposed(long, begins="11:00"))
    some.proposed(f"{ARABIC} {LONG}"[:2_000])
    missions.official(LONG[:200], state="proposed")
    some.proposed(LONG[:200], by=OFFICE)
    missions.official(ARABIC[:200], state="proposed")


def threads(partners: Partners, people: Mapping[Role, str]) -> None:
    """Each writes in a thread of its own; one message is struck and one corrected."""
    some = Threads(partners)
    text, by = f"{UNBROKEN[:100]} {LONG}"[:2_000], replace(OFFICER, actor_id=people[OFFICER_ROLE])
    rc = partners.admitted("rc", people[Role.UN_PARTNER])
    nhri = partner_id(partners.missions.mission_id, "nhri", "nhri-1")
    institution = partners.member("nhri", "nhri-1")
    institution = replace(institution, actor_id=people[Role.CONTACT_POINT])
    partners.ask(AcceptPartnerUndertaking, nhri, by=institution)
    state = Actor(
        actor_id=people[Role.GOVERNMENT],
        roles=frozenset({Role.GOVERNMENT}),
        states=frozenset({"KEN"}),
    )
    thread = some.opened("rc", f"{ARABIC} {LONG}"[:2_000], LONG[:200])
    some.written(
        thread, f"rc {text}", by=partners.member("rc", people[Role.UN_PARTNER]), partner=rc
    )
    some.opened("unct", "unct")
    thread = some.opened("partners", f"all {text}", ARABIC[:200])
    gone = some.written(thread, "gone", by=by)
    some.ask(StrikeVisitMessage, thread, by=by, message_id=gone)
    own = some.written(thread, "own", by=by)
    some.filed(thread, own, f"{UNBROKEN[:80]}.pdf", by=by)
    corrected = some.sealed(own, text)
    some.ask(CorrectVisitMessage, thread, by=by, message_id=own, text=corrected)
    thread = some.opened("nhri", f"nhri {text}")
    some.written(thread, f"answer {text}", by=institution, partner=nhri)
    thread = some.opened("state", f"state {text}", UNBROKEN[:200])
    some.written(thread, f"note {text}", by=state)


def assessment(portal: Pages, of: Missions) -> None:
    some = Dossiers(portal, of)
    some.entry(f"{UNBROKEN[:100]} {LONG}"[:4_000], shared=True)
    some.entry(f"{ARABIC} {LONG}"[:4_000], part="consult")
    some.issue()
    some.entry(LONG[:400], part="state")
    some.issue()
    some.issue(audience="partners")
