"""Items of every kind in every state, each with a unique text, in all tables."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Literal

from portal.app.read_models import READ_MODELS
from portal.web.policy import Kind
from shared.contracts import Contract
from shared.contracts.all import CONTRACTS
from shared.contracts.approvals import CommunicationDrafted
from shared.contracts.approvals_statements import (
    About,
    StatementDrafted,
    StatementIssued,
    StatementWithdrawn,
)
from shared.contracts.followup_dossiers import DossierVersionIssued, Entry
from shared.contracts.followup_incidents import IncidentLogged
from shared.contracts.followup_missions import (
    ConfidentialItemSet,
    MissionOpened,
    ProgrammeItem,
    ProgrammeItemSet,
)
from shared.contracts.followup_partners import Kind as PartnerKind
from shared.contracts.followup_partners import (
    PartnerAdmitted,
    PartnerItemsShown,
    PartnerProposed,
    PartnerTaskSet,
    PartnerUndertakingAccepted,
)
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EmbargoSet,
    PublicationWithdrawn,
)
from shared.contracts.followup_visit_threads import (
    Audience,
    VisitMessageWritten,
    VisitThreadOpened,
)
from shared.contracts.followup_visits import Document, Standing, VisitRequested, Window
from shared.core.message import Sealed, derive_id
from shared.facts.kafka import Published
from shared.reference.partners import partner_id
from shared.reference.visits import visit_file_id
from tests.followup import reports
from tests.support import cases, followup, letters, submissions
from tests.support.portal import Pages
from tests.support.ready import ready

MANDATES = (letters.LEAD, letters.OTHER)
STATE = "KEN"
ORGANISATION, INSTITUTION = "org-1", "nhri-1"
PARTNER = "planted-partner"
"""The account of a partner of the United Nations."""
MEMBERS: Final = {
    "of the United Nations": (PARTNER,),
    "of the coordinator": (PARTNER,),
    "of an institution": ("planted-contact", "planted-other-contact"),
    "of an organisation": ("planted-source", "planted-colleague"),
}
"""The accounts that accepted the undertaking of a partner, each for oneself."""
REPRISAL = "about a reprisal"
THREADS: Mapping[Audience, Kind] = {
    "rc": Kind.RC_THREAD,
    "unct": Kind.PARTNER_THREAD,
    "partners": Kind.PARTNER_THREAD,
    "nhri": Kind.PARTNER_THREAD,
    "state": Kind.STATE_THREAD,
}

DETAILS = {"sha256": "0" * 64, "key": "none"}

Seal = Callable[[str, str], Sealed]


@dataclass(frozen=True, slots=True)
class Item:
    """``text`` stands in what is restricted of it; ``state`` says where its life has come to."""

    kind: (
        Kind
        | Literal["dialogue", "public version", "statement", "public statement", "public report"]
    )
    state: str
    id: str
    text: str


def planted(
    portal: Pages, *, source: str, contact_point: str, ending: str = "", besides: Iterable[Any] = ()
) -> list[Item]:
    """Put an item of every kind and state into the portal's tables.

    ``source`` and ``contact_point``: account ids of those who filed the submissions. ``ending``:
    what every text ends with. ``besides``: facts that are told after all of these.
    """
    items: list[Item] = []
    facts: list[Any] = []
    for number, (state, told) in enumerate(_SUBMISSIONS.items()):
        one = str(derive_id("item", "submission", number))
        filed: dict[str, Any] = {
            "submitter_id": source,
            "organisation_id": ORGANISATION,
            "state": STATE,
        }
        if state == "filed for a person":
            filed |= {"submitter_id": contact_point, "on_behalf": True}
        if state == "entered":
            by_desk = {"submitter_id": "somebody", "entered_by": "somebody", "channel": "letter"}
            filed |= by_desk | {"organisation_id": None}
        item = Item(Kind.SUBMISSION, state, one, f"planted submission {number}.{ending}")
        received = submissions.received(one, seal=portal.vault.seal, state=STATE)
        text = portal.vault.seal(f"submission-{one}", item.text)
        facts.append(replace(received, narrative=text, reprisal=state == "reprisal", **filed))
        facts += told(one, portal.vault.seal)
        items.append(item)
    reprisal = next(item.id for item in items if item.state == "reprisal")
    for number, state in enumerate((*letters.STATES, "published", "taken back", REPRISAL)):
        behind = reprisal if state == REPRISAL else items[1].id
        told_of, planted_here = _letter(portal.vault.seal, number, state, behind, ending)
        facts += told_of
        items += planted_here
    for number, state in enumerate(("drafted", "issued", "taken back")):
        told_of, planted_here = _statement(portal.vault.seal, number, state, ending)
        facts += told_of
        items += planted_here
    visit = Item(
        Kind.VISIT, "requested", visit_file_id(MANDATES[0], STATE), f"planted visit.{ending}"
    )
    facts.append(_requested(portal.vault.seal, visit))
    items.append(visit)
    told_of, planted_here = _mission(portal.vault.seal, ending)
    facts += told_of
    items += planted_here
    told_of, planted_here = _partners(portal.vault.seal, ending)
    facts += told_of
    items += planted_here
    told_of, planted_here = _threads(portal.vault.seal, ending)
    facts += told_of
    items += planted_here
    for stage in ("drafting", "with_state", "submitted", "published", "withdrawn"):
        told_of, report = _report(portal.vault.seal, stage, ending)
        facts += told_of
        items.append(report)
    tell(portal, [*facts, *besides])
    return items


def reply_of(communication_id: str) -> str:
    return str(derive_id("item", "reply", communication_id))


def _letter(
    seal: Seal, number: int, state: str, behind: str, ending: str
) -> tuple[list[Any], list[Item]]:
    one = str(derive_id("item", "letter", number))
    upto = state if state in letters.STATES else "transmitted"
    kind = Kind.LETTER if upto == "transmitted" else Kind.CLEARANCE
    item = Item(kind, state, one, f"planted letter {number}.{ending}")
    facts = [
        replace(fact, text=seal(f"communication-{one}", item.text))
        if isinstance(fact, CommunicationDrafted)
        else fact
        for fact in letters.upto(upto, one, submission_id=behind, seal=seal)
    ]
    if upto != "transmitted":
        return facts, [item]
    reference = f"UA {STATE} {number}/2026"
    due = followup.due(one, reference=reference, recipient=STATE, mandates=MANDATES)
    reply = Item(Kind.REPLY, state, one, f"planted reply {number}.{ending}")
    text = seal(f"communication-{one}", reply.text)
    talk = Item("dialogue", state, one, f"planted dialogue {number}.{ending}")
    said = seal(f"replycase-{one}", talk.text)
    contact_id = str(derive_id("item", "contact", number))
    reply_id = reply_of(one)
    file = cases.attached(
        due,
        reply_id=reply_id,
        attachment_id=str(derive_id("item", "file", number)),
        details=seal(f"reply-{reply_id}", json.dumps(DETAILS | {"name": f"{reply.text}pdf"})),
    )
    facts += [
        due,
        followup.logged(due, reply_id=reply_id, text=text),
        file,
        cases.talked(due, contact_id=contact_id, with_whom=said, said=said),
        _embargo(one, reference),
    ]
    if state in {"transmitted", REPRISAL}:
        return facts, [item, reply, talk]
    public = Item("public version", state, one, f"planted rendition {number}.{ending}")
    facts.append(_published_letter(one, reference, public.text))
    if state == "taken back":
        facts.append(_taken_back(one, seal))
    return facts, [item, reply, talk, public]


def _statement(seal: Seal, number: int, state: str, ending: str) -> tuple[list[Any], list[Item]]:
    one = str(derive_id("item", "statement", number))
    draft = Item("statement", state, one, f"planted statement {number}.{ending}")
    wording = {"title": "A", "text": draft.text, "government_view": ""}
    about = About(states=(STATE,), language="en", view="none_received")
    facts: list[Any] = [
        StatementDrafted(
            statement_id=one,
            kind="press_release",
            mandates=MANDATES,
            communication_ids=(),
            submission_ids=(),
            about=about,
            wording=seal(f"statement-{one}", json.dumps(wording)),
            content_hash="1" * 64,
            drafted_by="somebody",
            drafted_at=followup.NOW,
        )
    ]
    if state == "drafted":
        return facts, [draft]
    public = Item("public statement", state, one, f"planted public statement {number}.{ending}")
    facts.append(
        StatementIssued(
            statement_id=one,
            edition=1,
            kind="press_release",
            mandates=MANDATES,
            states=(STATE,),
            language="en",
            symbol=None,
            visit_from=None,
            visit_to=None,
            title="A statement",
            text=public.text,
            government_view="",
            content_hash="1" * 64,
            first_issued_at=followup.NOW,
            issued_by="somebody",
            issued_at=followup.NOW,
        )
    )
    if state == "taken back":
        facts.append(
            StatementWithdrawn(
                statement_id=one,
                mandate=MANDATES[0],
                first_issued_at=followup.NOW,
                reason=seal(f"statement-{one}", "a reason"),
                withdrawn_by="somebody",
                withdrawn_at=followup.NOW,
            )
        )
    return facts, [draft, public]


def _requested(seal: Seal, visit: Item) -> VisitRequested:
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


def _mission(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
    """Return a mission with an item in each of its programmes."""
    one, on = str(derive_id("item", "mission")), followup.NOW.date()
    official = Item(Kind.PROGRAMME, "official", one, f"planted official item.{ending}")
    shown = Item(Kind.PROGRAMME, "shown", one, f"planted shown item.{ending}")
    rest = Item(Kind.CONFIDENTIAL, "confidential", one, f"planted confidential item.{ending}")

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

    facts: list[Any] = [
        MissionOpened(**said(1), dates=Window(first=on, last=on), file_step=1),
        ProgrammeItemSet(**said(2), item=planned(official, "government")),
        ProgrammeItemSet(**said(3), item=planned(shown, "nhri")),
        ConfidentialItemSet(**said(1), item=planned(rest, "victims")),
    ]
    happened = Item(Kind.INCIDENT, "incident", one, f"planted incident.{ending}")
    incident_id = str(derive_id("incident", one))
    by = {name: value for name, value in said(0).items() if name != "step"}
    facts.append(
        IncidentLogged(
            **by,
            incident_id=incident_id,
            kind="interview",
            clause=None,
            on=on,
            afterwards=False,
            account=seal(f"incident-{incident_id}", happened.text),
            action=None,
            told=(),
        )
    )
    assessed = _assessment(said, seal, ending)
    return [*facts, *assessed[0]], [official, shown, rest, happened, *assessed[1]]


def _partners(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
    """Return a partner of each role, with a task; the institution is shown an item."""
    mission_id, on = str(derive_id("item", "mission")), followup.NOW.date()
    facts: list[Any] = []
    items: list[Item] = []
    who: dict[str, tuple[PartnerKind, str]] = {
        "of the United Nations": ("security", PARTNER),
        "of the coordinator": ("rc", PARTNER),
        "of an institution": ("nhri", INSTITUTION),
        "of an organisation": ("ngo", ORGANISATION),
    }
    for state, (kind, one) in who.items():
        item = Item(
            Kind.PARTNER, state, partner_id(mission_id, kind, one), f"planted task {state}.{ending}"
        )
        task_id = str(derive_id("item", "task of a partner", state))
        said: dict[str, Any] = {
            "partner_id": item.id,
            "mission_id": mission_id,
            "mandate": MANDATES[0],
            "state": STATE,
            "done_at": followup.NOW,
        }
        undertaken = [
            PartnerUndertakingAccepted(**said, step=3, done_by=each) for each in MEMBERS[state]
        ]
        said["done_by"] = "somebody"
        facts += [
            PartnerProposed(
                **said,
                step=1,
                kind=kind,
                who=one,
                scope=("preparation",),
                first=on,
                until=on.replace(year=2100),
            ),
            PartnerAdmitted(**said, step=2),
            *undertaken,
            PartnerTaskSet(
                **said,
                step=4,
                task_id=task_id,
                part="preparation",
                due=on,
                title=seal(f"mission-{task_id}", item.text),
            ),
            PartnerItemsShown(
                **said, step=5, items=(str(derive_id("item of a mission", "shown")),)
            ),
        ]
        items.append(item)
    return facts, items


def _threads(seal: Seal, ending: str) -> tuple[list[Any], list[Item]]:
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
                message_id=str(derive_id("item", "message", audience)),
                side="mandate",
                partner_id=None,
                text=text,
            ),
        ]
        items.append(item)
    return facts, items


def _assessment(
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


def _report(seal: Seal, stage: Any, ending: str) -> tuple[list[Any], Item]:
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


def _embargo(communication_id: str, reference: str) -> EmbargoSet:
    return EmbargoSet(
        communication_id=communication_id,
        reference=reference,
        type="UA",
        recipient=STATE,
        mandates=MANDATES,
        transmitted_at=followup.NOW - timedelta(days=10),
        embargo_until=followup.NOW + timedelta(days=50),
    )


def _published_letter(communication_id: str, reference: str, text: str) -> CommunicationPublished:
    return CommunicationPublished(
        communication_id=communication_id,
        edition=1,
        reference=reference,
        type="UA",
        recipient=STATE,
        mandates=MANDATES,
        transmitted_at=followup.NOW - timedelta(days=10),
        text=text,
        published_at=followup.NOW,
    )


def _taken_back(communication_id: str, seal: Seal) -> PublicationWithdrawn:
    return PublicationWithdrawn(
        communication_id=communication_id,
        transmitted_at=followup.NOW - timedelta(days=10),
        mandates=MANDATES,
        replies=(),
        reason="mistake",
        note=seal(f"communication-{communication_id}", "a note"),
        withdrawn_by="somebody",
        withdrawn_at=followup.NOW,
    )


def _nothing(_: str, __: Seal) -> list[Any]:
    return []


_SUBMISSIONS: dict[str, Callable[[str, Seal], list[Any]]] = {
    "received": _nothing,
    "shared": lambda one, seal: [
        submissions.triaged(one),
        submissions.confirmed(one, seal=seal),
    ],
    "asked about": lambda one, seal: [
        submissions.triaged(one),
        submissions.asked(one, seal=seal),
    ],
    "not actioned": lambda one, _: [submissions.not_actioned(one)],
    "consent withdrawn": lambda one, _: [
        submissions.triaged(one),
        submissions.consent_withdrawn(one, communications=()),
    ],
    "filed for a person": lambda one, _: [submissions.triaged(one)],
    "entered": lambda one, _: [submissions.triaged(one)],
    "reprisal": lambda one, _: [submissions.triaged(one)],
}


def tell(portal: Pages, facts: Iterable[Any]) -> None:
    """Let the facts arrive, each on its own topic, in all read models."""
    arriving = [_published(fact, number) for number, fact in enumerate(facts, 1)]
    for applier in ready(portal.engine, READ_MODELS):
        heard = {contract.topic for contract in applier.model.contracts}
        applier.apply([one for one in arriving if one.topic in heard])


def _published(fact: Any, number: int) -> Published:
    contract = _contract_of(fact)
    return Published(
        fact=fact,
        id=derive_id("everything", number),
        stream=f"{contract.service}-1",
        position=number,
        recorded_at=followup.NOW,
        correlation_id=derive_id("item", "submission", 1),
        actor="somebody",
        traceparent=None,
        topic=contract.topic,
        partition=0,
        offset=number,
    )


def _contract_of(fact: Any) -> Contract:
    return next(one for one in CONTRACTS if type(fact) in dict(one.catalogue).values())
