"""The invented world: lawful on every day, and the same each time."""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest

from deploy.local.world import deeds, people
from deploy.local.world.deeds import Deed
from deploy.local.world.history import History, services
from deploy.local.world.tales import campaign, holders, selection, tale, world
from portal.followup.inputs import demo as inputs_demo
from portal.followup.rounds import demo as rounds_demo
from portal.followup.visits import demo as visits_demo
from portal.followup.visits import letter_demo
from portal.stakeholders.organisations.words import TYPES
from portal.web.area import registered
from portal.web.demonstration import asking
from portal.web.demonstration.asking import invented
from portal.web.i18n.text_language import language_of
from services.followup.visit_file.decide import VISIT_FILE
from services.stakeholders.registry.first import imports
from shared.contracts.approvals import CommunicationDrafted, CommunicationTransmitted
from shared.contracts.approvals_statements import StatementIssued, StatementKind
from shared.contracts.commands import Command, address
from shared.contracts.followup import GovernmentReplyLogged
from shared.contracts.followup_publication import CommunicationPublished
from shared.contracts.followup_round_commands import OpenFollowUpRound
from shared.contracts.followup_visit_commands import OnFile as OnVisitFile
from shared.contracts.followup_visits import OnFile
from shared.contracts.intake import AllegationReceived
from shared.contracts.stakeholders import EligibilityScreened
from shared.core.actor import Actor, Asked, system
from shared.core.message import Recorded, Sealed, derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.reference import COOPERATION, LANGUAGES, OUTCOMES, mandates
from tests.deploy.world.happening import LEAP_DAY, SETTINGS, TODAY, happened
from tests.followup.test_visit_file import held
from tests.support.portal import pages, sqlite_urls

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def events(history: History) -> list[Any]:
    return [record.event for record in history.ledger.log]


def test_the_file_is_what_the_tales_tell(told: list[Deed]) -> None:
    assert told == [deed_as_read(deed) for deed in world.tell()]
    assert deeds.FILE.stat().st_size < 1_500_000


def deed_as_read(deed: Deed) -> Deed:
    return replace(deed, data=json.loads(json.dumps(deed.data)))


def test_the_world_is_as_large_as_it_is_said_to_be(told: list[Deed], history: History) -> None:
    kinds = Counter(type(event).__name__ for event in events(history))
    filed = [event for event in events(history) if isinstance(event, AllegationReceived)]
    assert len(filed) == 400 + campaign.NUMBER
    assert {event.language for event in filed} == LANGUAGES.keys()
    assert {event.channel for event in filed} == {
        "portal",
        "api",
        "contact_point",
        "email",
        "letter",
    }
    assert kinds["CommunicationDrafted"] >= 150
    began = -min(deed.minute for deed in told if deed.by == "chief") / tale.DAY
    assert began == tale.YEARS, "and one entry of the register is older, so that it is dormant"
    assert -told[0].minute / tale.DAY < tale.YEARS + 90
    assert told[-1].minute < 0


def test_letters_are_in_the_language_of_their_state(history: History) -> None:
    drafted = [event for event in events(history) if isinstance(event, CommunicationDrafted)]
    spoken = {(event.recipient, event.language) for event in drafted}
    assert spoken == {
        *(("KEN", "en"), ("NPL", "en"), ("EST", "en")),
        *(("URY", "es"), ("CHE", "fr")),
    }
    chosen = {event.communication_id: event.language for event in drafted}
    public = [event for event in events(history) if isinstance(event, CommunicationPublished)]
    for event in public:
        assert language_of(event.text) == chosen[event.communication_id]
    assert len({chosen[event.communication_id] for event in public}) == 3


def test_visits_are_under_way_completed_and_joint(history: History) -> None:
    kinds = Counter(type(event).__name__ for event in events(history))
    phases = {event.mission_id: event.phase for event in events(history) if _moved(event)}
    assert Counter(phases.values()) == {
        "underway": 1,
        "completed": 1,
        "ended": 1,
        "interrupted": 1,
    }
    assert kinds.keys() >= {
        "IncidentLogged", "DebriefHeld", "PreliminaryFindingsShared", "ConfidentialItemSet",
        "VisitReportMandateJoined", "VisitReportApproved", "MandateJoinedVisit",
    }  # fmt: skip
    done = {event.what for event in events(history) if _moved(event)}
    assert done >= {"programme_agreed", "debriefed", "sources_told"}
    assert kinds["ReferenceSheetUploaded"] == 1 + kinds["ReferenceBatchImported"] == 2


