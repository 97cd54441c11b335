"""A follow-up round: who is asked, what each says, and the table made of it (section F.3).

Officers and the holder of the mandate open it and compile the table; the holder sends and publishes
it. ``answering`` has what providers do, ``tabling`` what becomes of the table.
"""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias, assert_never

from services.followup import holding
from services.followup.recommendation.describing import CODE
from services.followup.round import answering, passing, tabling
from services.followup.round.passing import PassRoundOn
from services.followup.round.state import Heard, Round, evolve, on
from shared.contracts import followup_round_commands
from shared.contracts.followup_round_commands import (
    AskForFollowUp,
    ByProvider,
    CloseRound,
    CommentOnTable,
    CompileTable,
    DescribeSituation,
    EraseLeftDraft,
    MoveDue,
    OfHolder,
    OfMandate,
    OpenFollowUpRound,
    PublishTable,
    ReopenRound,
    SendTable,
    TakeAskBack,
    TakeTableBack,
)
from shared.contracts.followup_rounds import (
    Fact,
    FollowUpAsked,
    FollowUpAskTakenBack,
    FollowUpDueMoved,
    FollowUpRoundClosed,
    FollowUpRoundOpened,
    FollowUpRoundReopened,
    FollowUpSituationDescribed,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference import OTHER, mandates, recipients
from shared.reference.country_teams import team_of
from shared.reference.holding import in_office
from shared.reference.rounds import AHEAD, FIRST_YEAR, PROVIDERS, ROWS, provider_id

Command: TypeAlias = followup_round_commands.Command | PassRoundOn


def decide(command: Command, asked: Asked, state: Round) -> Sequence[Fact]:
    if isinstance(command, PassRoundOn):
        return passing.pass_on(command, asked, state)
    if isinstance(command, OpenFollowUpRound):
        return _open(command, asked, state)
    opened = state.opened
    if opened is None:
        raise Refused("There is no such follow-up round.")
    if isinstance(command, EraseLeftDraft):
        return answering.erase_left(command, asked, state, opened)
    if isinstance(command, ByProvider):
        return answering.decide(command, asked, state, opened)
    if isinstance(command, CommentOnTable):
        return tabling.comment(command, asked, state, opened)
    if isinstance(command, TakeTableBack):
        return tabling.take_back(command, asked, state, opened)
    _works(opened.mandate, asked)
    if isinstance(command, OfHolder):
        return _decided(command, asked, state, opened)
    return _prepared(command, asked, state, opened)


def _prepared(
    command: OfMandate, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if state.closed:
        raise Refused("The round is closed.")
    match command:
        case AskForFollowUp():
            return _ask(command, asked, state, opened)
        case TakeAskBack():
            return _take_ask_back(command, asked, state, opened)
        case DescribeSituation():
            return _describe(command, asked, state, opened)
        case CompileTable():
            return tabling.compiled(command, asked, state, opened)
        case MoveDue():
            return _move(command, asked, state, opened)
    assert_never(command)


def _decided(
    command: OfHolder, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may decide this about a round.")
    in_office(state.holding, asked)
    match command:
        case CloseRound():
            return [] if state.closed else [FollowUpRoundClosed(**on(opened, asked))]
        case ReopenRound():
            return _reopen(command, asked, state, opened)
        case SendTable() | PublishTable():
            if state.closed:
                raise Refused("The round is closed.")
            if isinstance(command, SendTable):
                return tabling.send(command, asked, state, opened)
            return tabling.publish(command, asked, state, opened)
    assert_never(command)


def _works(mandate: str, asked: Asked) -> None:
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may work on a follow-up round.",
    )
    if not asked.by.serves(mandate):
        raise Forbidden("Only those who work for the mandate may work on its follow-up rounds.")


def _open(command: OpenFollowUpRound, asked: Asked, state: Round) -> Sequence[Fact]:
    _works(command.mandate, asked)
    if state.opened is not None:
        return []
    today = day_of(asked.at)
    if command.mandate not in mandates():
        raise Refused("Choose a mandate from the list.")
    if command.state == OTHER or command.state not in recipients():
        raise Refused("Choose the State from the list.")
    if not FIRST_YEAR <= command.year <= today.year:
        raise Refused("Choose the year from the list.")
    rows = tuple(dict.fromkeys(command.rows))
    if not rows or not all(map(CODE.fullmatch, rows)):
        raise Refused("Choose the recommendations from the list.")
    if len(rows) > ROWS:
        raise Refused("A round has at most 60 recommendations. Open another one for the others.")
    due(command.due_on, today)
    opened = FollowUpRoundOpened(
        round_id=command.round_id,
        mandate=command.mandate,
        state=command.state,
        done_by=asked.by.actor_id,
        done_at=asked.at,
        scope=command.scope,
        year=command.year,
        rows=rows,
        due_on=command.due_on,
    )
    government = FollowUpAsked(
        **on(opened, asked),
        provider_id=provider_id(command.round_id, None),
        kind="government",
        organisation_id=None,
        remind=True,
    )
    return [opened, government]


def _move(
    command: MoveDue, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if command.due_on == opened.due_on:
        return []
    if state.published:
        raise Refused("A table is published. Take it back first.")
    if command.seen != opened.due_on:
        raise Refused("The last day was moved. Look at the round again.")
    due(command.due_on, day_of(asked.at))
    return [FollowUpDueMoved(**on(opened, asked), due_on=command.due_on)]


def _reopen(
    command: ReopenRound, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    """What was published of a closed round are steps of earlier years elsewhere: that stays so."""
    if not state.closed:
        return []
    if state.published:
        raise Refused("A table is published. Take it back first.")
    due(command.due_on, day_of(asked.at))
    return [FollowUpRoundReopened(**on(opened, asked), due_on=command.due_on)]


def due(day: date, today: date) -> None:
    if not today < day <= today + AHEAD:
        raise Refused("Enter a day from tomorrow to a year ahead.")


def _ask(
    command: AskForFollowUp, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if command.kind == "government":
        raise Refused("The Government is asked in every round.")
    code, team = command.organisation_id, command.kind == "unct"
    if not (code == team_of(opened.state) if team else CODE.fullmatch(code)):
        raise Refused("Enter the code of the organisation.")
    this = provider_id(command.round_id, command.organisation_id)
    known = state.providers.get(this)
    if known is not None:
        if known.kind != command.kind:
            raise Refused(
                "It is asked already, as another kind of organisation. Ask it no more first."
            )
        return []
    if len(state.providers) >= PROVIDERS:
        raise Refused("A round asks at most 20 providers.")
    return [
        FollowUpAsked(
            **on(opened, asked),
            provider_id=this,
            kind=command.kind,
            organisation_id=command.organisation_id,
            remind=command.remind,
        )
    ]


def _take_ask_back(
    command: TakeAskBack, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    one = state.providers.get(command.provider_id)
    if one is None:
        return []
    if one.kind == "government":
        raise Refused("The Government is asked in every round.")
    if one.sent:
        raise Refused("It has answered. Only it can take its answers back.")
    answers, files = answering.unread(one, state.tabled)
    return [
        FollowUpAskTakenBack(
            **on(opened, asked), provider_id=command.provider_id, answers=answers, files=files
        )
    ]


def _describe(
    command: DescribeSituation, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if command.recommendation_id not in opened.rows:
        raise Refused("Choose the recommendations from the list.")
    if state.situations.get(command.recommendation_id) == command.situation_id:
        return []
    if state.sent:
        raise Refused("The table was sent: the situation stays as it was described.")
    return [
        FollowUpSituationDescribed(
            **on(opened, asked),
            recommendation_id=command.recommendation_id,
            situation_id=command.situation_id,
            text=command.text,
        )
    ]


def _consulted(command: Command, state: Round) -> Sequence[str]:
    """A decision of the holder reads who holds the mandate."""
    if not isinstance(command, OfHolder) or state.opened is None:
        return []
    return [holding.stream(state.opened.mandate)]


ROUND: Decider[Command, Heard, Round] = Decider(
    category="followupround",
    key=lambda command: command.round_id,
    initial=Round(),
    decide=decide,
    evolve=evolve,
    creates=lambda command: isinstance(command, OpenFollowUpRound),
    consults=_consulted,
)
