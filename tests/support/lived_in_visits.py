"""Visit files of a portal that is used (``lived_in``): unanswered, postponed, with a territory."""

from portal.followup.visits.found import subject_of
from shared.contracts.followup_input_commands import MarkContribution, PublishContribution
from shared.contracts.followup_visit_commands import (
    DecideVisitLetter,
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
from shared.contracts.followup_visits import Reservation
from tests.support.inputs import Inputs
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.missions import Missions
from tests.support.portal import Pages
from tests.support.visits import Visits

MANDATE = "sr-torture"


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
    some.ask(DecideVisitLetter, "KEN", letter="reminder")
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
    some.ask(NameVisitTerritories, "SRB", "sr-water", territories=("XKX",))


def mission(portal: Pages) -> None:
    some = Missions(portal.engine, portal.vault, portal.clock(), told=5_300_000)
    some.hear()
    some.official(f"{UNBROKEN[:100]} {LONG}"[:2_000])
    some.confidential(f"{ARABIC} {LONG}"[:2_000])
    some.step("security_cleared", LONG[:200])
    inputs = Inputs(portal, some, told=5_400_000)
    call_id = inputs.issue(f"{UNBROKEN[:100]} {LONG}"[:6_000], ar=ARABIC)
    inputs.submit(call_id, f"{ARABIC} {LONG}"[:20_000])
    name = f"{UNBROKEN[:100]} {LONG}"[:200]
    public = inputs.submit(call_id, LONG[:20_000], name=name, publication="named")
    inputs.ask(PublishContribution(contribution_id=public, published=True, seen="named"))
    inputs.ask(MarkContribution(contribution_id=public, read=True, seen=0))
    inputs.submit(call_id, ARABIC[:2_000], publication="unnamed")
