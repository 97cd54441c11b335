"""Facts of stakeholders: selection, terms, mandates, contact points, organisations, meetings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from shared.contracts import (
    Contract,
    stakeholders_advice,
    stakeholders_agenda,
    stakeholders_alerts,
    stakeholders_appointing,
    stakeholders_committee,
    stakeholders_consultations,
    stakeholders_contact_laws,
    stakeholders_contact_points,
    stakeholders_contacts,
    stakeholders_coverage,
    stakeholders_custody,
    stakeholders_dialogues,
    stakeholders_dissemination,
    stakeholders_engagement,
    stakeholders_erasure,
    stakeholders_files,
    stakeholders_foreseen,
    stakeholders_forum,
    stakeholders_holder_gender,
    stakeholders_interviews,
    stakeholders_mandates,
    stakeholders_meetings,
    stakeholders_mergers,
    stakeholders_needs,
    stakeholders_nominations,
    stakeholders_notices,
    stakeholders_onboarding,
    stakeholders_onward,
    stakeholders_organisations,
    stakeholders_pack_entries,
    stakeholders_packs,
    stakeholders_panels,
    stakeholders_rationalisation,
    stakeholders_recusal,
    stakeholders_registry,
    stakeholders_removals,
    stakeholders_review,
    stakeholders_roster,
    stakeholders_screening,
    stakeholders_servicing,
    stakeholders_sessions,
    stakeholders_sops,
    stakeholders_splits,
    stakeholders_state_contacts,
    stakeholders_terms,
    stakeholders_workspace,
)
from shared.contracts.feed import Shown
from shared.contracts.stakeholders_calls import CallRules, opening_at_once, without_rules
from shared.contracts.stakeholders_letters import ReferenceLetter
from shared.contracts.stakeholders_review import Rules
from shared.core.catalogue import Catalogue
from shared.core.message import Sealed

Region: TypeAlias = Literal["AFR", "APG", "EEG", "GRULAC", "WEOG"]
Constituency: TypeAlias = Literal["NGO", "NHRI", "ACADEMIA"]
Gender: TypeAlias = Literal["female", "male", "other", "undisclosed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyDeclared:
    """A Working Group's seat is tied to a regional group."""

    vacancy_id: str
    mandate: str
    seat_region: Region | None
    declared_by: str
    declared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallForCandidaturesIssued:
    """``opens_at``: when it is issued, or a day after that begins in Geneva."""

    vacancy_id: str
    mandate: str
    opens_at: datetime
    closes_at: datetime
    rules: CallRules
    issued_by: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClosed:
    """Closed before its date: ``closed_at`` replaces ``closes_at``."""

    vacancy_id: str
    mandate: str
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """``member_id`` is an account; one member is the chair.

    ``ends_on``: the last day of the term; None: it ends with the vacancy, as all did before.
    ``region``: the regional group or the constituency whose seat it is; each has one at most.
    """

    member_id: str
    region: Region | Constituency
    chair: bool
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelEstablished:
    """``rules``: how it works; before there were presets, all panels scored by criterion."""

    vacancy_id: str
    mandate: str
    seats: tuple[Seat, ...]
    rules: Rules
    established_by: str
    established_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted:
    """``region`` is the regional group of the nationality; None if it belongs to none.

    ``form``: the rest of the form's eight sections; None before there were sections.
    ``letters``: the reference letters, at most ``MOST_LETTERS``.
    """

    vacancy_id: str
    candidate_id: str
    applicant_id: str
    name: Sealed
    motivation: Sealed
    form: Sealed | None
    letters: tuple[ReferenceLetter, ...]
    nationality: str
    gender: Gender
    region: Region | None
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn:
    """Taken back by the candidate, who gives no reason.

    ``listed``: whether the call was over, so that the list of candidates was public. It is not
    while a call is extended or issued again.
    """

    vacancy_id: str
    candidate_id: str
    listed: bool
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityScreened:
    """A "no" confirms what another officer proposed; one of before had a single officer.

    ``grounds``: of a "no", unless it is of before there was a list.
    """

    vacancy_id: str
    candidate_id: str
    eligible: bool
    reason: Sealed | None
    grounds: stakeholders_screening.Grounds | None
    screened_by: str
    screened_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDeclared:
    """The member cannot work on that file any more (R4).

    Today a ``MemberRecused`` from the whole vacancy follows at once; facts of before stand alone.
    """

    vacancy_id: str
    candidate_id: str
    member_id: str
    declared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateScored:
    """The six criteria of resolution 5/1, section 39, from 1 to 5, in the clear.

    No longer written: today members give ``PreferencesSubmitted``.
    """

    vacancy_id: str
    candidate_id: str
    member_id: str
    scores: Mapping[str, int]
    note: Sealed | None
    scored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewClosed:
    """``missing``: of so many ``members``, whose preferences were not in or could not be opened.

    ``reason_code``: one of shared.reference.panels.CLOSINGS; None: nobody's are missing.
    Before preferences were sealed (``members`` is 0) there was ``missing_scores``: their number.
    """

    vacancy_id: str
    mandate: str
    missing_scores: int = 0
    members: int = 0
    missing: tuple[str, ...] = ()
    reason_code: str | None = None
    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    candidate_id: str
    rank: int
    reason: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistAdopted:
    """In order of preference, public and substantiated (resolution 5/1, section 50)."""

    vacancy_id: str
    mandate: str
    ranking: tuple[Ranked, ...]
    adopted_by: str
    adopted_at: datetime


