"""Files beside the answers of a follow-up round: a provider's own, until it sends them."""

from dataclasses import replace
from typing import Any

from services.followup.round.decide import ROUND
from shared.contracts import followup_rounds as facts
from shared.contracts.followup_round_commands import (
    CloseRound,
    DiscardDraft,
    RemoveAnswerFile,
    WithdrawAnswers,
)
from shared.core.testing import given
from shared.reference.rounds import MOST_FILES
from tests.followup.rounds import (
    BEGUN,
    NGO,
    OF_NGO,
    OTHER_NGO,
    PUBLISHED,
    TWO,
    add_file,
    fact,
    history,
    keep,
    of,
    submit,
)
from tests.followup.visits import HOLDER, OFFICER

KEPT = (*BEGUN, (keep(0, "n-1"), NGO))


def added(step: int, attachment_id: str = "f-1") -> Any:
    command = add_file(attachment_id)
    told = {
        name: getattr(command, name)
        for name in (
            *("recommendation_id", "attachment_id", "object_name", "sha256", "size"),
            *("media_type", "scanned", "details"),
        )
    }
    return fact(facts.FollowUpFileAdded, NGO, provider_id=OF_NGO, step=step, **told)


def remove(attachment_id: str = "f-1") -> RemoveAnswerFile:
    one: RemoveAnswerFile = of(RemoveAnswerFile, attachment_id=attachment_id)
    return one


def test_a_provider_adds_files_beside_its_own_answer_and_takes_them_out() -> None:
    given(ROUND, *history(*KEPT)).when(add_file(), by=NGO).then(added(2))
    has = history(*KEPT, (add_file(), NGO))
    given(ROUND, *has).when(add_file(), by=NGO).then_nothing()
    given(ROUND, *has).when(remove(), by=NGO).then(
        fact(facts.FollowUpFileRemoved, NGO, provider_id=OF_NGO, step=3, attachment_id="f-1")
    )
    given(ROUND, *has).when(remove("f-2"), by=NGO).then_nothing()
    for other in (OTHER_NGO, OFFICER, HOLDER):
        given(ROUND, *history(*KEPT)).when(add_file(), by=other).then_forbidden()


def test_only_beside_an_answer_so_many_whole_ones_and_while_it_can_be_changed() -> None:
    given(ROUND, *history(*KEPT)).when(add_file(row=TWO), by=NGO).then_refused("Answer this")
    many = [(add_file(f"m-{n}"), NGO) for n in range(MOST_FILES)]
    given(ROUND, *history(*KEPT, *many)).when(add_file(), by=NGO).then_refused("20 files")
    for wrong in (replace(add_file(), sha256="x"), replace(add_file(), object_name="../x")):
        given(ROUND, *history(*KEPT)).when(wrong, by=NGO).then_refused("fingerprint")
    for command in (add_file(), remove()):
        closed = history(*KEPT, (of(CloseRound), HOLDER))
        given(ROUND, *closed).when(command, by=NGO).then_refused("round is closed")
        given(ROUND, *history(*PUBLISHED)).when(command, by=NGO).then_refused("is published")


def test_what_was_not_sent_goes_with_the_draft_and_what_was_sent_stays() -> None:
    sent = (*KEPT, (add_file("f-1"), NGO), (submit(2, "n-sent"), NGO), (add_file("f-2"), NGO))
    gone = fact(facts.FollowUpFileRemoved, NGO, provider_id=OF_NGO, step=5, attachment_id="f-2")
    discard = of(DiscardDraft, seen=4)
    given(ROUND, *history(*sent)).when(discard, by=NGO).then(gone)
    again = history(*sent, (discard, NGO))
    given(ROUND, *again).when(of(DiscardDraft, seen=5), by=NGO).then_nothing()
    back = (*sent, (of(WithdrawAnswers, seen=4), NGO))
    told = history(*back, (of(DiscardDraft, seen=5), NGO))[-3:]
    assert [one.step for one in told] == [6, 7, 8]
    assert [one.attachment_id for one in told[:2]] == ["f-1", "f-2"]
    assert isinstance(told[2], facts.FollowUpDraftDiscarded)
