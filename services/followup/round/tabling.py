"""The table of a round: compiled as a version, sent to the State, published, taken back.

What its provider wishes for the mandate alone is in no version (FR2).
"""

from collections.abc import Mapping, Sequence

from services.followup.round.state import Round, on
from shared.contracts.followup_round_commands import (
    CommentOnTable,
    CompileTable,
    PublishTable,
    SendTable,
    TakeTableBack,
)
from shared.contracts.followup_rounds import (
    Cell,
    Fact,
    FollowUpRoundOpened,
    FollowUpTableCompiled,
    FollowUpTablePublished,
    FollowUpTableSent,
    FollowUpTableTakenBack,
    StateCommentedOnTable,
    Step,
)
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference.holding import ready, transmits
from shared.reference.publication import WITHDRAWAL_REASONS
from shared.reference.rounds import AHEAD, LONGEST_TABLE

_CHANGED = "Answers came, changed or were taken back since. Look at the round again."
_ANEW = "Answers of this table changed or were taken back. Compile it anew."


def compiled(
    command: CompileTable, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if state.published:
        raise Refused("A table is published. Take it back first.")
    if frozenset(command.answers) != state.answers:
        raise Refused(_CHANGED)
    cells = tuple(cell for cell in state.made if cell.answer_id not in command.left_out)
    if state.version and cells == state.cells:
        return []
    return [FollowUpTableCompiled(**on(opened, asked), version=state.version + 1, cells=cells)]


def send(
    command: SendTable, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if state.sent and state.sent == command.version:
        return []
    ready(state.holding, asked)
    transmits(state.holding, asked)
    _last(command.version, state)
    today = day_of(asked.at)
    if not today < command.due_on <= today + AHEAD:
        raise Refused("Enter a day from tomorrow to a year ahead.")
    return [FollowUpTableSent(**on(opened, asked), version=command.version, due_on=command.due_on)]


def comment(
    command: CommentOnTable, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if not asked.by.has(Role.GOVERNMENT) or opened.state not in asked.by.states:
        raise Forbidden("Only the Government may comment on its table.")
    if not state.sent:
        raise Refused("No table was sent to you yet.")
    if command.comment_id in state.comments:
        return []
    if state.closed or state.published:
        raise Refused("The table is published or the round is closed: it takes no comment.")
    if command.version != state.sent:
        raise Refused("Another version of the table was sent. Look at it again.")
    return [
        StateCommentedOnTable(
            **on(opened, asked),
            version=command.version,
            comment_id=command.comment_id,
            text=command.text,
        )
    ]


def publish(
    command: PublishTable, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    if state.published:
        if state.published == command.version:
            return []
        raise Refused("A table is published. Take it back first.")
    ready(state.holding, asked)
    _last(command.version, state)
    if state.sent != command.version:
        raise Refused("Send this table to the State before you publish it.")
    if state.commented != command.version and day_of(asked.at) <= state.comments_due:
        raise Refused(
            "The State has until {day} to comment. Publish the table after that day, or once its "
            "comments are here.",
            day=Day(state.comments_due),
        )
    _as_agreed(command, state, opened)
    return [
        FollowUpTablePublished(
            **on(opened, asked),
            version=command.version,
            year=opened.year,
            symbol=command.symbol,
            situations=command.situations,
            steps=command.steps,
        )
    ]


def take_back(
    command: TakeTableBack, asked: Asked, state: Round, opened: FollowUpRoundOpened
) -> Sequence[Fact]:
    """Also once the round is closed, and with nobody in office: danger does not wait for one."""
    officer = asked.by.has(Role.PUBLICATION_OFFICER)
    if not officer:
        require(
            asked,
            Role.HUMAN_RIGHTS_OFFICER,
            Role.MANDATE_HOLDER,
            no="Only the Publication officer, Human-rights officer or Mandate-holder may take a "
            "table back.",
        )
    if not officer and not asked.by.serves(opened.mandate):
        raise Forbidden("Only those who work for the mandate may work on its follow-up rounds.")
    if not state.published:
        return []
    if command.version != state.published:
        raise Refused("Another table is published. Look at it again.")
    if command.reason not in WITHDRAWAL_REASONS:
        raise Refused("Choose the reason from the list.")
    return [
        FollowUpTableTakenBack(**on(opened, asked), version=command.version, reason=command.reason)
    ]


def _last(version: int, state: Round) -> None:
    if not version or version != state.version:
        raise Refused("Another version of the table was compiled. Look at the round again.")
    if not state.stands:
        raise Refused(_ANEW)


def _as_agreed(command: PublishTable, state: Round, opened: FollowUpRoundOpened) -> None:
    """Require that each step is of the table, and named only where its provider wishes so."""
    cells: Mapping[str, Cell] = {cell.answer_id: cell for cell in state.cells}
    for step in command.steps:
        if step.answer_id not in cells or not _is(step, cells[step.answer_id]):
            raise Refused("What you publish is not what the table has. Look at the round again.")
    if len({step.answer_id for step in command.steps}) < len(command.steps):
        raise Refused("What you publish is not what the table has. Look at the round again.")
    if not {each.recommendation_id for each in command.situations} <= set(opened.rows):
        raise Refused("Choose the recommendations from the list.")
    texts = [one.text for one in command.situations] + [one.text for one in command.steps]
    texts += [one.name for one in command.steps if one.name]
    if sum(len(text.encode()) for text in texts) > LONGEST_TABLE:
        raise Refused("The table is too long to be published as one. Leave answers out of it.")


def _is(step: Step, cell: Cell) -> bool:
    named_as_wished = step.name is None or cell.named
    return (
        named_as_wished
        and step.recommendation_id == cell.recommendation_id
        and step.kind == cell.kind
    )
