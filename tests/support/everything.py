"""Items of every kind in every state, each with a unique text, in all tables."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

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
from shared.contracts.followup_publication import (
    CommunicationPublished,
    EmbargoSet,
    PublicationWithdrawn,
)
from shared.core.message import derive_id
from shared.facts.kafka import Published
from shared.reference.visits import visit_file_id
from tests.support import cases, followup, letters, submissions
from tests.support.everything_of_partners import partners, tellings, threads
from tests.support.everything_of_visits import mission, report, requested, terms
from tests.support.items import (
    DETAILS,
    MANDATES,
    ORGANISATION,
    REPRISAL,
    STATE,
    Item,
    Seal,
)
from tests.support.portal import Pages
from tests.support.ready import ready


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
    facts.append(requested(portal.vault.seal, visit))
    items.append(visit)
    told_of, planted_here = terms(portal.vault.seal, visit, ending)
    facts += told_of
    items += planted_here
    for planting in (mission, partners, threads, tellings):
        told_of, planted_here = planting(portal.vault.seal, ending)
        facts += told_of
        items += planted_here
    for stage in ("drafting", "with_state", "submitted", "published", "withdrawn"):
        told_of, planted_report = report(portal.vault.seal, stage, ending)
        facts += told_of
        items.append(planted_report)
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


def tell(portal: Pages, facts: Iterable[Any], *, after: int = 0) -> None:
    """Let the facts arrive, each on its own topic, in all read models.

    ``after``: how many were told before.
    """
    arriving = [told_at(fact, number) for number, fact in enumerate(facts, after + 1)]
    for applier in ready(portal.engine, READ_MODELS):
        heard = {contract.topic for contract in applier.model.contracts}
        applier.apply([one for one in arriving if one.topic in heard])


def told_at(fact: Any, number: int, at: datetime = followup.NOW) -> Published:
    """Return a fact as its own topic brings it: the one of this number, recorded at this time."""
    contract = _contract_of(fact)
    return Published(
        fact=fact,
        id=derive_id("everything", number),
        stream=f"{contract.service}-1",
        position=number,
        recorded_at=at,
        correlation_id=derive_id("item", "submission", 1),
        actor="somebody",
        traceparent=None,
        topic=contract.topic,
        partition=0,
        offset=number,
    )


def _contract_of(fact: Any) -> Contract:
    return next(one for one in CONTRACTS if type(fact) in dict(one.catalogue).values())
