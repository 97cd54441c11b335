"""Facts of intake: submissions, from the receipt to the resulting communication."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from shared.contracts import (
    Contract,
    intake_admissibility,
    intake_contact_points,
    intake_erasure,
    intake_source,
    intake_triage,
)
from shared.contracts.feed import Shown
from shared.contracts.intake_admissibility import PointAnswered
from shared.contracts.intake_attachments import AttachmentAdded
from shared.core.catalogue import Catalogue
from shared.core.message import Sealed, derive_id

Channel: TypeAlias = Literal["portal", "contact_point", "api", "letter", "email", "telephone"]
"""The last three: somebody of the desk entered what came in otherwise."""
Urgency: TypeAlias = Literal["urgent", "ordinary"]
Requested: TypeAlias = Literal["UA", "AL", "OL", "visit", "press"]
ConsentScope: TypeAlias = Literal["act", "authorities", "public", "press", "sharing"]
"""c1, c2, c3, c5 and c6 (procedure.md section 3.2)."""
BLOCKING: frozenset[ConsentScope] = frozenset({"act", "authorities"})
"""Withdrawn, these stop what is not transmitted (R13); the others only limit what is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The answers for one victim (procedure.md section 3.2): c1 to c6.

    If ``act`` is impossible there is a ``reason``. ``given_by``: who answered; None if nobody said.
    """

    act: Literal["yes", "no", "impossible"]
    authorities: Literal["yes", "no"]
    public: Literal["yes", "no"]
    name_form: Literal["full", "initials", "none"]
    press: Literal["yes", "no"] = "no"
    sharing: Literal["yes", "no"] = "no"
    given_by: Literal["victim", "family", "representative"] | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A person or a group. ``details``: JSON of the identity; free text up to version 1."""

    victim_id: str
    details: Sealed
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class AllegationReceived:
    """The receipt was given. The vault has the source's identity under ``source_subject``.

    ``submitter_id`` and ``filed_under``: keyed pseudonyms of the account and of its organisation;
    up to version 2 the account's id, and in ``organisation_id`` the organisation's code.
    ``entered_by``: the desk officer who entered it, if it came by letter, e-mail or telephone.
    ``particulars``: JSON of the optional field groups. ``matching``: keyed hashes by which
    near-equal submissions are found; they reveal nothing without the key.
    """

    submission_id: str
    received_at: datetime
    channel: Channel
    language: str
    state: str
    urgent: bool
    reprisal: bool
    requested: tuple[Requested, ...]
    mandates: tuple[str, ...]
    submitter_id: str
    organisation_id: str | None = None
    filed_under: str | None = None
    entered_by: str | None
    on_behalf: bool
    source_subject: str
    victims: tuple[Victim, ...]
    perpetrators: Sealed
    incident: Sealed
    narrative: Sealed
    particulars: Sealed | None
    matching: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimsAdded:
    """The rest of a list too long for one fact; or, ``later``, a victim learnt of afterwards.

    ``matching``: as in ``AllegationReceived``, for victims added later.
    """

    submission_id: str
    victims: tuple[Victim, ...]
    added_by: str
    added_at: datetime
    later: bool = False
    matching: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionTriaged:
    submission_id: str
    urgency: Urgency
    mandates: tuple[str, ...]
    triaged_by: str
    triaged_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissibilityConfirmed:
    """``answers``: one for each point asked then; none up to version 1."""

    submission_id: str
    answers: tuple[PointAnswered, ...] = ()
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionNotActioned:
    """``reason_code`` is one of shared.reference.NOT_ACTIONED."""

    submission_id: str
    reason_code: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequested:
    """``language``: the code of that in which it is written, sealed; None up to version 1."""

    submission_id: str
    question_id: str
    question: Sealed
    language: Sealed | None = None
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationProvided:
    """``language``: as in ``InformationRequested``, of the answer."""

    submission_id: str
    question_id: str
    answer: Sealed
    language: Sealed | None = None
    provided_by: str
    provided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionLinkedToCommunication:
    submission_id: str
    communication_id: str
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn:
    """``communication_ids``: the letters that use the submission. ``victim_id``: None for all.

    It is published again, with the same person and time, for a communication that is linked later.
    """

    submission_id: str
    scope: ConsentScope
    victim_id: str | None = None
    communication_ids: tuple[str, ...]
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGranted:
    """Given, or given again after a withdrawal. ``communication_ids``: all that use it.

    ``victim_id``: None for all. ``still_withdrawn``: another withdrawal still stops the letters
    that use the submission.
    """

    submission_id: str
    scope: ConsentScope
    victim_id: str | None = None
    still_withdrawn: bool = False
    communication_ids: tuple[str, ...]
    granted_by: str
    granted_at: datetime


