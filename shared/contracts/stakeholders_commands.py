"""The commands of stakeholders."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.contracts import CommandNames
from shared.contracts import stakeholders_advice_commands as advice
from shared.contracts import stakeholders_agenda as agenda
from shared.contracts import stakeholders_alert_commands as alerts
from shared.contracts import stakeholders_appointing_commands as appointing
from shared.contracts import stakeholders_briefing_commands as briefings
from shared.contracts import stakeholders_committee_advice_commands as committee_advice
from shared.contracts import stakeholders_committee_commands as committee
from shared.contracts import stakeholders_consultation_commands as consultations
from shared.contracts import stakeholders_contact_commands as contacts
from shared.contracts import stakeholders_contact_law_commands as contact_laws
from shared.contracts import stakeholders_coverage_commands as coverage
from shared.contracts import stakeholders_custody_commands as custody
from shared.contracts import stakeholders_dialogue_commands as dialogues
from shared.contracts import stakeholders_dissemination_commands as dissemination
from shared.contracts import stakeholders_engagement_commands as engagement
from shared.contracts import stakeholders_files_commands as files
from shared.contracts import stakeholders_forum_commands as forum
from shared.contracts import stakeholders_holder_gender_commands as holder_gender
from shared.contracts import stakeholders_iap_commands as iap
from shared.contracts import stakeholders_interview_commands as interviews
from shared.contracts import stakeholders_library_commands as library
from shared.contracts import stakeholders_meeting_commands as meetings
from shared.contracts import stakeholders_merger_commands as mergers
from shared.contracts import stakeholders_needs_commands as needs
from shared.contracts import stakeholders_nomination_commands as nominations
from shared.contracts import stakeholders_notice_commands as notices
from shared.contracts import stakeholders_onboarding_commands as onboarding
from shared.contracts import stakeholders_onward_commands as onward
from shared.contracts import stakeholders_organisation_commands as organisations
from shared.contracts import stakeholders_pack_commands as packs
from shared.contracts import stakeholders_pack_entries as pack_entries
from shared.contracts import stakeholders_panel_commands as panels
from shared.contracts import stakeholders_plan_commands as plans
from shared.contracts import stakeholders_rationalisation_commands as rationalisation
from shared.contracts import stakeholders_recusal_commands as recusal
from shared.contracts import stakeholders_registry_commands as registry
from shared.contracts import stakeholders_removal_commands as removals
from shared.contracts import stakeholders_report_deadline_commands as reports
from shared.contracts import stakeholders_review_commands as review
from shared.contracts import stakeholders_roster_commands as roster
from shared.contracts import stakeholders_screening_commands as screening
from shared.contracts import stakeholders_selection_commands as selection
from shared.contracts import stakeholders_servicing_commands as servicing
from shared.contracts import stakeholders_session_commands as sessions
from shared.contracts import stakeholders_situation_commands as situations
from shared.contracts import stakeholders_sop_commands as sops
from shared.contracts import stakeholders_split_commands as splits
from shared.contracts import stakeholders_state_contacts as state_contacts
from shared.contracts import stakeholders_term_commands as terms
from shared.contracts import stakeholders_training_commands as trainings
from shared.contracts import stakeholders_treaty_briefing_commands as treaty_briefings
from shared.contracts.stakeholders_contact_points import Accreditation
from shared.contracts.stakeholders_erasure import What
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.core import erasure

Bar: TypeAlias = Literal["no-grade", "dissolved"]
"""Why the register of organisations lets an institution be no contact point today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseContactPoint:
    """``barred``: what the register says today; None: nothing is against it."""

    organisation_id: str
    accreditation: Accreditation
    barred: Bar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendContactPoint:
    """``reason_code``: one of shared.reference.contact_points.SUSPENSIONS."""

    organisation_id: str
    reason_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinstateContactPoint:
    """``barred``: as of ``RecogniseContactPoint``."""

    organisation_id: str
    barred: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowAccreditation:
    """Only the clock of the register sends it. ``grade``: in force today; None: there is none.

    ``dissolved``: the institution is no more, whatever grade it had.
    """

    organisation_id: str
    grade: Accreditation | None
    dissolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMandateSettings:
    """``settings``: all of them, from now on."""

    mandate: str
    settings: MandateSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordErasure(erasure.RecordErasure):
    what: What


