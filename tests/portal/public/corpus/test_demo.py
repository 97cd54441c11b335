"""The invented corpus of a demonstration, as the service rules on it and the tables show it."""

from collections.abc import Mapping
from typing import Any

import pytest

from portal.public.corpus import demo
from portal.web.commands import CommandRefused
from services.followup.recommendation.decide import RECOMMENDATION
from services.followup.reference.decide import REFERENCE
from shared.contracts.followup_recommendation_commands import TakeRecommendationUp
from shared.contracts.followup_reference import ReferenceSheetDiscarded
from shared.contracts.followup_reference_commands import UploadReferenceSheet
from shared.contracts.followup_taking_up import RecommendationTakenUp
from shared.core.actor import Actor, Asked
from shared.core.roles import Role
from shared.core.testing import AT
from tests.support.corpus import Corpus
from tests.support.portal import Pages

PEOPLE: Mapping[str, Actor] = {
    "qrd": Actor(actor_id="q", roles=frozenset({Role.QUICK_RESPONSE_DESK})),
    "holder": Actor(
        actor_id="h", roles=frozenset({Role.MANDATE_HOLDER}), mandates=frozenset({"sr-torture"})
    ),
}


def test_the_service_takes_what_is_invented_and_a_second_start_keeps_no_second_file(
    portal: Pages, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    taken: list[Any] = []
    before: set[tuple[str, ...]] = set()

    def ask(command: Any, by: str, _case: str, *step: str) -> None:
        if step in before:
            return  # of one id a service decides once
        before.add(step)
        asked = Asked(at=AT, by=PEOPLE[by])
        if isinstance(command, TakeRecommendationUp):
            known = RECOMMENDATION.fold([*told, *taken])
            taken.extend(RECOMMENDATION.decide(command, asked, known))
            return
        facts = REFERENCE.decide(command, asked, REFERENCE.fold(told))
        assert facts
        told.extend(facts)
        for fact in facts:
            corpus.tell(fact)
        corpus.work()

    monkeypatch.setattr(demo, "ask", ask)
    with portal.app.test_request_context():
        demo.tell()
    [one] = taken
    assert isinstance(one, RecommendationTakenUp)
    assert (one.addressee, one.mandate, one.origin.source) == ("CHE", "sr-torture", "UHRI")
    assert portal.vault.reveal(one.text) == "Make torture a crime of its own. (invented)"
    assert len(corpus.in_force()) == len(demo._SHEET)
    asked_for = len(told)
    with portal.app.test_request_context():
        demo.tell()
    assert (len(told), len(taken)) == (asked_for, 1)


def test_where_nobody_checks_the_sheet_nothing_is_taken_up(
    portal: Pages, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(demo, "ask", lambda command, *_: asked.append(command))
    monkeypatch.setattr(demo, "_SOON", 0.0)
    with portal.app.test_request_context():
        demo.tell()
    assert len(asked) == 1
    assert corpus.in_force() == []


def test_what_somebody_did_by_hand_stops_no_start_and_a_discarded_sheet_keeps_no_file(
    portal: Pages, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []

    def ask(command: Any, by: str, *_step: str) -> None:
        if not isinstance(command, UploadReferenceSheet):
            raise CommandRefused(409, "Something else was imported or undone meanwhile.")
        told.append(command)
        for fact in REFERENCE.decide(command, Asked(at=AT, by=PEOPLE[by]), REFERENCE.fold([])):
            corpus.tell(fact)
        corpus.work()

    monkeypatch.setattr(demo, "ask", ask)
    monkeypatch.setattr(demo, "_SOON", 0.5)
    with portal.app.test_request_context():
        demo.tell()
    assert corpus.in_force() == []
    corpus.tell(
        ReferenceSheetDiscarded(batch_id=told[0].batch_id, discarded_by="q", discarded_at=AT)
    )
    monkeypatch.setattr(demo, "take", pytest.fail)
    with portal.app.test_request_context():
        demo.tell()
    assert len(told) == 1
