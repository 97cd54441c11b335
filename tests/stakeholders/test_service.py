"""The service over a store in memory: every command is sent twice and takes effect once."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from services.stakeholders.app import STAKEHOLDERS_SERVICE
from services.stakeholders.applicant import NoteApplication, NoteAppointment
from services.stakeholders.committee.actions.passing import PassActionDay
from services.stakeholders.committee.members.decide import LookAtTerms
from services.stakeholders.committee.sops.passing import PassSopDay
from services.stakeholders.consultation.commands import CloseInTime, NoteConsultation
from services.stakeholders.documents.passing import PassLibraryDay
from services.stakeholders.foreseen import ForeseeVacancies
from services.stakeholders.notice import NoteReport, NoteReportGone
from services.stakeholders.onboarding import StartOnboarding
from services.stakeholders.organisation.commands import EndWithReal
from services.stakeholders.published import published
from services.stakeholders.registry.commands import ImportMandate, PassDay
from services.stakeholders.session.commands import NoteSession, PassTime
from services.stakeholders.terms import OpenTerm
from services.stakeholders.vacancy.commands import LapseApplication
from shared.contracts.stakeholders_commands import (
    ChangeMandateSettings,
    FollowAccreditation,
    RecogniseContactPoint,
    RecordErasure,
    ReinstateContactPoint,
    SuspendContactPoint,
)
from shared.contracts.stakeholders_mandates import MandateSettings
from shared.contracts.stakeholders_onward_commands import FillSeat
from shared.contracts.stakeholders_review_commands import AdoptInterviewList, RemindMembers
from shared.contracts.stakeholders_selection_commands import (
    AdoptShortlist,
    CloseCall,
    CloseReview,
    DeclareConflict,
    DeclareVacancy,
    EstablishPanel,
    IssueCall,
    ScreenEligibility,
    SubmitApplication,
    WithdrawApplication,
)
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import Metadata, derive_id
from shared.core.roles import Role
from shared.core.testing import AT, InMemoryStore
from shared.hosting.service import Ask, asking
from shared.reference.organisations import REGISTER_CLOCK
from tests.stakeholders import (
    advice,
    alerts,
    briefings,
    committee_advice,
    consultations,
    dialogues,
    documents,
    ending,
    forum,
    iap,
    meetings,
    organisations,
    plans,
    reports_owed,
    sessions,
    situations,
    test_agenda,
    test_committee_members,
    test_contact,
    test_contact_law,
    test_coverage,
    test_custody,
    test_dissemination,
    test_dormancy,
    test_engagement,
    test_focal_points,
    test_holder_gender,
    test_merging,
    test_naming,
    test_needs,
    test_nomination,
    test_notice,
    test_onboarding,
    test_pack_entries,
    test_packs,
    test_rationalisation,
    test_recusal,
    test_registry,
    test_removal,
    test_retention,
    test_roster,
    test_screening,
    test_seat_terms,
    test_servicing,
    test_sops,
    test_splitting,
    test_state_contact,
    test_talks,
    test_terms,
    test_treaty_briefings,
    test_way_on,
    trainings,
)
from tests.stakeholders.selection import (
    ANNA,
    CHAIR,
    CLOSES,
    DECLARED,
    MANDATE,
    MEMBER,
    OFFICER,
    OTHER,
    SEATS,
    SECOND,
    VACANCY_ID,
    giving,
    opening,
    ranked,
    sealed,
)
from tests.stakeholders.test_additional import CONSIDER

CHIEF = Actor(actor_id="chief", roles=frozenset({Role.CHIEF}))
RECOGNITION: list[tuple[Any, Actor]] = [
    (RecogniseContactPoint(organisation_id="nhri", accreditation="A"), CHIEF),
    (SuspendContactPoint(organisation_id="nhri", reason_code="lapsed"), CHIEF),
    (ReinstateContactPoint(organisation_id="nhri", barred=None), CHIEF),
    (FollowAccreditation(organisation_id="nhri", grade="B"), REGISTER_CLOCK),
]
TERMS: list[tuple[Any, Actor]] = [
    (test_terms.START, CHIEF),
    (test_terms.END, CHIEF),
]
ONBOARDING: list[tuple[Any, Actor]] = [
    (test_onboarding.START, test_onboarding.POLICY),
    (test_onboarding.DECLARE, test_onboarding.HOLDER),
    (test_onboarding.WAIVE, CHIEF),
]
ORGANISATION: list[tuple[Any, Actor]] = [
    (organisations.REGISTER, organisations.APPLICANT),
    (organisations.REFUSE, organisations.OFFICER),
    (replace(organisations.REGISTER, standing="unregistered"), organisations.APPLICANT),
    (organisations.CONFIRM, organisations.OFFICER),
    (organisations.CONFIRM, organisations.SECOND),
    (organisations.RENAME, organisations.FOCAL),
    (organisations.ASK, organisations.FOCAL),
    (organisations.HIDE, organisations.FOCAL),
    (organisations.RAISE, organisations.FOCAL),
    (organisations.CLEAR, organisations.OFFICER),
    (organisations.CLEAR, organisations.SECOND),
    (organisations.DISSOLVE, organisations.FOCAL),
    (organisations.RESTORE, organisations.OFFICER),
]
LISTING: tuple[Any, Actor] = (organisations.AGAIN, organisations.FOCAL)
SETTINGS: tuple[Any, Actor] = (
    ChangeMandateSettings(mandate="sr-torture", settings=MandateSettings(reply_days={"UA": 30})),
    Actor(
        actor_id="holder",
        roles=frozenset({Role.MANDATE_HOLDER}),
        mandates=frozenset({"sr-torture"}),
    ),
)
ERASURE: tuple[Any, Actor] = (
    RecordErasure(
        what="candidate", item_id="c-1", erasure_id="e-1", basis="request", asked_by="person"
    ),
    Actor(actor_id="protection", roles=frozenset({Role.DATA_PROTECTION})),
)
APPLY = SubmitApplication(
    vacancy_id=VACANCY_ID,
    candidate_id="c-1",
    name=sealed("n"),
    motivation=sealed("m"),
    nationality="FRA",
    gender="female",
)
STORY: list[tuple[Any, Actor]] = [
    (DeclareVacancy(vacancy_id=VACANCY_ID, mandate=MANDATE, seat_region=None), OFFICER),
    (IssueCall(vacancy_id=VACANCY_ID, closes_at=CLOSES, departure="resignation"), OFFICER),
    (EstablishPanel(vacancy_id=VACANCY_ID, seats=SEATS), OFFICER),
    (APPLY, ANNA),
    (CloseCall(vacancy_id=VACANCY_ID), OFFICER),
    (
        ScreenEligibility(vacancy_id=VACANCY_ID, candidate_id="c-1", eligible=True, reason=None),
        OFFICER,
    ),
    *((test_recusal.NONE, member) for member in (CHAIR, MEMBER)),
    (test_recusal.LOBBIED, MEMBER),
    (DeclareConflict(vacancy_id=VACANCY_ID, candidate_id="c-1"), OTHER),
    (FillSeat(vacancy_id=VACANCY_ID, replaces="other", member_id="e", cause="alternate"), OFFICER),
    (giving("chair", "c-1"), CHAIR),
    (RemindMembers(vacancy_id=VACANCY_ID), CHAIR),
    (giving("member", "c-1"), MEMBER),
    (
        CloseReview(
            vacancy_id=VACANCY_ID,
            reason_code="member-declines",
            opened=(opening("chair", "c-1"), opening("member", "c-1")),
        ),
        CHAIR,
    ),
    (AdoptInterviewList(vacancy_id=VACANCY_ID, candidate_ids=("c-1",), reason=None), CHAIR),
    (replace(CONSIDER, applicant_id="bruno"), CHAIR),
    (AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-1")), CHAIR),
    (WithdrawApplication(vacancy_id=VACANCY_ID, candidate_id="c-1"), ANNA),
]

ONWARD: list[tuple[Any, Actor]] = [
    *STORY[:3],
    (test_way_on.FILL, OFFICER),
    (test_way_on.EXTEND, OFFICER),
    (CloseCall(vacancy_id=VACANCY_ID), OFFICER),
    (test_way_on.REISSUE, OFFICER),
    (test_way_on.LAPSE, OFFICER),
]
DAY = day_of(AT)
ENDED: list[tuple[Any, Actor]] = [
    *STORY[:-1],
    (ending.SCHEDULE, OFFICER),
    (ending.submit("c-1"), CHAIR),
    (ending.PUBLISH, OFFICER),
    (replace(ending.BRIEF, briefed_on=DAY), ending.PRESIDENT),
    (ending.RETURN, ending.PRESIDENT),
    (AdoptShortlist(vacancy_id=VACANCY_ID, ranking=ranked("c-1")), CHAIR),
    (ending.submit("c-1"), CHAIR),
    (replace(ending.PUBLISH, report=2), OFFICER),
    (ending.propose("c-1"), ending.PRESIDENT),
    (replace(ending.DEFER, decided_on=DAY), OFFICER),
]
APPOINTED = [*ENDED, (replace(ending.APPOINT, decided_on=DAY), OFFICER)]
TURNED_DOWN = [*ENDED, (replace(ending.REFUSE, decided_on=DAY), OFFICER)]
SCREENED: list[tuple[Any, Actor]] = [
    *STORY[:4],
    (test_screening.NO, OFFICER),
    (test_screening.DISPUTE, SECOND),
    (test_screening.NO, OFFICER),
    (replace(test_screening.TAKE_BACK, proposal=2), OFFICER),
    (test_screening.NO, OFFICER),
    (replace(test_screening.CONFIRM, proposal=3), SECOND),
]
STORIES = pytest.mark.parametrize(
    "story",
    [STORY, ONWARD, APPOINTED, TURNED_DOWN, SCREENED],
    ids=["to a list", "onward", "appointed", "not approved", "screened"],
)


async def send(ask: Ask, command: Any, by: Actor, command_id: UUID) -> int | None:
    metadata = Metadata(correlation_id=UUID(VACANCY_ID), causation_id=command_id, actor=by.actor_id)
    return (await ask(command, Asked(at=AT, by=by), command_id, metadata)).position


@pytest.mark.parametrize("restarted", [False, True])
async def test_every_command_sent_twice_takes_effect_once(*, restarted: bool) -> None:
    store = InMemoryStore()
    ask = asking(STAKEHOLDERS_SERVICE, store)
    for n, (command, by) in enumerate(STORY):
        first = await send(ask, command, by, derive_id("command", n))
        told = list(store.log)
        if restarted:
            ask = asking(STAKEHOLDERS_SERVICE, store)
        assert await send(ask, command, by, derive_id("command", n)) == first
        assert store.log == told
    assert [type(record.event).__name__ for record in store.log] == [
        "VacancyDeclared",
        "CallForCandidaturesIssued",
        "PanelEstablished",
        "ApplicationSubmitted",
        "CallClosed",
        "EligibilityScreened",
        "NoConflictDeclared",
        "NoConflictDeclared",
        "LobbyingDisclosed",
        "ConflictDeclared",
        "MemberRecused",
        "SeatFilled",
        "RecusalLifted",
        "PreferencesSubmitted",
        "MembersReminded",
        "PreferencesSubmitted",
        "ReviewClosed",
        "PreferencesOpened",
        "PreferencesOpened",
        "InterviewListAdopted",
        "AdditionalCandidateConsidered",
        "ShortlistAdopted",
        "ApplicationWithdrawn",
        "ShortlistUsedUp",
    ]


@STORIES
async def test_the_same_ask_under_another_command_id_changes_nothing_either(
    story: list[tuple[Any, Actor]],
) -> None:
    store = InMemoryStore()
    ask = asking(STAKEHOLDERS_SERVICE, store)
    for n, (command, by) in enumerate(story):
        await send(ask, command, by, derive_id("command", n))
        told = list(store.log)
        assert await send(ask, command, by, derive_id("again", n)) is None
        assert store.log == told


def test_people_may_ask_for_every_command_but_the_clocks_and_the_policies() -> None:
    ruled_on = {command for command, _ in STAKEHOLDERS_SERVICE.deciders}
    own = {
        *(ImportMandate, PassDay, PassTime, NoteSession, StartOnboarding),
        *(CloseInTime, NoteConsultation),
        *(OpenTerm, LapseApplication, NoteApplication, NoteAppointment),
        *(NoteReport, NoteReportGone, EndWithReal, ForeseeVacancies),
        *(LookAtTerms, PassActionDay, PassSopDay, PassLibraryDay),
    }
    people = ruled_on - own
    assert set(STAKEHOLDERS_SERVICE.commands.values()) == people
    custody = {type(test_custody.DECIDE)}
    coverage = {type(command) for command in test_coverage.EVERY}
    of_alerts = {type(command) for command, _ in (*alerts.EVERY, *situations.EVERY)}
    of_alerts |= {type(situations.DECLINE), *(type(command) for command, _ in plans.EVERY)}
    of_alerts |= {type(command) for command, _ in (*briefings.EVERY, *documents.EVERY)}
    of_alerts |= {*map(type, (*trainings.COMMANDS, *test_treaty_briefings.COMMANDS))}
    owed = {type(command) for command, _ in reports_owed.EVERY} | {*map(type, reports_owed.ALSO)}
    of_alerts |= {type(command) for command, _ in (*forum.EVERY, *test_removal.COMMANDS)}
    of_alerts |= {type(command) for command, _ in test_contact_law.COMMANDS}
    of_committee: list[Any] = [
        *test_committee_members.COMMANDS,
        *(command for command, _, _ in (*meetings.EVERY, *meetings.ITEMS)),
        *test_sops.COMMANDS,
        *(command for command, _ in (*committee_advice.EVERY, *iap.EVERY)),
    ]
    committee = {type(command) for command in of_committee}
    focal = {type(command) for command in test_focal_points.COMMANDS}
    interviews = {type(command) for command in test_talks.COMMANDS}
    nominations = {type(command) for command in test_nomination.COMMANDS}
    nominations |= {
        *map(type, (*test_retention.COMMANDS, *test_needs.COMMANDS, *test_seat_terms.COMMANDS))
    }
    notes = {type(test_rationalisation.NOTE), type(test_rationalisation.COMMENT)}
    merging = {type(command) for command in test_merging.COMMANDS}
    naming = {type(command) for command in test_naming.COMMANDS}
    splitting = {type(command) for command in test_splitting.COMMANDS}
    registry = {type(act) for _, act, _ in test_registry.ACTS}
    servicing = {type(test_servicing.ASSIGN), type(test_servicing.END)}
    servicing |= {type(test_state_contact.LOG)}
    servicing |= {type(command) for command in test_pack_entries.EVERY}
    servicing |= {type(test_agenda.NOTE), type(test_agenda.STRIKE)}
    assert (
        {
            type(command)
            for command, _ in [
                *STORY,
                *ONWARD,
                *APPOINTED,
                *TURNED_DOWN,
                *SCREENED,
                *RECOGNITION,
                *TERMS,
                (test_holder_gender.RECORD, CHIEF),
                *ONBOARDING[1:],
                *ORGANISATION,
                *[
                    (command, None)
                    for command in (organisations.RECORD, organisations.CLAIM, organisations.CHECK)
                ],
                LISTING,
                SETTINGS,
                ERASURE,
                *[(command, by) for command, by, _ in sessions.EVERY],
                *[
                    (command, None)
                    for command in (
                        *test_contact.EVERY,
                        *test_notice.EVERY,
                        *test_roster.EVERY,
                        *test_dormancy.EVERY,
                    )
                ],
                *[(command, None) for command in (*test_roster.EVERY, *test_dissemination.EVERY)],
                *[(command, by) for command, by, _ in consultations.EVERY],
                *[(command, by) for command, by, _ in (*advice.EVERY, *test_engagement.EVERY)],
                (consultations.CANCEL, OFFICER),
                *[(command, by) for command, by, _ in (*dialogues.EVERY, *dialogues.SPOKEN)],
            ]
        }
        | registry
        | servicing
        | focal
        | merging
        | naming
        | splitting
        | committee
        | of_alerts
        | owed
        | custody
        | coverage
        | {type(command) for command in test_packs.EVERY}
        | notes
        | interviews
        | nominations
        == people
    )


def test_every_fact_leaves_as_it_is() -> None:
    assert published(DECLARED) is DECLARED
