"""Invented cases for a demonstration: ``python -m portal demo``, once everything is ready.

They use the same commands as a person, so a second start changes nothing: every id derives from the
name of the step.
"""

import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

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
from shared.contracts.approvals import CommunicationType
from shared.contracts.approvals_letter_commands import (
    ApproveText,
    DraftCommunication,
    InformSource,
    RequestApproval,
    TransmitCommunication,
)
from shared.contracts.commands import Command, address
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
from shared.contracts.stakeholders import Region, Seat
from shared.contracts.stakeholders_commands import RecogniseContactPoint
from shared.contracts.stakeholders_selection_commands import (
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    SubmitApplication,
)
from shared.contracts.stakeholders_term_commands import StartHolderTerm
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
    _terms()


def _who(local: str) -> Actor:
    with engine().connect() as conn:
        found = accounts.by_email(conn, f"{local}@demo.example")
    if found is None:
        raise NoDemoAccounts
    return actor_of(found)


class NoDemoAccounts(Exception):
    """Run ``python -m portal.app.migrate`` with RAPPORTEUR_DEMO=1 first."""


def _ask(step: str, command: Command, by: str, case: str) -> None:
    """Ask as this person; what another service must hear of first is asked again for a while."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            commands().ask(
                command,
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
    command = RecogniseContactPoint(organisation_id=institution, accreditation="A")
    case = str(derive_id("recognition", institution))
    _ask("recognised", command, "chief", case)
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


def _triaged(submission: str, mandates: list[str], urgency: Urgency) -> None:
    shared = TriageSubmission(submission_id=submission, urgency=urgency, mandates=tuple(mandates))
    _ask(f"triage {submission}", shared, "qrd", submission)
    with engine().connect() as conn:
        points = points_for(conn, mandates)
    answers = tuple(PointAnswered(mandate=one.mandate, point=one.words, met=True) for one in points)
    confirm = ConfirmAdmissibility(submission_id=submission, answers=answers)
    _ask(f"admissible {submission}", confirm, "qrd", submission)


def _asked(submission: str) -> None:
    question = RequestInformation(
        submission_id=submission,
        question_id=str(derive_id("demo question", submission)),
        question=_seal(
            f"submission-{submission}",
            "Does Ms B. agree that her medical certificate is shown to the authorities?",
        ),
    )
    _ask("question", question, "qrd", submission)


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
        text=_seal(f"communication-{letter}", text),
        content_hash=written,
    )
    request = RequestApproval(communication_id=letter, version=1, content_hash=written)
    _ask(f"draft {letter}", draft, "officer", submission)
    _ask(f"request {letter}", request, "officer", submission)
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
    _ask(f"approve {letter}", approval, "holder.hrds", submission)


def _letter_transmitted(submission: str) -> str:
    """An allegation letter on its way; return its id."""
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
    told = InformSource(communication_id=letter, submission_id=submission)
    _ask(f"approve {letter}", approval, "holder", submission)
    _ask(f"transmit {letter}", order, "qrd", submission)
    _ask(f"told {letter}", told, "officer", submission)
    return letter


def _replied(letter: str, submission: str) -> None:
    reply = str(derive_id("demo reply", letter))
    logged = LogReply(
        communication_id=letter,
        reply_id=reply,
        kind="acknowledgement",
        language="fr",
        confidential_by_state=False,
        text=_seal(f"reply-{reply}", "The Permanent Mission acknowledges receipt. (Invented.)"),
        received_at=now(),
    )
    _ask(f"reply {letter}", logged, "qrd", submission)


def _recommended(letter: str, submission: str) -> None:
    recommendation = str(derive_id("demo recommendation", letter))

    def seal(text: str) -> Sealed:
        return _seal(f"recommendation-{recommendation}", text)

    issued = IssueRecommendation(
        recommendation_id=recommendation,
        communication_id=letter,
        addressee="CHE",
        mandate=TORTURE,
        text=seal("Ensure daily access to a doctor in every wing of Holme Prison. (Invented.)"),
    )
    told = ProvideImplementationInfo(
        recommendation_id=recommendation,
        info_id=str(derive_id("demo info", recommendation)),
        text=seal("A doctor now visits wing C twice a week. (Invented.)"),
    )
    shared = ShareRecommendation(recommendation_id=recommendation, organisation_id="demo-nhri")
    _ask("recommend", issued, "holder", submission)
    _ask("share", shared, "holder", submission)
    _ask("inform", told, "nhri", submission)


def _vacancy() -> None:
    """A vacancy whose call is open, with its panel and one candidate."""
    vacancy = str(derive_id("demo", "vacancy"))
    seats: list[tuple[str, Region]] = [
        ("chair", "AFR"),
        ("panel.apg", "APG"),
        ("panel.eeg", "EEG"),
        ("panel.grulac", "GRULAC"),
        ("panel.weog", "WEOG"),
    ]
    panel = tuple(
        Seat(member_id=_who(local).actor_id, region=region, chair=local == "chair")
        for local, region in seats
    )
    candidate = str(derive_id("demo", "candidate"))
    application = SubmitApplication(
        vacancy_id=vacancy,
        candidate_id=candidate,
        name=_seal(f"candidate-{candidate}", "Karim Demo"),
        motivation=_seal(
            f"candidate-{candidate}",
            "Twenty years of teaching and litigating international human-rights law. (Invented.)",
        ),
        nationality="JOR",
        gender="male",
    )
    steps: tuple[tuple[Command, str], ...] = (
        (DeclareVacancy(vacancy_id=vacancy, mandate="sr-water", seat_region=None), "selection"),
        (IssueCall(vacancy_id=vacancy, closes_at=now() + timedelta(days=30)), "selection"),
        (EstablishPanel(vacancy_id=vacancy, seats=panel), "selection"),
        (application, "candidate"),
    )
    for command, by in steps:
        _, name = address(command)
        _ask(f"vacancy {name}", command, by, vacancy)


def _terms() -> None:
    """Holders in their first and second term, a group with an empty seat, and a vacant mandate."""
    this_year = now().year
    for mandate, seat, local, name, number, year in (
        (TORTURE, None, None, "Marta Demo", 1, this_year - 4),
        (TORTURE, None, "holder", "Marta Demo", 2, this_year - 1),
        (DEFENDERS, None, "holder.hrds", "Daniel Demo", 1, this_year - 2),
        ("wgad", "WEOG", "chair.wgad", "Ilse Demo", 2, this_year - 2),
        ("wgad", "APG", "member.wgad", "Samir Demo", 1, this_year - 1),
        ("sr-water", None, None, "Lucia Demo", 2, this_year - 4),
    ):
        _term(mandate, seat, local, name, number, date(year, 8, 1))


def _term(
    mandate: str, seat: str | None, local: str | None, name: str, number: int, starts_on: date
) -> None:
    term = str(derive_id("demo term", mandate, seat, number))
    last = date(starts_on.year + 3, 7, 31)
    command = StartHolderTerm(
        term_id=term,
        mandate=mandate,
        seat=seat,
        holder=_seal(f"term-{term}", name),
        holder_id=_who(local).actor_id if local else None,
        number=number,
        starts_on=starts_on,
        ends_on=last,
    )
    case = str(derive_id("terms", mandate))
    _ask(f"term {term}", command, "chief", case)