Fact: TypeAlias = (
    AllegationReceived
    | VictimsAdded
    | SubmissionTriaged
    | AdmissibilityConfirmed
    | SubmissionNotActioned
    | InformationRequested
    | InformationProvided
    | AttachmentAdded
    | SubmissionLinkedToCommunication
    | ConsentWithdrawn
    | ConsentGranted
    | intake_admissibility.Fact
    | intake_source.Fact
    | intake_contact_points.Fact
    | intake_erasure.Fact
    | intake_triage.Fact
)


def _one_victim(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had all victims in one text, with one consent."""
    was = {name: value for name, value in told.items() if name != "consent"}
    victim = {
        "victim_id": str(derive_id("victim", told["submission_id"], 0)),
        "details": told["victims"],
        "consent": {**told["consent"], "press": "no", "sharing": "no", "given_by": None},
    }
    return {
        **was,
        "victims": (victim,),
        "reprisal": False,
        "requested": (),
        "entered_by": None,
        "particulars": None,
        "matching": (),
    }


def _by_its_code(told: dict[str, Any]) -> dict[str, Any]:
    """Version 2 had the organisation's code."""
    return {**told, "filed_under": None}


def _of_all_victims(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no separate victims."""
    return {**told, "victim_id": None}


def _of_the_list(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no victims added later."""
    return {**told, "later": False, "matching": ()}


def _without_answers(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had no list."""
    return {**told, "answers": ()}


def _in_no_language(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 did not say in which language the text is."""
    return {**told, "language": None}


INTAKE = Contract(
    service="intake",
    catalogue=Catalogue(
        {
            "allegation-received": AllegationReceived,
            "victims-added": VictimsAdded,
            "submission-triaged": SubmissionTriaged,
            "admissibility-confirmed": AdmissibilityConfirmed,
            "submission-not-actioned": SubmissionNotActioned,
            "information-requested": InformationRequested,
            "information-provided": InformationProvided,
            "attachment-added": AttachmentAdded,
            "submission-linked-to-communication": SubmissionLinkedToCommunication,
            "consent-withdrawn": ConsentWithdrawn,
            "consent-granted": ConsentGranted,
            **intake_admissibility.TYPES,
            **intake_source.TYPES,
            **intake_contact_points.TYPES,
            **intake_erasure.TYPES,
            **intake_triage.TYPES,
        },
        {
            "allegation-received": (_one_victim, _by_its_code),
            "victims-added": (_of_the_list,),
            "admissibility-confirmed": (_without_answers,),
            "information-requested": (_in_no_language,),
            "information-provided": (_in_no_language,),
            "consent-withdrawn": (_of_all_victims,),
            "consent-granted": (_of_all_victims,),
        },
    ),
    feed={
        AllegationReceived: Shown(words="Submission received", mandates="mandates", unsent=True),
        SubmissionTriaged: Shown(
            words="Submission shared with mandates", mandates="mandates", unsent=True
        ),
        AdmissibilityConfirmed: Shown(words="Submission found admissible", unsent=True),
        SubmissionNotActioned: Shown(words="Submission not actioned", unsent=True),
    },
)
