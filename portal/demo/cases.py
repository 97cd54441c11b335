"""Invented cases for a demonstration: ``python -m portal demo``, once everything is ready.

They use the same commands as a person, so a second start changes nothing: every id derives from the
name of the step.
"""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python

from portal.casefile.filing import Filing
from portal.casefile.submissions import standing
from portal.casefile.submissions.receive import receive
from portal.demo import filings
from portal.demo.filings import DEFENDERS, TORTURE
from portal.desk.triage.points import points_for
from portal.letters.communications.wording import content_hash
from portal.web.accounts import account as accounts
from portal.web.accounts.account import actor_of
from portal.web.commands import CommandRefused
from portal.web.context import commands, now, vault
from portal.web.db import engine
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id

_PATIENCE = 60.0  # seconds for a fact of one service to have its effect in the next


def tell() -> None:
    """File, triage, write, reply, recommend and select, as far as each demo case goes."""
    nadia, tomas = _who("ngo"), _who("nhri")
    _recognised(tomas)
    waiting = _filed("market", nadia, filings.market(), "portal")
    _filed("teacher", tomas, filings.teacher(), "contact_point")
    river = _filed("river", nadia, filings.river(), "portal")
    prison = _filed("prison", nadia, filings.prison(), "api")
    _triaged(river, [TORTURE, DEFENDERS], "urgent")
    _triaged(prison, [TORTURE], "ordinary")
    _asked(waiting)
    _letter_to_approve(river)
    letter = _letter_transmitted(prison)
    _replied(letter, prison)
    _recommended(letter, prison)
    _vacancy()


def _who(local: str) -> Actor:
    with engine().connect() as conn:
        found = accounts.by_email(conn, f"{local}@demo.example")
    if found is None:
        raise NoDemoAccounts
    return actor_of(found)


class NoDemoAccounts(Exception):
    """Run ``python -m portal.app.migrate`` with RAPPORTEUR_DEMO=1 first."""


def _ask(step: str, service: str, type_: str, by: str, case: str, data: Mapping[str, Any]) -> None:
    """Ask as this person; what another service must hear of first is asked again for a while."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            commands().ask(
                service,
                type_,
                to_jsonable_python(dict(data)),
                by=_who(by),
                command_id=derive_id("demo", step),
                correlation_id=UUID(case),
            )
        except CommandRefused:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.25)
        else:
            return


def _seal(subject: str, text: str) -> Sealed:
    return vault().seal(subject, text)


def _recognised(by: Actor) -> None:
    """The contact point's institution is recognised, and known to be so where it files."""
    institution = by.organisation_id or ""
    command = {"organisation_id": institution, "accreditation": "A"}
    case = str(derive_id("recognition", institution))
    _ask("recognised", "stakeholders", "recognise-contact-point", "chief", case, command)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with engine().connect() as conn:
            if standing.refusal(conn, institution) is None:
                return
        time.sleep(0.25)
    raise NotKnown


class NotKnown(Exception):
    """A fact did not arrive where it is needed: is ``consume`` running?"""


def _filed(name: str, by: Actor, filing: Filing, channel: Any) -> str:
    """File it and return the submission's id."""
    receipt = receive(filing, by=by, command_id=derive_id("demo", name), channel=channel)
    return receipt.submission_id


def _triaged(submission: str, mandates: list[str], urgency: str) -> None:
    data = {
        "submission_id": submission,
        "urgency": urgency,
        "mandates": mandates,
    }
    _ask(f"triage {submission}", "intake", "triage-submission", "qrd", submission, data)
    with engine().connect() as conn:
        points = points_for(conn, mandates)
    answers = [{"mandate": one.mandate, "point": one.words, "met": True} for one in points]
    confirm = {"submission_id": submission, "answers": answers}
    _ask(f"admissible {submission}", "intake", "confirm-admissibility", "qrd", submission, confirm)


def _asked(submission: str) -> None:
    data = {
        "submission_id": submission,
        "question_id": str(derive_id("demo question", submission)),
        "question": _seal(
            f"submission-{submission}",
            "Does Ms B. agree that her medical certificate is shown to the authorities?",
        ),
    }
    _ask("question", "intake", "request-information", "qrd", submission, data)


def _drafted(submission: str, type_: str, recipient: str, invited: list[str], text: str) -> str:
    """Draft a letter and ask for its approval; return its id."""
    letter = str(derive_id("demo letter", submission))
    written = content_hash(text)
    draft = {
        "communication_id": letter,
        "submission_ids": [submission],
        "type": type_,
        "recipient": recipient,
        "lead_mandate": TORTURE,
        "mandates": invited,
        "text": _seal(f"communication-{letter}", text),
        "content_hash": written,
    }
    request = {"communication_id": letter, "version": 1, "content_hash": written}
    _ask(f"draft {letter}", "approvals", "draft-communication", "officer", submission, draft)
    _ask(f"request {letter}", "approvals", "request-approval", "officer", submission, request)
    return letter


