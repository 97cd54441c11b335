"""Random histories of each aggregate of followup that has none in a file of its own.

What holds in all: a stranger changes nothing, steps follow one another, and what is asked again
changes nothing or is refused. Then what each must hold by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from services.followup.app import service
from shared.contracts import followup_dossiers as of_dossier
from shared.contracts import followup_incidents as of_incident
from shared.contracts import followup_inputs as of_input
from shared.contracts import followup_invitations as of_register
from shared.contracts import followup_missions as of_mission
from shared.contracts import followup_partners as of_partner
from shared.contracts import followup_proposals as of_exchange
from shared.contracts import followup_reference as of_corpus
from shared.contracts import followup_rounds as of_round
from shared.contracts import followup_tellings as of_telling
from shared.contracts import followup_visit_letters as of_letter
from shared.contracts import followup_visit_reports as of_report
from shared.contracts import followup_visit_threads as of_thread
from shared.core.actor import Asked
from shared.core.decider import Refused
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.reference.missions import CONFIDENTIAL
from tests.followup.histories import Kind, Step, Told, steps
from tests.followup.stories import KINDS


@pytest.mark.parametrize("name", KINDS)
def test_in_every_history(name: str) -> None:
    kind, longest = KINDS[name], 0

    @settings(max_examples=25, deadline=None)
    @given(kind.told())
    def history(told: Told) -> None:
        nonlocal longest
        went = list(steps(kind, told))
        facts = [*kind.begun, *(fact for step in went for fact in step.facts)]
        assert not [step for step in went if step.by in kind.strangers]
        if facts and "step" in {field.name for field in fields(facts[0])}:
            by_stream = [fact.step for fact in facts]
            assert by_stream == list(range(1, len(facts) + 1))
        for step in went:
            _asked_again(kind, step)
        HOLDS[name](went)
        longest = max(longest, len(facts))

    history()
    assert longest >= len(kind.story), "all of its story happened"


def _asked_again(kind: Kind, step: Step) -> None:
    """The very command once more, as Kafka or a second click brings it."""
    after = kind.decider.fold(step.facts, step.state)
    try:
        again = kind.decider.decide(step.command, Asked(at=step.at, by=step.by), after)
    except Refused:
        return
    assert not again, (step.command, again)


def told(went: Sequence[Step], *types: type) -> list[Any]:
    return [fact for step in went for fact in step.facts if isinstance(fact, types)]


def _report(went: Sequence[Step]) -> None:
    """The State has it first, comments on facts are decided, what was approved is published."""
    seen: list[type] = []
    for step in went:
        for fact in step.facts:
            match fact:
                case of_report.CommentPeriodEnded() | of_report.StateCommentDecided():
                    assert of_report.VisitReportSentToState in seen
                case of_report.VisitReportApproved() if fact.stage != "drafting":
                    assert not step.state.undecided
                    assert fact.text_hash == step.state.text_hash
                    assert step.by.has(Role.MANDATE_HOLDER)
                case of_report.VisitReportPublished():
                    assert {*fact.mandates} == {*step.state.approvals}
                    assert step.state.stage == "submitted"
                    assert step.by.has(Role.PUBLICATION_OFFICER)
                case of_report.VisitReportStarted():
                    seen = []
                case _:
                    pass
            seen.append(type(fact))


def _round(went: Sequence[Step]) -> None:
    """What is for the mandate alone is in no table; nothing happens to a round that is closed."""
    for step in went:
        for fact in step.facts:
            match fact:
                case of_round.FollowUpTableCompiled():
                    alone = {
                        answer.answer_id
                        for one in step.state.providers.values()
                        for answer in one.sent.values()
                        if answer.wish == "holder"
                    }
                    assert alone.isdisjoint({cell.answer_id for cell in fact.cells})
                    assert {cell.answer_id for cell in fact.cells} <= step.state.answers
                case of_round.FollowUpTablePublished():
                    assert fact.version == step.state.sent
                    assert step.state.stands
                case of_round.FollowUpAnswersSubmitted() | of_round.FollowUpTableSent():
                    assert not step.state.closed
                case _:
                    pass


def _partner(went: Sequence[Step]) -> None:
    """Two admit it; it does nothing before it undertook, or once it is over."""
    for step in went:
        for fact in step.facts:
            proposed = step.state.proposed
            match fact:
                case of_partner.PartnerAdmitted():
                    assert fact.done_by != proposed.done_by
                case of_partner.PartnerTaskSet():
                    assert fact.part in proposed.scope
                case of_partner.PartnerTaskMarked() if step.by.has(Role.CONTACT_POINT):
                    assert step.state.admitted
                    assert step.by.actor_id in step.state.undertaken
                    assert proposed.first <= step.at.date() <= proposed.until
                case _:
                    pass


def _thread(went: Sequence[Step]) -> None:
    """It stays with its audience; each corrects the own words, and what is struck stays so."""
    assert len(told(went, of_thread.VisitThreadOpened)) <= 1
    struck: set[str] = set()
    for step in went:
        for fact in step.facts:
            match fact:
                case of_thread.VisitMessageStruck():
                    assert fact.message_id not in struck
                    struck.add(fact.message_id)
                case of_thread.VisitMessageCorrected():
                    assert fact.message_id not in struck
                    assert step.state.messages[fact.message_id].by == fact.done_by
                case _:
                    pass


def _dossier(went: Sequence[Step]) -> None:
    """Versions count from one for each audience; partners have nothing that is not shared."""
    issued = told(went, of_dossier.DossierVersionIssued)
    for audience in ("team", "partners"):
        numbers = [fact.number for fact in issued if fact.audience == audience]
        assert numbers == list(range(1, len(numbers) + 1))
    for fact in issued:
        if fact.audience == "partners":
            assert all(one.shared and one.part != "consult" for one in fact.entries)
    gone = [(one.audience, one.number) for one in told(went, of_dossier.DossierVersionWithdrawn)]
    assert len(gone) == len(set(gone))


def _register(went: Sequence[Step]) -> None:
    """An entry is recorded and struck once, and what stands on a day is of those that count."""
    known = [fact.entry_id for step in went for fact in step.facts]
    struck = [fact.entry_id for fact in told(went, of_register.InvitationEntryStruck)]
    assert len(known) == len(set(known)) + len(struck)
    assert len(struck) == len(set(struck))


def _letter(went: Sequence[Step]) -> None:
    """It is sent in the name of all who ask, each of whom approved that very text."""
    for step in went:
        for fact in step.facts:
            match fact:
                case of_letter.VisitLetterApproved():
                    assert step.by.has(Role.MANDATE_HOLDER)
                    assert fact.content_hash == step.state.text.content_hash
                case of_letter.VisitLetterSent():
                    assert {*fact.mandates} == {*step.state.text.given}
                    assert step.state.stage == "approved"
                case _:
                    pass


def _call(went: Sequence[Step]) -> None:
    """It is open for longer each time, and what was withdrawn stays so."""
    closes: list[Any] = []
    withdrawn = False
    for fact in told(went, of_input.OnInputCall):
        assert not withdrawn
        if isinstance(fact, of_input.InputCallEnded):
            withdrawn = fact.how == "withdrawn"
            closes = [] if fact.how == "closed" else closes
        else:
            assert not closes or fact.closes_on > closes[-1]
            closes.append(fact.closes_on)


def _contribution(went: Sequence[Step]) -> None:
    """It is public only while its sender allows it, and nobody works on what was taken back."""
    for step in went:
        for fact in step.facts:
            assert not step.state.withdrawn
            if isinstance(fact, of_input.ContributionPublished) and fact.published:
                assert step.state.publication != "no"
        last = KINDS["contribution"].decider.fold(step.facts, step.state)
        assert not (last.published and (last.withdrawn or last.publication == "no"))


def _programme(went: Sequence[Step]) -> None:
    """No meeting with victims or civil society, and no step that does not follow."""
    for fact in told(went, of_mission.ProgrammeItemSet):
        assert fact.item.kind not in CONFIDENTIAL
    began = False
    for fact in told(went, of_mission.MissionStepTaken):
        began = began or fact.what == "began"
        assert began or fact.phase == "planning"


def _corpus(went: Sequence[Step]) -> None:
    """A batch is undone from the last one backwards; what is in force was not imported twice."""
    there: list[Any] = []
    for fact in told(went, of_corpus.ReferenceBatchImported, of_corpus.ReferenceBatchUndone):
        if isinstance(fact, of_corpus.ReferenceBatchImported):
            assert fact.content not in {one.content for one in there}
            there.append(fact)
        else:
            of_source = [one for one in there if one.batch_id == fact.batch_id]
            assert of_source == [one for one in there if one.source == of_source[0].source][-1:]
            there.remove(of_source[0])


def _telling(went: Sequence[Step]) -> None:
    """Numbers are without a gap, and whoever tells again says why."""
    there = told(went, of_telling.SourcesTold)
    assert [one.number for one in there] == [*range(1, len(there) + 1)]
    assert [one.number > 1 for one in there] == [one.reason is not None for one in there]


def _incident(went: Sequence[Step]) -> None:
    """The mandate puts it to the State, which answers it after that, and each answer once."""
    put = False
    answers: list[str] = []
    for step in went:
        for fact in step.facts:
            match fact:
                case of_incident.IncidentPutToState():
                    put = True
                    assert step.by.has(Role.HUMAN_RIGHTS_OFFICER) or step.by.has(
                        Role.MANDATE_HOLDER
                    )
                case of_incident.IncidentAnswered():
                    assert put
                    assert step.by.has(Role.GOVERNMENT)
                    answers.append(fact.answer_id)
                case _:
                    pass
    assert len(answers) == len(set(answers))


def _exchange(went: Sequence[Step]) -> None:
    """The other side answers, once; only who proposed takes back, and only what is open."""
    open_: dict[str, str] = {}
    for step in went:
        for fact in step.facts:
            match fact:
                case of_exchange.ProgrammeItemProposed():
                    assert fact.side == ("state" if step.by.has(Role.GOVERNMENT) else "mandate")
                    open_[fact.proposal_id] = fact.side
                case of_exchange.ProgrammeProposalAnswered():
                    side = open_.pop(fact.proposal_id)
                    assert (side == "state") != step.by.has(Role.GOVERNMENT)
                case of_exchange.ProgrammeProposalWithdrawn():
                    side = open_.pop(fact.proposal_id)
                    assert (side == "state") == step.by.has(Role.GOVERNMENT)
                case _:
                    pass


def _confidential(went: Sequence[Step]) -> None:
    assert len(told(went, of_mission.ConfidentialItemSet)) == sum(len(one.facts) for one in went)


HOLDS: Mapping[str, Callable[[Sequence[Step]], None]] = {
    "report": _report,
    "joint report": _report,
    "round": _round,
    "partner": _partner,
    "security": _partner,
    "incident": _incident,
    "incident of a partner": _incident,
    "exchange of the programme": _exchange,
    "thread": _thread,
    "dossier": _dossier,
    "standing invitation": _register,
    "visit letter": _letter,
    "call": _call,
    "contribution": _contribution,
    "programme with the State": _programme,
    "confidential programme": _confidential,
    "telling of sources": _telling,
    "reference batch": _corpus,
}
ELSEWHERE = {
    "followupaction": "test_action.py",
    "gradingdelegation": "test_grading_delegated_histories.py",
    "missiondebrief": "test_debrief.py",
    "publication": "test_publication_invariants.py",
    "recommendation": "test_invariants.py",
    "recommendationcluster": "test_cluster.py",
    "replycase": "test_case_invariants.py",
    "reprisalcase": "test_reprisal_histories.py",
    "reprisalentry": "test_reprisal_publishing.py",
    "visitfile": "test_visit_histories.py",
}
"""Aggregates whose random histories are in a file of their own."""
NOTES = {"caseerasure", "democlock", "officeholder", "recommendationnumber", "replytimes"}
"""What is noted here of something else, one note at a time."""


def test_every_aggregate_has_random_histories() -> None:
    every = {decider.category for _, decider in service(Settings(demo=True)).deciders}
    here = {kind.decider.category for kind in KINDS.values()}
    assert every == here | ELSEWHERE.keys() | NOTES
    assert here.isdisjoint(ELSEWHERE)
    for name in ELSEWHERE.values():
        text = (Path(__file__).parent / name).read_text()
        assert "hypothesis" in text or "Random(" in text, name