SelectionFact: TypeAlias = (
    VacancyDeclared
    | CallForCandidaturesIssued
    | CallClosed
    | PanelEstablished
    | ApplicationSubmitted
    | ApplicationWithdrawn
    | EligibilityScreened
    | ConflictDeclared
    | CandidateScored
    | ReviewClosed
    | ShortlistAdopted
    | stakeholders_onward.Fact
    | stakeholders_recusal.Fact
    | stakeholders_appointing.Fact
    | stakeholders_review.Fact
    | stakeholders_screening.Fact
    | stakeholders_interviews.Fact
    | stakeholders_files.Fact
    | stakeholders_panels.Fact
)
Fact: TypeAlias = (
    SelectionFact
    | stakeholders_appointing.OfApplicant
    | stakeholders_contact_points.Fact
    | stakeholders_contacts.Fact
    | stakeholders_state_contacts.Fact
    | stakeholders_agenda.Fact
    | stakeholders_notices.Fact
    | stakeholders_mandates.Fact
    | stakeholders_needs.Fact
    | stakeholders_nominations.Fact
    | stakeholders_organisations.Fact
    | stakeholders_mergers.Fact
    | stakeholders_splits.Fact
    | stakeholders_removals.Fact
    | stakeholders_contact_laws.Fact
    | stakeholders_sessions.Fact
    | stakeholders_sessions.SessionNoted
    | stakeholders_consultations.Fact
    | stakeholders_consultations.ConsultationNoted
    | stakeholders_dialogues.Fact
    | stakeholders_advice.Fact
    | stakeholders_alerts.Fact
    | stakeholders_workspace.Fact
    | stakeholders_engagement.Fact
    | stakeholders_coverage.Fact
    | stakeholders_packs.Fact
    | stakeholders_pack_entries.Fact
    | stakeholders_terms.Fact
    | stakeholders_holder_gender.Fact
    | stakeholders_committee.Fact
    | stakeholders_meetings.Fact
    | stakeholders_sops.Fact
    | stakeholders_foreseen.Fact
    | stakeholders_forum.Fact
    | stakeholders_roster.Fact
    | stakeholders_dissemination.CallDisseminated
    | stakeholders_onboarding.Fact
    | stakeholders_custody.Fact
    | stakeholders_rationalisation.Fact
    | stakeholders_registry.Fact
    | stakeholders_servicing.Fact
    | stakeholders_erasure.Fact
)


