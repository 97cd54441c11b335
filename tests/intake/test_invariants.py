"""Invariants of a submission under any commands in any order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.submission import workfile
from services.intake.submission.commands import LinkToCommunication
from services.intake.submission.decide import SUBMISSION
from shared.contracts.intake import (
    BLOCKING,
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
    VictimsAdded,
)
from shared.contracts.intake_commands import (
    AddVictims,
    DecideNotToAct,
    GrantConsent,
    ProvideInformation,
    RequestInformation,
    SubmitAllegation,
    TriageSubmission,
    WithdrawConsent,
)
from shared.contracts.intake_source import IncidentAdded, PerpetratorAdded
from shared.contracts.intake_source_commands import AddIncident, AddLaterVictim, AddPerpetrator
from shared.contracts.intake_triage import (
    SubmissionAssigned,
    SubmissionReferred,
    SubmissionReopened,
)
from shared.contracts.intake_triage_commands import (
    AddNote,
    AssignSubmission,
    ConfirmAdmissibility,
    LinkSubmissions,
    ReferSubmission,
    ReopenSubmission,
    TagSubmission,
    UnassignSubmission,
    UnlinkSubmissions,
)
from shared.core.actor import Actor, Asked, system
from shared.core.decider import Refused
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT
from tests.support.allegation import CONFIRM

WORK_ON_IT = {"quick_response_desk", "human_rights_officer"}
TEXT = Sealed("submission-1", "x")
ACTORS = [
    system("intake"),
    *(
        Actor(
            actor_id=f"{role}-{n}",
            roles=frozenset({role}),
            organisation_id=f"org-{n}",
            mandates=frozenset({"wgad"}),
        )
        for n in (1, 2)
        for role in (
            Role.NGO_MEMBER,
            Role.CONTACT_POINT,
            Role.QUICK_RESPONSE_DESK,
            Role.HUMAN_RIGHTS_OFFICER,
            Role.MANDATE_HOLDER,
        )
    ),
]
UNSAID = (replace(CONFIRM.answers[0], met=False), *CONFIRM.answers[1:])
known = st.sampled_from(["sr-torture", "wgad", "sr-health", "astrology"])
chosen = st.lists(known, max_size=3).map(tuple)
questions = st.sampled_from(["q-1", "q-2"])
victim_ids = st.sampled_from(["v-1", "v-2", "v-3"])
victims = st.builds(
    Victim,
    victim_id=victim_ids,
    details=st.just(TEXT),
    consent=st.builds(
        Consent,
        act=st.sampled_from(["yes", "no", "impossible"]),
        authorities=st.sampled_from(["yes", "no"]),
        public=st.sampled_from(["yes", "no"]),
        name_form=st.sampled_from(["full", "initials", "none"]),
        reason=st.sampled_from([None, TEXT]),
    ),
)
whose = st.one_of(st.none(), victim_ids)
scopes = st.sampled_from(["act", "authorities", "public", "press", "sharing"])
commands = st.one_of(
    st.builds(
        SubmitAllegation,
        submission_id=st.just("1"),
        channel=st.sampled_from(["portal", "contact_point", "api"]),
        language=st.just("en"),
        state=st.sampled_from(["FRA", "KEN", "ZZZ"]),
        urgent=st.booleans(),
        mandates=chosen,
        on_behalf=st.booleans(),
        source_subject=st.just("source-1"),
        victims=st.lists(victims, max_size=3).map(tuple),
        perpetrators=st.just(TEXT),
        incident=st.just(TEXT),
        narrative=st.just(TEXT),
    ),
    st.builds(
        TriageSubmission,
        submission_id=st.just("1"),
        urgency=st.sampled_from(["urgent", "ordinary"]),
        mandates=chosen,
    ),
    st.builds(
        ConfirmAdmissibility,
        submission_id=st.just("1"),
        answers=st.sampled_from([CONFIRM.answers, CONFIRM.answers[1:], UNSAID]),
    ),
    st.builds(
        DecideNotToAct,
        submission_id=st.just("1"),
        reason_code=st.sampled_from(["insufficient", "no_consent", "boring"]),
    ),
    st.builds(
        RequestInformation,
        submission_id=st.just("1"),
        question_id=questions,
        question=st.just(TEXT),
    ),
    st.builds(
        ProvideInformation,
        submission_id=st.just("1"),
        question_id=questions,
        answer=st.just(TEXT),
    ),
    st.builds(
        LinkToCommunication,
        submission_id=st.just("1"),
        communication_id=st.sampled_from(["c-1", "c-2"]),
    ),
    st.builds(
        AddVictims, submission_id=st.just("1"), victims=st.lists(victims, max_size=2).map(tuple)
    ),
    st.builds(AddLaterVictim, submission_id=st.just("1"), victim=victims),
    st.builds(
        AddIncident,
        submission_id=st.just("1"),
        incident_id=st.sampled_from(["i-1", "i-2"]),
        incident=st.just(TEXT),
    ),
    st.builds(
        AddPerpetrator,
        submission_id=st.just("1"),
        perpetrator_id=st.sampled_from(["p-1", "p-2"]),
        perpetrator=st.just(TEXT),
    ),
    st.builds(WithdrawConsent, submission_id=st.just("1"), scope=scopes, victim_id=whose),
    st.builds(GrantConsent, submission_id=st.just("1"), scope=scopes, victim_id=whose),
)
work = st.one_of(
    st.builds(
        AssignSubmission, submission_id=st.just("1"), assignee=st.sampled_from(["a-1", "a-2"])
    ),
    st.builds(UnassignSubmission, submission_id=st.just("1")),
    st.builds(
        TagSubmission,
        submission_id=st.just("1"),
        tags=st.lists(st.sampled_from(["women", "torture", "Jane"]), max_size=2).map(tuple),
    ),
    st.builds(
        AddNote,
        submission_id=st.just("1"),
        note_id=st.sampled_from(["n-1", "n-2"]),
        note=st.just(TEXT),
    ),
    st.builds(
        LinkSubmissions,
        submission_id=st.just("1"),
        other_id=st.sampled_from(["1", "2", "3"]),
        kind=st.sampled_from(["duplicate", "distinct"]),
    ),
    st.builds(UnlinkSubmissions, submission_id=st.just("1"), other_id=st.sampled_from(["2", "3"])),
    st.builds(
        ReferSubmission,
        submission_id=st.just("1"),
        to=st.sampled_from(["mandate", "wgad", "treaty_body", "nowhere"]),
        mandate=st.sampled_from([None, "wgad", "astrology"]),
    ),
    st.builds(ReopenSubmission, submission_id=st.just("1")),
)
commands = st.one_of(commands, work)
asks = st.lists(st.tuples(commands, st.sampled_from(ACTORS)), max_size=25)


def played(asked: Sequence[tuple[Any, Actor]]) -> list[Any]:
    """Every event that these asks led to; each of them is asked twice."""
    events: list[Any] = []
    state = SUBMISSION.initial
    for command, actor in asked:
        for again in (False, True):
            try:
                new = SUBMISSION.decide(command, Asked(at=AT, by=actor), state)
            except Refused:
                continue
            assert not (again and new), "the same ask changed something twice"
            events.extend(new)
            state = SUBMISSION.fold(new, state)
    return events


@settings(max_examples=300)
@given(asks)
def test_a_history_that_people_can_make_is_sound(asked: list[tuple[Any, Actor]]) -> None:
    events = played(asked)

    received = [e for e in events if isinstance(e, AllegationReceived)]
    assert len(received) == min(1, len(events)), "it is received once, and nothing comes before"
    assert events[:1] == received

    asked_for: set[str] = set()
    answered: set[str] = set()
    linked: set[str] = set()
    closed = confirmed = refers = False
    for event in events[1:]:
        match event:
            case SubmissionTriaged():
                assert not closed
                assert event.mandates
                assert "astrology" not in event.mandates
                assert event.triaged_by.startswith("quick_response_desk")
            case AdmissibilityConfirmed():
                assert not closed
                assert not confirmed, "admissibility is confirmed once"
                assert event.answers == CONFIRM.answers, "each point is answered"
                confirmed = True
            case SubmissionNotActioned():
                assert not closed, "it is closed once"
                assert not linked, "what a communication rests on is not closed"
                closed = True
            case InformationRequested(question_id=question):
                assert not closed
                assert question not in asked_for
                asked_for.add(question)
            case InformationProvided(question_id=question):
                assert question in asked_for - answered, "a question is answered once"
                assert event.provided_by.partition("-")[0] in {"ngo_member", "contact_point"}
                answered.add(question)
            case SubmissionLinkedToCommunication(communication_id=communication):
                assert communication not in linked
                linked.add(communication)
            case SubmissionReferred():
                assert not closed
                assert event.referred_by.startswith("quick_response_desk")
            case SubmissionReopened():
                assert closed or refers, "what is open is not reopened"
                closed = False
            case SubmissionAssigned():
                assert not closed
                assert event.assigned_by.partition("-")[0] in WORK_ON_IT
            case (
                VictimsAdded()
                | IncidentAdded()
                | PerpetratorAdded()
                | ConsentWithdrawn()
                | ConsentGranted()
            ):
                pass  # below
            case _ if isinstance(event, get_args(workfile.Event)):
                pass  # as in test_casework
            case _:
                raise AssertionError(event)
        refers = isinstance(event, SubmissionReferred) or (
            refers and not isinstance(event, SubmissionReopened)
        )


@settings(max_examples=300)
@given(asks)
def test_a_withdrawal_that_stands_stops_all_that_rests_on_it(
    asked: list[tuple[Any, Actor]],
) -> None:
    known: set[str] = set()
    withdrawn: set[tuple[str, str]] = set()
    linked: set[str] = set()
    stopped: set[str] = set()
    for event in played(asked):
        match event:
            case AllegationReceived(victims=more) | VictimsAdded(victims=more):
                assert not known & {one.victim_id for one in more}, "a victim is added once"
                known |= {one.victim_id for one in more}
            case SubmissionLinkedToCommunication(communication_id=communication):
                linked.add(communication)
            case ConsentWithdrawn(scope=scope, communication_ids=communications):
                assert event.withdrawn_by.partition("-")[0] in {"ngo_member", "contact_point"}
                withdrawn |= {(one, scope) for one in _meant(event, known)}
                stopped |= set(communications) if scope in BLOCKING else set()
            case ConsentGranted(scope=scope, communication_ids=communications):
                assert event.granted_by.partition("-")[0] in {"ngo_member", "contact_point"}
                withdrawn -= {(one, scope) for one in _meant(event, known)}
                if scope in BLOCKING and not event.still_withdrawn:
                    stopped -= set(communications)
            case _:
                pass
    standing = any(scope in BLOCKING for _, scope in withdrawn)
    assert stopped == (linked if standing else set()), "what stands stops all, and only that"


def _meant(event: ConsentWithdrawn | ConsentGranted, known: set[str]) -> set[str]:
    meant = known if event.victim_id is None else {event.victim_id}
    assert meant <= known
    return meant


@settings(max_examples=300)
@given(asks)
def test_what_is_learnt_later_is_added_once_and_by_the_source(
    asked: list[tuple[Any, Actor]],
) -> None:
    told: list[str] = []
    for event in played(asked):
        match event:
            case IncidentAdded(incident_id=one) | PerpetratorAdded(perpetrator_id=one):
                told.append(one)
            case VictimsAdded(later=True):
                told += [one.victim_id for one in event.victims]
            case _:
                continue
        assert event.added_by.rpartition("-")[0] in {"ngo_member", "contact_point"}
    assert len(set(told)) == len(told)
