"""Follow-up rounds: who is asked, what each says, and the table made of it (F.3, FR1 and FR2)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.followup.round.decide import ROUND
from shared.contracts import followup_rounds as facts
from shared.contracts.followup_round_commands import (
    ChooseReminders,
    CloseRound,
    CommentOnTable,
    CompileTable,
    DeclineToAnswer,
    DescribeSituation,
    DiscardDraft,
    Filled,
    KeepAnswers,
    SendTable,
    TakeAskBack,
    WithdrawAnswers,
)
from shared.contracts.followup_rounds import Cell
from shared.core.actor import Actor, Asked
from shared.core.message import Sealed
from shared.core.roles import Role
from shared.core.testing import AT, given
from shared.reference.country_teams import team_of
from shared.reference.rounds import PROVIDERS, ROWS, provider_id, reminder_days
from tests.followup.rounds import (
    ANSWERED,
    ASKED,
    BEGUN,
    COMMENT,
    COMPILE,
    COMPILED,
    DUE,
    GOVERNMENT,
    NGO,
    NHRI,
    OF_NGO,
    OF_NHRI,
    OF_STATE,
    ONE,
    OPEN,
    OPENED,
    OTHER_GOVERNMENT,
    OTHER_NGO,
    PUBLISH,
    PUBLISHED,
    ROUND_ID,
    SEND,
    SENT,
    TODAY,
    TWO,
    ask,
    fact,
    history,
    keep,
    of,
    publish,
    state_of,
    submit,
)
from tests.followup.visits import HOLDER, OFFICER, OTHER_OFFICER, QRD, STATE, person

DAY = timedelta(days=1)
CLOSE = of(CloseRound)
TEXT = Sealed("followupround-x", "text")


def refused(acts: Any, command: Any, by: Actor, sentence: str) -> None:
    given(ROUND, *history(*acts)).when(command, by=by).then_refused(sentence)


def nothing(acts: Any, command: Any, by: Actor) -> None:
    given(ROUND, *history(*acts)).when(command, by=by).then_nothing()


def test_a_round_is_opened_once_and_asks_the_government() -> None:
    given(ROUND).when(OPEN, by=OFFICER).then(OPENED, ASKED)
    nothing(BEGUN, OPEN, OFFICER)
    for by in (OTHER_OFFICER, QRD, GOVERNMENT):
        given(ROUND).when(OPEN, by=by).then_forbidden()
    refused((), COMPILE, OFFICER, "no such follow-up round")


@pytest.mark.parametrize(
    ("also", "sentence"),
    [
        ({"state": "other"}, "Choose the State"),
        ({"state": "XYZ"}, "Choose the State"),
        ({"year": 1989}, "Choose the year"),
        ({"year": TODAY.year + 1}, "Choose the year"),
        ({"rows": ()}, "Choose the recommendations"),
        ({"rows": ("a b",)}, "Choose the recommendations"),
        ({"rows": tuple(f"r-{n}" for n in range(ROWS + 1))}, "at most 60"),
        ({"due_on": TODAY}, "from tomorrow"),
        ({"due_on": TODAY + 400 * DAY}, "from tomorrow"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused(also: dict[str, Any], sentence: str) -> None:
    given(ROUND).when(replace(OPEN, **also), by=OFFICER).then_refused(sentence)


def test_a_mandate_that_is_not_in_the_list_opens_none() -> None:
    somebody = replace(OFFICER, mandates=frozenset({"sr-nothing"}))
    given(ROUND).when(replace(OPEN, mandate="sr-nothing"), by=somebody).then_refused("Choose a")


def test_others_are_asked_once_and_taken_back_before_they_answer() -> None:
    expected = fact(
        facts.FollowUpAsked, provider_id=OF_NGO, kind="ngo", organisation_id="org-1", remind=False
    )
    given(ROUND, OPENED, ASKED).when(ask(remind=False), by=OFFICER).then(expected)
    nothing(BEGUN, ask(), OFFICER)
    refused(BEGUN, ask("nhri"), OFFICER, "as another kind")
    refused(BEGUN, ask("government", "x"), OFFICER, "asked in every round")
    refused(BEGUN, ask("ngo", "a b"), OFFICER, "Enter the code")
    many = [(ask("ngo", f"more-{n}"), OFFICER) for n in range(PROVIDERS - 3)]
    refused((*BEGUN, *many), ask("ngo", "one-more"), OFFICER, "at most 20")
    back = of(TakeAskBack, provider_id=OF_NGO)
    given(ROUND, *history(*BEGUN)).when(back, by=OFFICER).then(
        fact(facts.FollowUpAskTakenBack, provider_id=OF_NGO)
    )
    nothing((*BEGUN, (back, OFFICER)), back, OFFICER)
    refused(ANSWERED, back, OFFICER, "It has answered")
    refused(BEGUN, of(TakeAskBack, provider_id=OF_STATE), OFFICER, "asked in every round")
    given(ROUND, *history(*BEGUN, (back, OFFICER))).when(keep(0, "n-1"), by=NGO).then_forbidden()


def test_a_provider_keeps_a_draft_and_sends_it() -> None:
    kept = fact(
        facts.FollowUpAnswerKept,
        NGO,
        provider_id=OF_NGO,
        step=1,
        recommendation_id=ONE,
        answer_id="n-1",
        text=Sealed("followupround-n-1", "text"),
        wish="unnamed",
    )
    given(ROUND, *history(*BEGUN)).when(keep(0, "n-1", wish="unnamed"), by=NGO).then(kept)
    draft = (*BEGUN, (keep(0, "n-1"), NGO))
    nothing(draft, keep(9, "n-1"), NGO)
    refused(draft, keep(0, "n-2"), NGO, "have changed")
    refused(draft, keep(1, "n-2", "r-x"), NGO, "Choose the recommendations")
    assert state_of(*draft, (keep(1, "n-2"), NGO)).providers[OF_NGO].kept[ONE].answer_id == "n-2"
    emptied = (*draft, (keep(1, "n-2", text=None), NGO))
    assert state_of(*emptied).providers[OF_NGO].kept == {}
    nothing(emptied, keep(2, "n-3", text=None), NGO)
    refused(emptied, submit(2, "s"), NGO, "at least one")
    refused(draft, submit(0, "s"), NGO, "have changed")
    refused(draft, submit(1, "s", None), NGO, "Enter the name")
    nothing((*draft, (submit(1, "s"), NGO)), submit(9, "s"), NGO)
    unnamed = (*BEGUN, (keep(0, "n-1", wish="unnamed"), NGO), (submit(1, "s"), NGO))
    sent = history(*unnamed)[-1]
    assert (sent.kind, sent.name, sent.step) == ("ngo", None, 2)


def test_a_government_says_all_to_be_published_and_gives_no_name() -> None:
    acts = (*BEGUN, (keep(0, "g-1", wish="holder"), GOVERNMENT), (submit(1, "g"), GOVERNMENT))
    sent = history(*acts)[-1]
    assert (sent.answers[0].wish, sent.name) == ("publish", None)


def test_only_who_was_asked_answers_and_in_the_role_that_was_asked() -> None:
    asked = history(*BEGUN)
    in_nhri = replace(NGO, organisation_id="nhri-1")
    nobody = replace(NGO, organisation_id=None)
    for by in (OTHER_NGO, OTHER_GOVERNMENT, OFFICER, in_nhri, nobody):
        given(ROUND, *asked).when(keep(0, "a"), by=by).then_forbidden()
    assert history(*BEGUN, (keep(0, "a"), NHRI))[-1].provider_id == OF_NHRI


def test_the_country_team_of_the_state_is_asked_and_each_of_its_partners_answers() -> None:
    """For the team of another State there is no place, and none for who left the State."""
    team, partner = team_of(STATE), person("partner-1", Role.UN_PARTNER, states=frozenset({STATE}))
    for wrong in (team_of("FRA"), "org-1", ""):
        refused(BEGUN, ask("unct", wrong), OFFICER, "Enter the code")
    refused(BEGUN, ask("ngo", team), OFFICER, "Enter the code")
    given(ROUND, *history(*BEGUN)).when(keep(0, "u-1"), by=partner).then_forbidden()
    begun = (*BEGUN, (ask("unct", team), OFFICER))
    colleague = replace(partner, actor_id="partner-2")
    answered = (*begun, (keep(0, "u-1"), partner), (submit(1, "u"), colleague))
    sent = history(*answered)[-1]
    assert (sent.kind, sent.provider_id) == ("unct", provider_id(ROUND_ID, team))
    for by in (
        replace(partner, states=frozenset({"FRA"})),
        replace(NGO, organisation_id=team),
        person("desk-1", Role.DESK_OFFICER, states=frozenset({STATE})),
    ):
        given(ROUND, *history(*begun)).when(keep(0, "u-1"), by=by).then_forbidden()
    both = replace(NGO, roles=NGO.roles | partner.roles, states=partner.states)
    assert history(*begun, (keep(0, "a"), both))[-1].provider_id == OF_NGO, "as its organisation"


def test_a_provider_declines_and_still_can_answer() -> None:
    decline = of(DeclineToAnswer, seen=0)
    given(ROUND, *history(*BEGUN)).when(decline, by=NGO).then(
        fact(facts.FollowUpDeclined, NGO, provider_id=OF_NGO, step=1)
    )
    declined = (*BEGUN, (decline, NGO))
    nothing(declined, decline, NGO)
    refused(BEGUN, of(DeclineToAnswer, seen=3), NGO, "have changed")
    refused(ANSWERED, of(DeclineToAnswer, seen=3), NGO, "Take your answers back")
    assert not state_of(*declined, (keep(1, "n-1"), NGO)).providers[OF_NGO].declined


def test_reminders_are_the_providers_choice() -> None:
    stop = of(ChooseReminders, seen=0, wanted=False)
    given(ROUND, *history(*BEGUN)).when(stop, by=NGO).then(
        fact(facts.FollowUpRemindersChosen, NGO, provider_id=OF_NGO, step=1, wanted=False)
    )
    nothing((*BEGUN, (stop, NGO)), stop, NGO)
    assert reminder_days(TODAY, TODAY + 60 * DAY) == (TODAY + 30 * DAY, TODAY + 53 * DAY)
    assert reminder_days(TODAY, TODAY + 14 * DAY) == (TODAY + 7 * DAY,)
    assert reminder_days(TODAY, TODAY + DAY) == ()


def test_a_provider_discards_its_draft_also_once_the_round_is_closed() -> None:
    drafted = (*BEGUN, (keep(0, "n-1"), NGO))
    discard = of(DiscardDraft, seen=1)
    for more in ((), ((CLOSE, HOLDER),)):
        gone = fact(facts.FollowUpDraftDiscarded, NGO, provider_id=OF_NGO, step=2, answers=("n-1",))
        given(ROUND, *history(*drafted, *more)).when(discard, by=NGO).then(gone)
    refused(drafted, of(DiscardDraft, seen=0), NGO, "have changed")
    nothing((*drafted, (discard, NGO)), of(DiscardDraft, seen=2), NGO)
    given(ROUND, *history(*drafted)).when(discard, by=OTHER_NGO).then_forbidden()
    sent = (*drafted, (submit(1, "n-sent"), NGO), (keep(2, "n-2"), NGO))
    away = history(*sent, (of(DiscardDraft, seen=3), NGO))[-1]
    assert away.answers == ("n-2",)
    left = state_of(*sent, (of(DiscardDraft, seen=3), NGO)).providers[OF_NGO]
    assert [one.answer_id for one in left.sent.values()] == ["n-1"]
    assert left.kept == left.sent  # so the next submission loses nothing that was sent
    nothing(sent[:-1], of(DiscardDraft, seen=2), NGO)
    twice = (*sent, (submit(3, "n-more"), NGO), (keep(4, "n-3"), NGO))
    away = history(*twice, (of(DiscardDraft, seen=5), NGO))[-1]
    assert away.answers == ("n-3",), "the first receipt still has its words"
    back = (*sent, (of(WithdrawAnswers, seen=3), NGO))
    away = history(*back, (of(DiscardDraft, seen=4), NGO))[-1]
    assert away.answers == ("n-1", "n-2"), "also what was sent once, and taken back"


def test_answers_are_taken_back_until_the_table_is_published() -> None:
    back = of(WithdrawAnswers, seen=3)
    given(ROUND, *history(*ANSWERED)).when(back, by=NGO).then(
        fact(facts.FollowUpAnswersWithdrawn, NGO, provider_id=OF_NGO, step=4)
    )
    nothing((*ANSWERED, (back, NGO)), back, NGO)
    refused(ANSWERED, of(WithdrawAnswers, seen=1), NGO, "have changed")
    refused(PUBLISHED, back, NGO, "is published")
    away = (*SENT, (back, NGO))
    refused(away, PUBLISH, HOLDER, "Compile it anew")
    refused(away, COMPILE, OFFICER, "Answers came")
    anew = (*away, (of(CompileTable, answers=("g-1", "i-1")), OFFICER))
    assert {cell.answer_id for cell in state_of(*anew).cells} == {"g-1", "i-1"}
    refused(anew, publish(2), HOLDER, "Send this table")
    refused(anew, publish(1), HOLDER, "Another version")


def test_what_is_for_the_mandate_alone_is_in_no_table() -> None:
    compiled = fact(
        facts.FollowUpTableCompiled,
        version=1,
        cells=(
            *sorted(
                (
                    cell("g-1", ONE, OF_STATE, "government", "g-sent"),
                    cell("n-1", ONE, OF_NGO, "ngo", "n-sent", named=True),
                    cell("i-1", TWO, OF_NHRI, "nhri", "i-sent"),
                ),
                key=lambda each: (each.recommendation_id, each.answer_id),
            ),
        ),
    )
    given(ROUND, *history(*ANSWERED)).when(COMPILE, by=OFFICER).then(compiled)
    nothing(COMPILED, COMPILE, OFFICER)
    refused(PUBLISHED, COMPILE, OFFICER, "Take it back first")
    given(ROUND, *history(*ANSWERED)).when(COMPILE, by=GOVERNMENT).then_forbidden()
    (none,) = ROUND.decide(of(CompileTable, answers=()), at(OFFICER), state_of(*BEGUN))
    assert isinstance(none, facts.FollowUpTableCompiled)
    assert none.cells == ()


def cell(answer: str, row: str, of_: str, kind: Any, sent: str, *, named: bool = False) -> Cell:
    return Cell(
        recommendation_id=row,
        answer_id=answer,
        provider_id=of_,
        kind=kind,
        named=named,
        submission_id=sent,
    )


def at(by: Actor) -> Asked:
    return Asked(at=AT, by=by)


def test_the_holder_sends_the_table_and_the_state_comments() -> None:
    sent = fact(facts.FollowUpTableSent, HOLDER, version=1, due_on=DUE)
    given(ROUND, *history(*COMPILED)).when(SEND, by=HOLDER).then(sent)
    nothing(SENT, SEND, HOLDER)
    given(ROUND, *history(*COMPILED)).when(SEND, by=OFFICER).then_forbidden()
    refused(COMPILED, replace(SEND, due_on=TODAY), HOLDER, "from tomorrow")
    refused(COMPILED, replace(SEND, version=2), HOLDER, "Another version")
    refused(BEGUN, of(SendTable, version=0, due_on=DUE), HOLDER, "Another version")
    said = of(CommentOnTable, version=1, comment_id="c-1", text=TEXT)
    given(ROUND, *history(*SENT)).when(said, by=GOVERNMENT).then(
        fact(facts.StateCommentedOnTable, GOVERNMENT, version=1, comment_id="c-1", text=TEXT)
    )
    nothing((*SENT, (said, GOVERNMENT)), said, GOVERNMENT)
    for by in (NGO, OTHER_GOVERNMENT, HOLDER):
        given(ROUND, *history(*SENT)).when(said, by=by).then_forbidden()
    refused(COMPILED, said, GOVERNMENT, "No table was sent")
    refused(SENT, replace(said, version=2), GOVERNMENT, "Another version")
    refused(PUBLISHED, replace(said, comment_id="c-2"), GOVERNMENT, "takes no comment")


def test_a_situation_is_described_until_the_table_is_sent() -> None:
    said = of(DescribeSituation, recommendation_id=ONE, situation_id="s-1", text=TEXT)
    given(ROUND, *history(*BEGUN)).when(said, by=OFFICER).then(
        fact(
            facts.FollowUpSituationDescribed,
            recommendation_id=ONE,
            situation_id="s-1",
            text=TEXT,
        )
    )
    nothing((*BEGUN, (said, OFFICER)), said, OFFICER)
    refused(BEGUN, replace(said, recommendation_id="r-x"), OFFICER, "Choose the recommendations")
    refused(SENT, said, OFFICER, "The table was sent")


def test_a_closed_round_takes_nothing_more() -> None:
    closed = (*SENT, (CLOSE, HOLDER))
    given(ROUND, *history(*SENT)).when(CLOSE, by=HOLDER).then(
        fact(facts.FollowUpRoundClosed, HOLDER)
    )
    nothing(closed, CLOSE, HOLDER)
    given(ROUND, *history(*SENT)).when(CLOSE, by=OFFICER).then_forbidden()
    said = COMMENT
    for command, by in ((ask("ngo", "x"), OFFICER), (keep(1, "a"), GOVERNMENT), (PUBLISH, HOLDER)):
        refused(closed, command, by, "The round is closed")
    refused(closed, said, GOVERNMENT, "takes no comment")


def test_what_a_provider_is_told_does_not_follow_from_others() -> None:
    """FR2: each answer to a Government is the same, whatever others did, until it is sent."""
    alone = (*BEGUN, (keep(0, "g-1"), GOVERNMENT), (submit(1, "g-sent"), GOVERNMENT))
    commands: list[Any] = [
        keep(0, "g-2"),
        keep(2, "g-2"),
        submit(2, "g-more"),
        of(DeclineToAnswer, seen=2),
        of(WithdrawAnswers, seen=2),
        of(DiscardDraft, seen=2),
        of(ChooseReminders, seen=2, wanted=False),
        of(CommentOnTable, version=1, comment_id="c-1", text=TEXT),
    ]
    for command in commands:
        told = {said(acts, command) for acts in (alone, ANSWERED, COMPILED)}
        assert len(told) == 1, command


def said(acts: Any, command: Any) -> str:
    try:
        return repr(ROUND.decide(command, at(GOVERNMENT), state_of(*acts)))
    except Exception as no:  # noqa: BLE001  # what it says is compared
        return repr(no)


def test_a_sheet_keeps_several_answers_as_the_form_keeps_each() -> None:
    one, two = keep(0, "n-1"), keep(1, "n-2", TWO, "holder")
    rows = tuple(
        Filled(
            recommendation_id=each.recommendation_id,
            answer_id=each.answer_id,
            text=each.text,
            wish=each.wish,
        )
        for each in (one, two)
    )
    sheet = of(KeepAnswers, seen=0, answers=rows)
    assert history(*BEGUN, (sheet, NGO)) == history(*BEGUN, (one, NGO), (two, NGO))
    nothing((*BEGUN, (sheet, NGO)), sheet, NGO)
    nothing(BEGUN, of(KeepAnswers, seen=0, answers=()), NGO)
    refused(BEGUN, replace(sheet, answers=rows[:1] * 2), NGO, "twice")
    refused(BEGUN, replace(sheet, seen=1), NGO, "have changed")
    strange = replace(rows[0], recommendation_id="nothing")
    refused(BEGUN, replace(sheet, answers=(strange,)), NGO, "Choose the recommendations")