OfContactPoint: TypeAlias = (
    RecogniseContactPoint | SuspendContactPoint | ReinstateContactPoint | FollowAccreditation
)
Command: TypeAlias = (
    selection.Command
    | onward.Command
    | recusal.Command
    | appointing.Command
    | review.Command
    | screening.Command
    | interviews.Command
    | files.Command
    | panels.Command
    | needs.Command
    | nominations.Command
    | roster.Command
    | dissemination.DisseminateCall
    | terms.Command
    | holder_gender.Command
    | committee.Command
    | meetings.Command
    | sops.Command
    | committee_advice.Command
    | iap.Command
    | onboarding.Command
    | custody.DecideCustody
    | rationalisation.Command
    | registry.Command
    | servicing.Command
    | organisations.Command
    | mergers.Command
    | splits.Command
    | removals.Command
    | contact_laws.Command
    | sessions.Command
    | contacts.Command
    | state_contacts.Command
    | agenda.Command
    | notices.Command
    | consultations.Command
    | advice.Command
    | alerts.Command
    | situations.Command
    | plans.Command
    | briefings.Command
    | library.Command
    | reports.Command
    | trainings.Command
    | treaty_briefings.Command
    | forum.Command
    | engagement.Command
    | coverage.Command
    | packs.Command
    | pack_entries.Command
    | dialogues.Command
    | OfContactPoint
    | ChangeMandateSettings
    | RecordErasure
)

STAKEHOLDERS_COMMANDS = CommandNames(
    service="stakeholders",
    types={
        "declare-vacancy": selection.DeclareVacancy,
        "issue-call": selection.IssueCall,
        "close-call": selection.CloseCall,
        "establish-panel": selection.EstablishPanel,
        "submit-application": selection.SubmitApplication,
        "withdraw-application": selection.WithdrawApplication,
        "screen-eligibility": selection.ScreenEligibility,
        "declare-conflict": selection.DeclareConflict,
        "close-review": selection.CloseReview,
        "adopt-shortlist": selection.AdoptShortlist,
        **onward.TYPES,
        **recusal.TYPES,
        **appointing.TYPES,
        **review.TYPES,
        **screening.TYPES,
        **interviews.TYPES,
        **files.TYPES,
        **panels.TYPES,
        "recognise-contact-point": RecogniseContactPoint,
        "suspend-contact-point": SuspendContactPoint,
        "reinstate-contact-point": ReinstateContactPoint,
        "follow-accreditation": FollowAccreditation,
        "change-mandate-settings": ChangeMandateSettings,
        **needs.TYPES,
        **nominations.TYPES,
        **roster.TYPES,
        **dissemination.TYPES,
        **terms.TYPES,
        **holder_gender.TYPES,
        **committee.TYPES,
        **meetings.TYPES,
        **sops.TYPES,
        **committee_advice.TYPES,
        **iap.TYPES,
        **onboarding.TYPES,
        **custody.TYPES,
        **rationalisation.TYPES,
        **registry.TYPES,
        **servicing.TYPES,
        **organisations.TYPES,
        **mergers.TYPES,
        **splits.TYPES,
        **removals.TYPES,
        **contact_laws.TYPES,
        **sessions.TYPES,
        **contacts.TYPES,
        **state_contacts.COMMANDS,
        **agenda.COMMANDS,
        **notices.TYPES,
        **consultations.TYPES,
        **advice.TYPES,
        **alerts.TYPES,
        **situations.TYPES,
        **plans.TYPES,
        **briefings.TYPES,
        **library.TYPES,
        **reports.TYPES,
        **trainings.TYPES,
        **treaty_briefings.TYPES,
        **forum.TYPES,
        **engagement.TYPES,
        **coverage.TYPES,
        **packs.TYPES,
        **pack_entries.COMMANDS,
        **dialogues.TYPES,
        "record-erasure": RecordErasure,
    },
)