def _letter_to_approve(submission: str) -> None:
    """An urgent appeal of two mandates that waits for one of them."""
    text = (
        "We wish to bring to the attention of your Excellency's Government information received "
        "concerning three members of the River Association, detained on 18 November 2026.\n\n"
        "While we do not wish to prejudge the accuracy of this information, we appeal to your "
        "Excellency's Government to grant them access to a lawyer at once.\n\n"
        "Please explain the legal basis of their detention. (Invented letter.)"
    )
    letter = _drafted(submission, "UA", "URY", [DEFENDERS], text)
    approval = {
        "communication_id": letter,
        "mandate": DEFENDERS,
        "version": 1,
        "content_hash": content_hash(text),
        "authorise": True,
    }
    _ask(f"approve {letter}", "approvals", "approve-text", "holder.hrds", submission, approval)


def _letter_transmitted(submission: str) -> str:
    """An allegation letter on its way; return its id."""
    text = (
        "We wish to bring to the attention of your Excellency's Government information received "
        "concerning the conditions of detention in wing C of Holme Prison in August 2026.\n\n"
        "Please provide information on access to medical care. (Invented letter.)"
    )
    letter = _drafted(submission, "AL", "CHE", [], text)
    about = {
        "communication_id": letter,
        "version": 1,
        "content_hash": content_hash(text),
    }
    approval = {**about, "mandate": TORTURE, "authorise": False}
    _ask(f"approve {letter}", "approvals", "approve-text", "holder", submission, approval)
    _ask(f"transmit {letter}", "approvals", "transmit-communication", "qrd", submission, about)
    told = {"communication_id": letter, "submission_id": submission}
    _ask(f"told {letter}", "approvals", "inform-source", "officer", submission, told)
    return letter


def _replied(letter: str, submission: str) -> None:
    reply = str(derive_id("demo reply", letter))
    data = {
        "communication_id": letter,
        "reply_id": reply,
        "kind": "acknowledgement",
        "language": "fr",
        "confidential_by_state": False,
        "text": _seal(f"reply-{reply}", "The Permanent Mission acknowledges receipt. (Invented.)"),
        "received_at": now(),
    }
    _ask(f"reply {letter}", "followup", "log-reply", "qrd", submission, data)


def _recommended(letter: str, submission: str) -> None:
    recommendation = str(derive_id("demo recommendation", letter))

    def seal(text: str) -> Sealed:
        return _seal(f"recommendation-{recommendation}", text)

    issued = {
        "recommendation_id": recommendation,
        "communication_id": letter,
        "addressee": "CHE",
        "mandate": TORTURE,
        "text": seal("Ensure daily access to a doctor in every wing of Holme Prison. (Invented.)"),
    }
    told = {
        "recommendation_id": recommendation,
        "info_id": str(derive_id("demo info", recommendation)),
        "text": seal("A doctor now visits wing C twice a week. (Invented.)"),
    }
    shared = {"recommendation_id": recommendation, "organisation_id": "demo-nhri"}
    _ask("recommend", "followup", "issue-recommendation", "holder", submission, issued)
    _ask("share", "followup", "share-recommendation", "holder", submission, shared)
    _ask("inform", "followup", "provide-implementation-info", "nhri", submission, told)


def _vacancy() -> None:
    """A vacancy whose call is open, with its panel and one candidate."""
    vacancy = str(derive_id("demo", "vacancy"))
    seats = [("chair", "AFR"), ("panel.apg", "APG"), ("panel.eeg", "EEG")]
    seats += [("panel.grulac", "GRULAC"), ("panel.weog", "WEOG")]
    panel = [
        {"member_id": _who(local).actor_id, "region": region, "chair": local == "chair"}
        for local, region in seats
    ]
    candidate = str(derive_id("demo", "candidate"))
    application = {
        "vacancy_id": vacancy,
        "candidate_id": candidate,
        "name": _seal(f"candidate-{candidate}", "Karim Demo"),
        "motivation": _seal(
            f"candidate-{candidate}",
            "Twenty years of teaching and litigating international human-rights law. (Invented.)",
        ),
        "nationality": "JOR",
        "gender": "male",
    }
    steps: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
        ("declare-vacancy", "selection", {"mandate": "sr-water", "seat_region": None}),
        ("issue-call", "selection", {"closes_at": now() + timedelta(days=30)}),
        ("establish-panel", "selection", {"seats": panel}),
        ("submit-application", "candidate", application),
    )
    for type_, by, data in steps:
        _ask(
            f"vacancy {type_}", "stakeholders", type_, by, vacancy, {"vacancy_id": vacancy, **data}
        )
