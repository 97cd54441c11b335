"""Of partners of a country visit, the items that everything.py plants, each with whose it is."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.web.policy import Kind
from shared.contracts.followup_incidents import IncidentLogged, IncidentPutToState
from shared.contracts.followup_missions import ProgrammeItem
from shared.contracts.followup_partners import (
    PartnerAdmitted,
    PartnerAdviceGiven,
    PartnerContactKept,
    PartnerItemsShown,
    PartnerMeetingsShown,
    PartnerProposed,
    PartnerTaskSet,
    PartnerUndertakingAccepted,
)
from shared.contracts.followup_tellings import SourcesTold, ToldText
from shared.contracts.followup_visit_threads import (
    VisitMessageWritten,
    VisitThreadOpened,
)
from shared.core.message import derive_id
from shared.reference.incidents import LOGGED_BY
from shared.reference.partners import BY_ORGANISATION, partner_id
from tests.support import followup
from tests.support.items import (
    ADMITTED_AS,
    MANDATES,
    MEMBERS,
    STATE,
    THREADS,
    Item,
    Seal,
)


def partners(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
    """Return a partner of each kind, with what is its own; the institution is shown an item."""
    mission_id, on = str(derive_id("item", "mission")), followup.NOW.date()
    facts: list[Any] = []
    items: list[Item] = []
    for state, (kind, who) in ADMITTED_AS.items():
        one = partner_id(mission_id, kind, who)
        task = Item(Kind.PARTNER, state, one, f"planted task {state}.{ending}")
        advice = Item("advice", state, one, f"planted advice {state}.{ending}")
        contact = Item("contact", state, one, f"planted contact {state}.{ending}")
        task_id, asked, advice_id = (
            str(derive_id("item", of, state))
            for of in ("task of a partner", "what a partner is asked", "advice of a partner")
        )
        said: dict[str, Any] = {
            "partner_id": one,
            "mission_id": mission_id,
            "mandate": MANDATES[0],
            "state": STATE,
            "done_at": followup.NOW,
        }
        undertaken = [
            PartnerUndertakingAccepted(**said, step=3, done_by=each) for each in MEMBERS[state]
        ]
        given = PartnerAdviceGiven(
            **said,
            step=8,
            done_by=MEMBERS[state][0],
            task_id=asked,
            advice_id=advice_id,
            advice=seal(f"mission-{advice_id}", advice.text),
        )
        said["done_by"] = "somebody"

        def theirs(
            step: int, task_id: str, title: str, said: Mapping[str, Any] = said, **also: Any
        ) -> PartnerTaskSet:
            sealed = seal(f"mission-{task_id}", title)
            what: dict[str, Any] = {"task_id": task_id, "due": on, "title": sealed}
            return PartnerTaskSet(**said, step=step, part="preparation", **what, **also)

        facts += [
            PartnerProposed(
                **said,
                step=1,
                kind=kind,
                who=who,
                scope=("preparation",),
                first=on,
                until=on.replace(year=2100),
            ),
            PartnerAdmitted(**said, step=2),
            *undertaken,
            theirs(4, task_id, task.text),
            PartnerItemsShown(
                **said, step=5, items=(str(derive_id("item of a mission", "shown")),)
            ),
            PartnerMeetingsShown(
                **said,
                step=6,
                items=(own_meeting(seal, ending)[0],) if kind in BY_ORGANISATION else (),
            ),
            theirs(7, asked, "What is the law?", advice="legal"),
            given,
            PartnerContactKept(
                **said,
                step=9,
                contact=seal(f"mission-{derive_id('contact', one)}", contact.text),
            ),
        ]
        items += [task, advice, contact]
    return facts, items


def threads(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
    """Return a thread about the mission for each audience, with one message."""
    facts: list[Any] = []
    items: list[Item] = []
    for audience, kind in THREADS.items():
        one = str(derive_id("item", "thread", audience))
        item = Item(kind, audience, one, f"planted message {audience}.{ending}")
        said: dict[str, Any] = {
            "thread_id": one,
            "mission_id": str(derive_id("item", "mission")),
            "mandate": MANDATES[0],
            "state": STATE,
            "done_by": "somebody",
            "done_at": followup.NOW,
        }
        title, text = (seal(f"visitdialogue-{one}", each) for each in ("A", item.text))
        facts += [
            VisitThreadOpened(**said, step=1, audience=audience, title=title),
            VisitMessageWritten(
                **said,
                step=2,
                message_id=message_of(audience),
                side="mandate",
                partner_id=None,
                text=text,
            ),
        ]
        items.append(item)
    return facts, items


def message_of(audience: str) -> str:
    return str(derive_id("item", "message", audience))


def own_meeting(seal: Seal, ending: str) -> tuple[ProgrammeItem, Item]:
    """Return a confidential meeting that an organisation and an institution know."""
    own = Item(Kind.CONFIDENTIAL, "own", str(derive_id("item", "mission")), f"planted own.{ending}")
    item_id = str(derive_id("item of a mission", own.state))
    meeting = ProgrammeItem(
        item_id=item_id,
        day=followup.NOW.date(),
        begins="20:30",
        kind="civil_society",
        state="confirmed",
        text=seal(f"mission-{item_id}", own.text),
    )
    return meeting, own


def happened(
    said: Callable[[int], dict[str, Any]], seal: Seal, ending: str
) -> tuple[list[Any], list[Item]]:
    """Return incidents: of the mandate, of each partner and for security, and one that was put.

    An agency logs none.
    """
    one: str = said(0)["mission_id"]
    by = {name: value for name, value in said(0).items() if name != "step"}
    logging = [state for state, (kind, _) in ADMITTED_AS.items() if kind in LOGGED_BY]
    facts: list[Any] = []
    items: list[Item] = []
    for state in ("incident", "safety", *logging):
        partner, safety = ADMITTED_AS.get(state), state in {"safety", "of security"}
        incident_id = str(derive_id("incident", one, state))
        kind = Kind.INCIDENT if state == "incident" else Kind.INCIDENT_PART
        item = Item(kind, state, incident_id, f"planted incident {state}.{ending}")
        logged = IncidentLogged(
            **by,
            incident_id=incident_id,
            kind="movement" if safety else "interview",
            clause=None,
            on=followup.NOW.date(),
            afterwards=False,
            account=seal(f"incident-{incident_id}", item.text),
            action=None,
            told=(),
            side=partner[0] if partner else "mandate",
            partner_id=partner_id(one, *partner) if partner else None,
            to_security=safety,
        )
        facts.append(logged)
        items.append(item)
    put = Item(Kind.INCIDENT_PUT, "put", items[0].id, f"planted words to the State.{ending}")
    text = seal(f"incident-{derive_id('put', put.id)}", put.text)
    facts.append(IncidentPutToState(**by, incident_id=put.id, text=text))
    return facts, [*items, put]


def tellings(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
    """Return what each partner was told of what comes next: each another text, and one alone."""
    mission_id = str(derive_id("item", "mission"))
    facts: list[Any] = []
    items: list[Item] = []
    for number, (state, (kind, who)) in enumerate(ADMITTED_AS.items(), 1):
        one = partner_id(mission_id, kind, who)
        item = Item("telling", state, one, f"planted telling {state}.{ending}")
        sealed = seal(f"mission-{derive_id('telling of a mission', mission_id, number)}", item.text)
        facts.append(
            SourcesTold(
                mission_id=mission_id,
                mandate=MANDATES[0],
                state=STATE,
                step=number,
                done_by="somebody",
                done_at=followup.NOW,
                number=number,
                texts=(ToldText(language="en", comes=sealed, call=sealed),),
                partners=(one,),
                met="none",
                reason=None,
            )
        )
        items.append(item)
    return facts, items