def test_a_visit_file_stands_at_each_stage_before_a_visit(history: History) -> None:
    on_file = [one for one in events(history) if isinstance(one, OnFile)]
    stands = {one.state: (one.now.status, one.now.terms) for one in on_file}
    assert stands["NPL"] == ("dates", "reserved")
    assert stands["URY"] == ("accepted", "disputed")
    assert [stands[state][0] for state in ("AUT", "GEO", "MEX")] == [
        "declined",
        "deemed",
        "acknowledged",
    ]
    assert "VisitFileCarriedOver" in {type(one).__name__ for one in on_file}


def test_the_demonstration_has_a_visit_at_each_stage(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the file tells, and what areas tell of visits and rounds at each start."""
    every = events(history)
    stands = {(one.mandate, one.state): one.now for one in every if isinstance(one, OnFile)}
    files: dict[tuple[str, str], list[Any]] = {}
    rounds = set()
    for demo in (visits_demo, inputs_demo):
        monkeypatch.setattr(demo, "seal", Sealed)
        monkeypatch.setattr(demo, "now", lambda: AT)

    def ask(command: Any, by: Any, *_: Any, **__: Any) -> None:
        rounds.update([type(command)] if isinstance(command, OpenFollowUpRound) else [])
        if not isinstance(command, OnVisitFile):
            return
        role = Role.MANDATE_HOLDER if by == "holder" else Role.HUMAN_RIGHTS_OFFICER
        person = Actor(actor_id=by, roles=frozenset({role}), mandates=frozenset({command.mandate}))
        known = files.setdefault((command.mandate, command.state), [])
        state = VISIT_FILE.fold([held(holder_id="holder")], VISIT_FILE.fold(known))
        on_file: Any = command
        known += VISIT_FILE.decide(on_file, Asked(at=AT, by=person), state)

    for demo in (visits_demo, inputs_demo, rounds_demo):
        monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(letter_demo, "tell", lambda: None)
    monkeypatch.setattr(rounds_demo, "seal", Sealed)
    monkeypatch.setattr(rounds_demo, "today", AT.date)
    for demo in (visits_demo, inputs_demo, rounds_demo):
        demo.tell()
    stands.update({key: facts[-1].now for key, facts in files.items()})
    assert {now.status for now in stands.values()} >= {
        "requested", "reminded", "invited", "acknowledged", "accepted", "dates", "agreed",
        "postponed", "declined", "deemed",
    }  # fmt: skip
    moved = {event.mission_id for event in every if _moved(event)}
    agreed = {now.mission_id for now in stands.values() if now.status == "agreed"}
    assert agreed - moved, "a mission in planning"
    assert rounds, "a follow-up round"


def _moved(event: Any) -> bool:
    return type(event).__name__ == "MissionStepTaken"


def test_every_state_of_a_letter_and_of_its_reply_is_there(history: History) -> None:
    now = Counter(
        type(records[-1].event).__name__
        for stream, records in history.ledger.streams.items()
        if stream.startswith("communication-")
    )
    assert now.keys() >= {
        "CommunicationDrafted", "MandateJoined", "ApprovalRequested", "ApprovalGiven",
        "CommunicationApproved", "CommunicationWithdrawn", "TransmissionBlocked",
        "SourceInformed", "LetterSharedWithSource",
    }  # fmt: skip
    kinds = Counter(type(event).__name__ for event in events(history))
    assert kinds.keys() >= {
        "ChangesRequested", "DraftRevised", "MandateDroppedOut", "ReplyDue", "ReplyOverdue",
        "ReceiptAcknowledged", "ExtensionNoted", "ReminderProposed", "ReminderSent", "CaseClosed",
        "ReplyForwardedToSource", "SourceCommented", "TranslationReceived", "ClosureNotified",
    }  # fmt: skip
    by_value = Counter(
        event.value for event in events(history) if type(event).__name__ == "ReplyAssessed"
    )
    assert by_value.keys() >= COOPERATION.values.keys() - {"pending"}
    outcomes = {event.outcome for event in events(history) if hasattr(event, "outcome")}
    assert outcomes >= OUTCOMES.keys() - {"unknown"}
    replies = [event for event in events(history) if isinstance(event, GovernmentReplyLogged)]
    assert {event.by_government for event in replies} == {True, False}
    assert {event.confidential_by_state for event in replies} == {True, False}


def test_what_is_public_and_selection_and_the_register_are_at_every_stage(
    history: History,
) -> None:
    kinds = Counter(type(event).__name__ for event in events(history))
    assert kinds["CommunicationPublished"] >= 100
    assert kinds.keys() >= {
        "EmbargoMoved", "EarlyPublicationDecided", "ReplyPublished", "ReplyWithheld",
        "ReplyGradePublished", "PublicationWithdrawn", "StatementChangesRequested",
        "StatementApprovalRequested", "StatementWithdrawn", "RecommendationPublished",
        "RecommendationImplemented", "ImplementationInfoReceived", "ImplementationInfoPublished",
        "ImplementationInfoWithheld", "ImplementationInfoWithdrawn",
    }  # fmt: skip
    assert kinds.keys() >= {
        "OrganisationConfirmed", "OrganisationConfirmationProposed", "RegistrationRefused",
        "OrganisationRenamed", "OrganisationDissolved", "RiskFlagRaised",
        "MergerProposed", "OrganisationsMerged", "RationalisationNoted",
        "SplitProposed", "OrganisationSplit",
    }  # fmt: skip
    issued = [event for event in events(history) if isinstance(event, StatementIssued)]
    assert {event.language for event in issued} == LANGUAGES.keys()
    assert {event.kind for event in issued} == set(get_args(StatementKind))
    now = {
        type(records[-1].event).__name__
        for stream, records in history.ledger.streams.items()
        if stream.startswith("vacancy-")
    }
    assert now >= {
        "VacancyDeclared", "ApplicationSubmitted", "EligibilityScreened", "PreferencesSubmitted",
        "InterviewListAdopted", "InterviewAnswered", "InterviewHeld", "ShortlistAdopted",
        "PreferencesOpened", "CallExtended", "CallReissued", "VacancyLapsed",
        "PanelReportPublished", "ReconsiderationRequested", "CandidateProposed",
        "AppointmentDeferred", "MandateHolderAppointed",
    }  # fmt: skip
    assert kinds["ProposalNotApproved"] == 1, "and its recusals were lifted since"
    assert kinds["CallDisseminated"] == 1
    begun = {
        record.event.mandate for record in history.ledger.log if _is(record, "HolderTermStarted")
    }
    assert begun | holders.ELSEWHERE == mandates().keys(), "no page says that no term is recorded"
    left = {record.event.mandate for record in history.ledger.log if _is(record, "HolderTermEnded")}
    assert left == selection.DECLARED.keys() - {"sr-education"} | {"sr-truth-and-justice"}
    public = Counter(
        event.visibility for event in events(history) if type(event).__name__ == "VisibilityChanged"
    )
    assert public["public"] >= 20, "the register of organisations has something to find"
    assert min(public["partners"], public["sealed"]) > 0, "and there is one of each"


def _is(record: Recorded[Any], name: str) -> bool:
    return type(record.event).__name__ == name


def test_the_council_decides_in_its_session_and_candidates_are_women_and_men(
    history: History,
) -> None:
    starts = {
        event.vacancy_id: event.starts_on
        for event in events(history)
        if type(event).__name__ == "SessionScheduled"
    }
    decided = [one for one in events(history) if {"decided_on", "vacancy_id"} <= {*dir(one)}]
    assert len(decided) >= 3
    for event in decided:
        assert starts[event.vacancy_id] <= event.decided_on
    sent = [event for event in events(history) if type(event).__name__ == "ApplicationSubmitted"]
    assert {event.gender for event in sent} == {"female", "male"}
    called = {deed for deed in selection.DECLARED if deed in {"sr-housing", "sr-water"}}
    assert not called, "of which the areas tell that somebody holds them, or that a call is open"


def test_each_thing_that_a_demonstration_shows_is_there(
    history: History, opened: Vault, told: list[Deed]
) -> None:
    """What the pages of the register and of a selection are shown with, one by one."""
    kinds = Counter(type(event).__name__ for event in events(history))
    assert kinds.keys() >= {
        "PastLetterImported", "PastVisitImported", "PastPaperImported", "PastPublicationImported",
    }  # fmt: skip
    assert kinds["OrganisationDormant"] == 1
    assert kinds["NoticeSent"] >= 5
    assert kinds["CandidateNominated"] >= 5
    said = [event for event in events(history) if isinstance(event, EligibilityScreened)]
    noes = sum(not event.eligible for event in said)
    assert kinds["NotEligibleProposed"] == noes + 1, "one waits for the second officer"
    assert kinds["NominatorNamed"] > kinds["CandidateNominated"], "one is named and not asked"
    assert kinds["InterviewHeld"] >= 5
    assert kinds["InterviewScheduled"] > kinds["InterviewHeld"], "and some are to come"
    assert kinds["OnboardingStarted"] >= 1, "a new holder in the first weeks"
    notes = [event for event in events(history) if type(event).__name__ == "RationalisationNoted"]
    assert any(note.option == "merge" for note in notes), "a mandate to be merged"


def test_organisations_of_every_kind_are_in_the_register(told: list[Deed]) -> None:
    confirmed = {
        deed.data["organisation_id"]
        for deed in told
        if deed.asks == "stakeholders/confirm-organisation"
    }
    kinds = Counter(
        json.loads(deed.data["profile"]["sealed"][1])["type"]
        for deed in told
        if deed.asks == "stakeholders/register-organisation"
        and deed.data["organisation_id"] in confirmed
    )
    assert kinds.keys() >= TYPES.keys() - {"person"}
    assert min(kinds.values()) >= 2
    assert kinds.total() >= 12


def test_today_something_waits_for_everybody(history: History) -> None:
    fresh = [
        record for record in history.ledger.log if record.recorded_at > TODAY - timedelta(days=14)
    ]
    kinds = {type(record.event).__name__ for record in fresh}
    assert kinds >= {
        "AllegationReceived", "SubmissionTriaged", "ApprovalRequested", "GovernmentReplyLogged",
    }  # fmt: skip
    triaged = {stream for stream, kind in _kinds(history) if kind == "SubmissionTriaged"}
    closed = {stream for stream, kind in _kinds(history) if kind == "SubmissionNotActioned"}
    filed = {stream for stream, kind in _kinds(history) if kind == "AllegationReceived"}
    assert len(filed - triaged - closed) >= 5


def _kinds(history: History) -> list[tuple[str, str]]:
    return [(one.stream, type(one.event).__name__) for one in history.ledger.log]


def test_on_another_day_the_same_happens_in_other_years(
    told: list[Deed], opened: Vault, history: History
) -> None:
    """Also on a leap day; numbers of letters follow the years, and nothing is refused."""
    later = happened(told, opened, LEAP_DAY)
    assert _told_of(later) == _told_of(history)
    years = {
        event.reference.rpartition("/")[2]
        for event in events(later)
        if isinstance(event, CommunicationTransmitted)
    }
    assert years == {"2026", "2027", "2028"}


def _told_of(history: History) -> dict[str, list[str]]:
    """What happened in each stream; registers of numbers are of a year."""
    return {
        stream: [type(record.event).__name__ for record in records]
        for stream, records in history.ledger.streams.items()
        if not stream.startswith(("reference-", "recommendationnumber-"))
    }


async def test_policies_that_hear_of_it_again_add_nothing(history: History) -> None:
    before = len(history.ledger.log)
    for record in list(history.ledger.log):
        await history._react(record)
    assert len(history.ledger.log) == before


def test_what_the_areas_invent_besides_can_be_told_after_it(
    told: list[Deed], opened: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``demo`` does once ``world`` is done: no seat has two holders, no number is taken."""
    history = happened(told, opened, TODAY)
    morning = TODAY + timedelta(hours=9)
    for one in imports():  # as the clock of the service does when it starts
        by, of = system("stakeholders"), derive_id("imported", one.mandate)
        asyncio.run(history.ask("stakeholders", one, by=by, at=morning, command_id=of, case=of))
    before = len(history.ledger.log)

    class Asking:
        def ask(
            self,
            command: Command,
            *,
            by: Actor,
            command_id: UUID,
            correlation_id: UUID,
            at: datetime | None = None,
        ) -> None:
            service, _ = address(command)
            asyncio.run(
                history.ask(
                    service,
                    command,
                    by=by,
                    at=at or morning,
                    command_id=command_id,
                    case=correlation_id,
                )
            )

    monkeypatch.setattr(asking, "commands", Asking)
    monkeypatch.setattr(asking, "vault", lambda: opened)
    with pages(*sqlite_urls(tmp_path), demo=True, attachments=str(tmp_path)) as portal:
        portal.clock.forward(morning - portal.clock())
        with portal.app.test_request_context():
            for name, module in list(sys.modules.items()):
                if name.startswith("portal.") and getattr(module, "invented", None) is invented:
                    monkeypatch.setattr(module, "invented", people.actor)
            for area in registered():
                area.demo()
    assert len(history.ledger.log) > before + 20
    new = [record.event for record in history.ledger.log[before:]]
    assert any(getattr(event, "letters", ()) for event in new), "an application with a letter"


def test_no_fact_but_a_public_one_has_a_text_in_the_clear(history: History) -> None:
    public = {
        "CommunicationPublished", "ReplyPublished", "StatementIssued", "RecommendationPublished",
        "CoverageValuesRecorded", "ImplementationInfoPublished",
    }  # fmt: skip
    of = {
        category: service
        for service in services(SETTINGS).values()
        for category in service.categories
    }
    for record in history.ledger.log:
        if type(record.event).__name__ in public:
            continue
        _, _, data = of[record.stream.partition("-")[0]].catalogue.encode(record.event)
        assert b"nvent" not in data
