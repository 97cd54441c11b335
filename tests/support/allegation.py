"""One submission, written out: its people, its commands and its facts."""

from dataclasses import replace

from services.intake.submission.commands import LinkToCommunication
from shared.contracts.intake import (
    AdmissibilityConfirmed,
    AllegationReceived,
    Consent,
    ConsentGranted,
    ConsentWithdrawn,
    InformationProvided,
    InformationRequested,
    SubmissionLinkedToCommunication,
    SubmissionNotActioned,
    SubmissionTriaged,
    Victim,
)
from shared.contracts.intake_admissibility import PointAnswered
from shared.contracts.intake_commands import (
    DecideNotToAct,
    GrantConsent,
    ProvideInformation,
    RequestInformation,
    SubmitAllegation,
    TriageSubmission,
    WithdrawConsent,
)
from shared.contracts.intake_triage_commands import ConfirmAdmissibility
from shared.core.actor import Actor
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from shared.reference.admissibility import STANDARD

ID = "5e0f3ad2-5b0e-5b9f-9c57-7c0c40b4ff0a"


def sealed(text: str) -> Sealed:
    return Sealed(f"submission-{ID}", text)


NGO = Actor(
    actor_id="ngo-1",
    roles=frozenset({Role.NGO_MEMBER}),
    organisation_id="org-1",
    filed_under="keyed-org",
)
COLLEAGUE = replace(NGO, actor_id="ngo-2")
STRANGER = replace(NGO, actor_id="ngo-3", organisation_id="org-2", filed_under="keyed-other")
CONTACT_POINT = Actor(
    actor_id="cp-1",
    roles=frozenset({Role.CONTACT_POINT}),
    organisation_id="nhri-1",
    filed_under="keyed-nhri",
)
DESK = Actor(actor_id="desk-1", roles=frozenset({Role.QUICK_RESPONSE_DESK}))
OFFICER = Actor(
    actor_id="officer-1",
    roles=frozenset({Role.HUMAN_RIGHTS_OFFICER}),
    mandates=frozenset({"wgad"}),
)
HOLDER = Actor(actor_id="holder-1", roles=frozenset({Role.MANDATE_HOLDER}))
GOVERNMENT = Actor(actor_id="gov-1", roles=frozenset({Role.GOVERNMENT}))

CONSENT = Consent(act="yes", authorities="yes", public="no", name_form="initials")
VICTIM = Victim(victim_id="victim-1", details=sealed("victim"), consent=CONSENT)
SUBMIT = SubmitAllegation(
    submission_id=ID,
    channel="portal",
    language="en",
    state="FRA",
    urgent=True,
    mandates=("sr-torture", "wgad"),
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=(VICTIM,),
    perpetrators=sealed("perpetrators"),
    incident=sealed("incident"),
    narrative=sealed("narrative"),
    reprisal=True,
    requested=("UA", "visit"),
    particulars=sealed("particulars"),
    matching=("v:0a1b",),
)
RECEIVED = AllegationReceived(
    submission_id=ID,
    received_at=AT,
    channel="portal",
    language="en",
    state="FRA",
    urgent=True,
    mandates=("sr-torture", "wgad"),
    submitter_id="ngo-1",
    filed_under="keyed-org",
    entered_by=None,
    on_behalf=False,
    source_subject=f"source-{ID}",
    victims=SUBMIT.victims,
    perpetrators=SUBMIT.perpetrators,
    incident=SUBMIT.incident,
    narrative=SUBMIT.narrative,
    reprisal=SUBMIT.reprisal,
    requested=SUBMIT.requested,
    particulars=SUBMIT.particulars,
    matching=SUBMIT.matching,
)
TRIAGE = TriageSubmission(submission_id=ID, urgency="urgent", mandates=("sr-torture", "wgad"))
TRIAGED = SubmissionTriaged(
    submission_id=ID,
    urgency="urgent",
    mandates=("sr-torture", "wgad"),
    triaged_by="desk-1",
    triaged_at=AT,
)
CONFIRM = ConfirmAdmissibility(
    submission_id=ID,
    answers=tuple(PointAnswered(mandate=None, point=point, met=True) for point in STANDARD),
)
CONFIRMED = AdmissibilityConfirmed(
    submission_id=ID, answers=CONFIRM.answers, confirmed_by="desk-1", confirmed_at=AT
)
NOT_ACT = DecideNotToAct(submission_id=ID, reason_code="insufficient")
NOT_ACTED = SubmissionNotActioned(
    submission_id=ID, reason_code="insufficient", decided_by="desk-1", decided_at=AT
)
ASK = RequestInformation(
    submission_id=ID, question_id="q-1", question=sealed("where?"), language=sealed("en")
)
ASKED = InformationRequested(
    submission_id=ID,
    question_id="q-1",
    question=sealed("where?"),
    language=sealed("en"),
    asked_by="desk-1",
    asked_at=AT,
)
ANSWER = ProvideInformation(
    submission_id=ID, question_id="q-1", answer=sealed("there"), language=sealed("fr")
)
ANSWERED = InformationProvided(
    submission_id=ID,
    question_id="q-1",
    answer=sealed("there"),
    language=sealed("fr"),
    provided_by="ngo-1",
    provided_at=AT,
)
LINK = LinkToCommunication(submission_id=ID, communication_id="c-1")
LINKED = SubmissionLinkedToCommunication(submission_id=ID, communication_id="c-1", linked_at=AT)
WITHDRAW = WithdrawConsent(submission_id=ID, scope="act")
GRANT = GrantConsent(submission_id=ID, scope="act")
WITHDREW = ConsentWithdrawn(
    submission_id=ID, scope="act", communication_ids=(), withdrawn_by="ngo-1", withdrawn_at=AT
)
GRANTED = ConsentGranted(
    submission_id=ID, scope="act", communication_ids=(), granted_by="ngo-1", granted_at=AT
)
