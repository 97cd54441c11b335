"""Invented cases for a demonstration: ``python -m portal demo``, once everything is ready.

They use the same commands as a person, so a second start changes nothing: every id derives from the
name of the step.
"""

import sys
import time
from typing import Any

from portal.casefile.filing import Filing
from portal.casefile.submissions import standing
from portal.casefile.submissions.receive import receive
from portal.demo import filings
from portal.desk.triage.points import points_for
from portal.letters.communications.wording import content_hash
from portal.web.area import registered
from portal.web.context import now
from portal.web.db import engine
from portal.web.demonstration.asking import (
    DEFENDERS,
    PATIENCE,
    TORTURE,
    ask,
    invented,
    seal,
)
from shared.contracts.approvals import CommunicationType
from shared.contracts.approvals_letter_commands import (
    ApproveText,
    DraftCommunication,
    InformSource,
    RequestApproval,
    TransmitCommunication,
)
from shared.contracts.followup_recommendation_commands import (
    IssueRecommendation,
    ProvideImplementationInfo,
    ShareRecommendation,
)
from shared.contracts.followup_reply_commands import LogReply
from shared.contracts.intake import Urgency
from shared.contracts.intake_admissibility import PointAnswered
from shared.contracts.intake_commands import RequestInformation, TriageSubmission
from shared.contracts.intake_triage_commands import ConfirmAdmissibility
from shared.contracts.stakeholders_commands import RecogniseContactPoint
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id


def tell() -> None:
    """File, triage and write, tell what the areas add of their own, then reply and recommend.

    What comes after a letter waits until its number is known, so it comes last.
    """
    nadia, tomas = invented("ngo"), invented("nhri")
    _recognised(tomas)
    waiting = _filed("market", nadia, filings.market(), "portal")
    _filed("teacher", tomas, filings.teacher(), "contact_point")
    river = _filed("river", nadia, filings.river(), "portal")
    prison = _filed("prison", nadia, filings.prison(), "api")
    _triaged(river, [TORTURE, DEFENDERS], "urgent")
    _triaged(prison, [TORTURE], "ordinary")
    _asked(waiting)
    _letter_to_approve(river)
    letter = _letter_to_transmit(prison)
    for area in registered():
        area.demo()
        sys.stdout.write(f"Told what is invented of {area.name}.\n")
        sys.stdout.flush()
    _told(letter, prison)
    _replied(letter, prison)
    _recommended(letter, prison)


def _recognised(by: Actor) -> None:
    """The contact point's institution is recognised, and known to be so where it files."""
    institution = by.organisation_id or ""
    command = RecogniseContactPoint(organisation_id=institution, accreditation="A")
    case = str(derive_id("recognition", institution))
    ask(command, "chief", case, "recognised")
    deadline = time.monotonic() + PATIENCE
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


def _triaged(submission: str, mandates: list[str], urgency: Urgency) -> None:
    shared = TriageSubmission(submission_id=submission, urgency=urgency, mandates=tuple(mandates))
    ask(shared, "qrd", submission, f"triage {submission}")
    with engine().connect() as conn:
        points = points_for(conn, mandates)
    answers = tuple(PointAnswered(mandate=one.mandate, point=one.words, met=True) for one in points)
    confirm = ConfirmAdmissibility(submission_id=submission, answers=answers)
    ask(confirm, "qrd", submission, f"admissible {submission}")


def _asked(submission: str) -> None:
    question = RequestInformation(
        submission_id=submission,
        question_id=str(derive_id("demo question", submission)),
        question=seal(
            f"submission-{submission}",
            "Does Ms B. agree that her medical certificate is shown to the authorities?",
        ),
    )
    ask(question, "qrd", submission, "question")


def _drafted(
    submission: str, type_: CommunicationType, recipient: str, invited: list[str], text: str
) -> str:
    """Draft a letter and ask for its approval; return its id."""
    letter = str(derive_id("demo letter", submission))
    written = content_hash(text)
    draft = DraftCommunication(
        communication_id=letter,
        submission_ids=(submission,),
        type=type_,
        recipient=recipient,
        lead_mandate=TORTURE,
        mandates=tuple(invited),
        text=seal(f"communication-{letter}", text),
        content_hash=written,
    )
    request = RequestApproval(communication_id=letter, version=1, content_hash=written)
    ask(draft, "officer", submission, f"draft {letter}")
    ask(request, "officer", submission, f"request {letter}")
    return letter


def _letter_to_approve(submission: str) -> None:
    """An urgent appeal of two mandates that still needs an approval."""
    text = (
        "We wish to bring to the attention of your Excellency's Government information received "
        "concerning three members of the River Association, detained on 18 November 2026.\n\n"
        "While we do not wish to prejudge the accuracy of this information, we appeal to your "
        "Excellency's Government to grant them access to a lawyer at once.\n\n"
        "Please explain the legal basis of their detention. (Invented letter.)"
    )
    letter = _drafted(submission, "UA", "URY", [DEFENDERS], text)
    approval = ApproveText(
        communication_id=letter,
        mandate=DEFENDERS,
        version=1,
        content_hash=content_hash(text),
        authorise=True,
    )
    ask(approval, "holder.hrds", submission, f"approve {letter}")


def _letter_to_transmit(submission: str) -> str:
    """An allegation letter that is ordered to go; return its id."""
    text = (
        "We wish to bring to the attention of your Excellency's Government information received "
        "concerning the conditions of detention in wing C of Holme Prison in August 2026.\n\n"
        "Please provide information on access to medical care. (Invented letter.)"
    )
    letter = _drafted(submission, "AL", "CHE", [], text)
    written = content_hash(text)
    approval = ApproveText(
        communication_id=letter, mandate=TORTURE, version=1, content_hash=written, authorise=False
    )
    order = TransmitCommunication(communication_id=letter, version=1, content_hash=written)
    ask(approval, "holder", submission, f"approve {letter}")
    ask(order, "qrd", submission, f"transmit {letter}")
    return letter


def _told(letter: str, submission: str) -> None:
    told = InformSource(communication_id=letter, submission_id=submission)
    ask(told, "officer", submission, f"told {letter}")


def _replied(letter: str, submission: str) -> None:
    reply = str(derive_id("demo reply", letter))
    logged = LogReply(
        communication_id=letter,
        reply_id=reply,
        kind="acknowledgement",
        language="fr",
        confidential_by_state=False,
        text=seal(f"reply-{reply}", "The Permanent Mission acknowledges receipt. (Invented.)"),
        received_at=now(),
    )
    ask(logged, "qrd", submission, f"reply {letter}")


def _recommended(letter: str, submission: str) -> None:
    recommendation = str(derive_id("demo recommendation", letter))

    def sealed(text: str) -> Sealed:
        return seal(f"recommendation-{recommendation}", text)

    issued = IssueRecommendation(
        recommendation_id=recommendation,
        communication_id=letter,
        addressee="CHE",
        mandate=TORTURE,
        text=sealed("Ensure daily access to a doctor in every wing of Holme Prison. (Invented.)"),
    )
    told = ProvideImplementationInfo(
        recommendation_id=recommendation,
        info_id=str(derive_id("demo info", recommendation)),
        text=sealed("A doctor now visits wing C twice a week. (Invented.)"),
    )
    shared = ShareRecommendation(recommendation_id=recommendation, organisation_id="demo-nhri")
    ask(issued, "holder", submission, "recommend")
    ask(shared, "holder", submission, "share")
    ask(told, "nhri", submission, "inform")
