"""Of country visits, the items that everything.py plants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from portal.web.policy import Kind
from shared.contracts.approvals_missions import MissionHeard
from shared.contracts.followup_debriefs import (
    DebriefHeld,
    DebriefInvited,
    DebriefTeamPartWritten,
)
from shared.contracts.followup_dossiers import DossierVersionIssued, Entry
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    MissionOpened,
    ProgrammeItem,
    ProgrammeItemSet,
)
from shared.contracts.followup_proposals import ProgrammeItemProposed
from shared.contracts.followup_visits import (
    Document,
    Reservation,
    Standing,
    TermsAnswered,
    TermsOfReferenceSent,
    VisitDatesAgreed,
    VisitRequested,
    VisitReservationDecided,
    Window,
)
from shared.core.message import derive_id
from shared.reference.debriefs import INVITED
from tests.followup import reports
from tests.support import followup
from tests.support.everything_of_partners import happened, own_meeting
from tests.support.items import MANDATES, STATE, Item, Seal


def requested(seal: Seal, visit: Item) -> VisitRequested:
    on = followup.NOW.date() - timedelta(days=400)
    document_id = str(derive_id("item", "visit"))
    return VisitRequested(
        visit_file_id=visit.id,
        mandate=MANDATES[0],
        state=STATE,
        now=Standing(status="requested", asked_on=on, unanswered_on=on, written_on=on, last_on=on),
        step=1,
        done_by="somebody",
        done_at=followup.NOW,
        document=Document(
            document_id=document_id,
            dated_on=on,
            passed_on=on,
            channel="mission",
            note=seal(f"visitfile-{document_id}", visit.text),
        ),
        kind="official",
        dates=None,
        renewed=False,
        decided_on=None,
    )


def terms(seal: Seal, visit: Item, ending: str) -> tuple[list[Any], list[Item]]:
    """Return terms of reference with a reservation that did not hold, and with one that does."""
    asked = requested(seal, visit)
    on = followup.NOW.date()
    facts: list[Any] = []
    items: list[Item] = []

    def filed(kind: type, document_id: str, **also: Any) -> None:
        step = {"step": len(facts) + 2, "done_by": "somebody", "done_at": followup.NOW}
        of = {name: getattr(asked, name) for name in ("visit_file_id", "mandate", "state", "now")}
        document = Document(document_id=document_id, dated_on=on, passed_on=on)
        facts.append(kind(**of, **step, document=document, **also))

    for state, kind, taken in (("disputed", Kind.VISIT, False), ("agreed", Kind.TERMS, True)):
        answer_id = str(derive_id("item", "answer to the terms", state))
        item = Item(kind, state, answer_id, f"planted reservation {state}.{ending}")
        text = seal(f"visitfile-{answer_id}", item.text)
        reserved = (Reservation(clause="detention", text=text),)
        filed(TermsOfReferenceSent, str(derive_id("item", "terms", state)), version="2016")
        filed(TermsAnswered, answer_id, value="reserved", reservations=reserved)
        decided = str(derive_id("item", "decision on the terms", state))
        filed(VisitReservationDecided, decided, answer_id=answer_id, taken=taken)
        items.append(item)
    mission_id = str(derive_id("item", "mission"))
    days = Window(first=on, last=on)
    agreed = {"dates": days, "short_notice": True, "mission_id": mission_id}
    filed(VisitDatesAgreed, str(derive_id("item", "dates agreed")), **agreed)
    return facts, items


def mission(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
    """Return a mission with an item in each of its programmes."""
    one, on = str(derive_id("item", "mission")), followup.NOW.date()
    official = Item(Kind.PROGRAMME, "official", one, f"planted official item.{ending}")
    shown = Item(Kind.PROGRAMME, "shown", one, f"planted shown item.{ending}")
    rest = Item(Kind.CONFIDENTIAL, "confidential", one, f"planted confidential item.{ending}")
    where = Item(Kind.CONFIDENTIAL, "place", one, f"planted place of a meeting.{ending}")

    def said(step: int) -> dict[str, Any]:
        return {
            "mission_id": one,
            "mandate": MANDATES[0],
            "state": STATE,
            "step": step,
            "done_by": "somebody",
            "done_at": followup.NOW,
        }

    def planned(item: Item, kind: str) -> ProgrammeItem:
        item_id = str(derive_id("item of a mission", item.state))
        return ProgrammeItem(
            item_id=item_id,
            day=on,
            begins="09:30",
            kind=kind,
            state="confirmed",
            text=seal(f"mission-{item_id}", item.text),
        )

    def at(place: Item, item: ProgrammeItem) -> ProgrammeItem:
        return replace(item, place=seal(f"mission-{item.item_id}", place.text))

    facts: list[Any] = [
        MissionOpened(**said(1), dates=Window(first=on, last=on), file_step=1),
        ProgrammeItemSet(**said(2), item=planned(official, "government")),
        ProgrammeItemSet(**said(3), item=planned(shown, "nhri")),
        ConfidentialItemSet(**said(1), item=at(where, planned(rest, "victims"))),
        MissionHeard(
            mission_id=one,
            mandate=MANDATES[0],
            state=STATE,
            step=1,
            planned_first=on,
            planned_last=on,
            began_on=None,
            ended_on=None,
            called_off=False,
            findings=None,
            heard_at=followup.NOW,
        ),
    ]
    facts.append(ConfidentialItemSet(**said(2), item=own_meeting(seal, ending)[0]))
    proposal = Item("proposal", "of the State", one, f"planted proposal.{ending}")
    proposed = replace(planned(proposal, "judiciary"), state="proposed")
    facts.append(
        ProgrammeItemProposed(
            **said(1),
            proposal_id=str(derive_id("item", "proposal")),
            side="state",
            item=proposed,
            contact=None,
            words=None,
        )
    )
    logged, incidents = happened(said, seal, ending)
    assessed, held = assessment(said, seal, ending), debrief(said, seal, ending)
    items = [
        official,
        shown,
        rest,
        where,
        proposal,
        own_meeting(seal, ending)[1],
        *incidents,
        *held[1],
        *assessed[1],
    ]
    return [*facts, *logged, *held[0], *assessed[0]], items


def debrief(
    said: Callable[[int], dict[str, Any]], seal: Seal, ending: str
) -> tuple[list[Any], list[Item]]:
    """Return a debrief, what the country team wrote for it, and who was invited to it."""
    one: str = said(0)["mission_id"]
    held = Item(Kind.DEBRIEF, "held", one, f"planted debrief.{ending}")
    part = Item(Kind.DEBRIEF_PART, "written", one, f"planted part of the team.{ending}")
    call = Item(Kind.DEBRIEF_CALL, "called", one, f"planted place of a debrief.{ending}")
    place = seal(f"debrief-{derive_id('place of a debrief', one)}", call.text)
    text = seal(f"debrief-{derive_id('debrief', one)}", held.text)
    of_team = seal(f"debrief-{derive_id('part of a debrief', one)}", part.text)
    return [
        DebriefHeld(
            **said(1),
            number=1,
            on=followup.NOW.date(),
            attended=("officer",),
            attendees=None,
            worked=text,
            version="2016",
            values=(),
            risk_reviewed=True,
            promises=None,
            lessons=text,
            reason=None,
        ),
        DebriefTeamPartWritten(**said(1), partner_id=None, text=of_team),
        DebriefInvited(
            **said(1),
            number=1,
            on=followup.NOW.date(),
            begins="09:30",
            place=place,
            invited=INVITED,
        ),
    ], [held, part, call]


def assessment(
    said: Callable[[int], dict[str, Any]], seal: Seal, ending: str
) -> tuple[list[Any], list[Item]]:
    """Return a version for the team with whom to consult, and one for partners."""
    one: str = said(0)["mission_id"]
    team = Item(Kind.DOSSIER, "issued", one, f"planted assessment.{ending}")
    consult = Item(Kind.CONFIDENTIAL, "consult", one, f"planted whom to consult.{ending}")
    partners = Item(Kind.FOR_PARTNERS, "issued", one, f"planted for partners.{ending}")

    def written(item: Item, part: str) -> Entry:
        entry_id = str(derive_id("entry of an assessment", item.kind, part))
        sealed = seal(f"dossier-{entry_id}", item.text)
        on = followup.NOW.date()
        return Entry(entry_id=entry_id, part=part, on=on, shared=False, origin=sealed, text=sealed)

    def issued(step: int, audience: Any, *entries: Entry) -> DossierVersionIssued:
        return DossierVersionIssued(
            **said(step), audience=audience, number=1, lines=(), entries=entries
        )

    return [
        issued(1, "team", written(team, "un"), written(consult, "consult")),
        issued(2, "partners", written(partners, "un")),
    ], [team, consult, partners]


def report(seal: Seal, stage: Any, ending: str) -> tuple[list[Any], Item]:
    """Return the report on a visit with its text, as it stands there."""
    one = str(derive_id("item", "visit report", stage))
    kind: Any = "public report" if stage == "published" else Kind.REPORT
    item = Item(kind, stage, one, f"planted report {stage}.{ending}")
    said: dict[str, Any] = {
        "mission_id": one,
        "mandate": MANDATES[0],
        "state": STATE,
        "stage": stage,
        "done_by": "somebody",
        "done_at": followup.NOW,
    }
    kept = replace(reports.KEPT, **said, text=seal(f"visitreport-{one}", item.text))
    public = replace(reports.PUBLISHED, recommendations=())
    after = {"with_state": reports.SENT, "published": public}
    return [kept, *(replace(each, **said) for at, each in after.items() if at == stage)], item