def _without_form(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had a motivation letter alone."""
    return {**told, "form": None}


def _without_letters(told: dict[str, Any]) -> dict[str, Any]:
    """Version 2 took no files."""
    return {**told, "letters": ()}


def _alone(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 left the focal points of merged entries as they were."""
    return {**told, "merged": ()}


def _without_members(told: dict[str, Any]) -> dict[str, Any]:
    """Version 1 counted scores."""
    return {**told, "members": 0, "missing": (), "reason_code": None}


STAKEHOLDERS = Contract(
    service="stakeholders",
    catalogue=Catalogue(
        {
            "vacancy-declared": VacancyDeclared,
            "call-for-candidatures-issued": CallForCandidaturesIssued,
            "call-closed": CallClosed,
            "panel-established": PanelEstablished,
            "application-submitted": ApplicationSubmitted,
            "application-withdrawn": ApplicationWithdrawn,
            "eligibility-screened": EligibilityScreened,
            "conflict-declared": ConflictDeclared,
            "candidate-scored": CandidateScored,
            "review-closed": ReviewClosed,
            "shortlist-adopted": ShortlistAdopted,
            **stakeholders_onward.TYPES,
            **stakeholders_recusal.TYPES,
            **stakeholders_appointing.TYPES,
            **stakeholders_review.TYPES,
            **stakeholders_screening.TYPES,
            **stakeholders_interviews.TYPES,
            **stakeholders_files.TYPES,
            **stakeholders_panels.TYPES,
            **stakeholders_contact_points.TYPES,
            **stakeholders_contacts.TYPES,
            **stakeholders_state_contacts.TYPES,
            **stakeholders_agenda.TYPES,
            **stakeholders_notices.TYPES,
            **stakeholders_mandates.TYPES,
            **stakeholders_needs.TYPES,
            **stakeholders_nominations.TYPES,
            **stakeholders_organisations.TYPES,
            **stakeholders_mergers.TYPES,
            **stakeholders_splits.TYPES,
            **stakeholders_removals.TYPES,
            **stakeholders_contact_laws.TYPES,
            **stakeholders_sessions.TYPES,
            **stakeholders_consultations.TYPES,
            **stakeholders_dialogues.TYPES,
            **stakeholders_advice.TYPES,
            **stakeholders_alerts.TYPES,
            **stakeholders_workspace.TYPES,
            **stakeholders_engagement.TYPES,
            **stakeholders_coverage.TYPES,
            **stakeholders_packs.TYPES,
            **stakeholders_pack_entries.TYPES,
            **stakeholders_terms.TYPES,
            **stakeholders_holder_gender.TYPES,
            **stakeholders_committee.TYPES,
            **stakeholders_meetings.TYPES,
            **stakeholders_sops.TYPES,
            **stakeholders_foreseen.TYPES,
            **stakeholders_forum.TYPES,
            **stakeholders_roster.TYPES,
            **stakeholders_dissemination.TYPES,
            **stakeholders_onboarding.TYPES,
            **stakeholders_custody.TYPES,
            **stakeholders_rationalisation.TYPES,
            **stakeholders_registry.TYPES,
            **stakeholders_servicing.TYPES,
            **stakeholders_erasure.TYPES,
        },
        {
            **stakeholders_mandates.UPCASTERS,
            **stakeholders_screening.UPCASTERS,
            **stakeholders_alerts.UPCASTERS,
            **stakeholders_workspace.UPCASTERS,
            **stakeholders_forum.UPCASTERS,
            **stakeholders_meetings.UPCASTERS,
            **stakeholders_organisations.UPCASTERS,
            **stakeholders_mergers.UPCASTERS,
            **stakeholders_splits.UPCASTERS,
            **stakeholders_packs.UPCASTERS,
            "eligibility-screened": (stakeholders_screening.without_grounds,),
            "application-submitted": (_without_form, _without_letters),
            "organisation-dissolved": (_alone,),
            "call-for-candidatures-issued": (without_rules, opening_at_once),
            "panel-established": (
                stakeholders_panels.without_rules,
                stakeholders_panels.without_terms,
            ),
            "seat-filled": (stakeholders_onward.without_term,),
            "review-closed": (_without_members,),
        },
    ),
    feed={
        VacancyDeclared: Shown(words="Vacancy declared", mandates="mandate"),
        CallForCandidaturesIssued: Shown(words="Call for candidatures issued", mandates="mandate"),
        CallClosed: Shown(words="Call for candidatures closed", mandates="mandate"),
        PanelEstablished: Shown(words="Advisory panel established", mandates="mandate"),
        ReviewClosed: Shown(words="Panel review closed", mandates="mandate"),
        **stakeholders_onward.FEED,
        **stakeholders_appointing.FEED,
        **stakeholders_terms.FEED,
        **stakeholders_committee.FEED,
        **stakeholders_meetings.FEED,
        **stakeholders_sops.FEED,
        **stakeholders_foreseen.FEED,
        **stakeholders_registry.FEED,
        **stakeholders_advice.FEED,
        **stakeholders_engagement.FEED,
        **stakeholders_coverage.FEED,
        **stakeholders_packs.FEED,
        **stakeholders_workspace.FEED,
        **stakeholders_sessions.FEED,
    },
)
