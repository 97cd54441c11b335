"""Notes on how mandates fit together: section C.2, and SC1 of selection-stakeholders-committee.md.

Only the Council creates or ends a mandate, so a note changes nothing: it is a signal with reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, assert_never

from shared.contracts.stakeholders_rationalisation import (
    Fact,
    RationalisationCommented,
    RationalisationNoted,
)
from shared.contracts.stakeholders_rationalisation_commands import (
    Command,
    CommentRationalisation,
    NoteRationalisation,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Refused, require
from shared.core.roles import Role
from shared.reference import mandates

_SEVERAL: Final = frozenset({"merge", "cluster"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``there``: it was written. ``comments``: by id."""

    there: bool = False
    comments: frozenset[str] = frozenset()


def decide(command: Command, asked: Asked, state: Note) -> Sequence[Fact]:
    match command:
        case NoteRationalisation():
            require(
                asked,
                Role.CHIEF,
                no="Only the Chief of the Special Procedures Branch may write a note on mandates.",
            )
            return [] if state.there else [_noted(command, asked)]
        case CommentRationalisation():
            if not asked.by.has(Role.CHIEF):
                require(
                    asked,
                    Role.COORDINATION_COMMITTEE,
                    no="Only the Coordination Committee may comment on a note on mandates.",
                )
            return _comment(command, asked, state)
    assert_never(command)


def _noted(command: NoteRationalisation, asked: Asked) -> RationalisationNoted:
    named = tuple(dict.fromkeys(command.mandates))
    if any(one not in mandates() for one in named):
        raise Refused("Choose mandates from the list.")
    if command.option in _SEVERAL and len(named) <= 1:
        raise Refused("Choose at least two mandates.")
    if command.option != "create" and not named:
        raise Refused("Choose the mandate that the note is about.")
    return RationalisationNoted(
        note_id=command.note_id,
        option=command.option,
        mandates=named,
        reasons=command.reasons,
        author=asked.by.actor_id,
        noted_at=asked.at,
    )


def _comment(command: CommentRationalisation, asked: Asked, state: Note) -> Sequence[Fact]:
    if not state.there:
        raise Refused("There is no such note.")
    if command.comment_id in state.comments:
        return []
    return [
        RationalisationCommented(
            note_id=command.note_id,
            comment_id=command.comment_id,
            text=command.text,
            author=asked.by.actor_id,
            commented_at=asked.at,
        )
    ]


def evolve(state: Note, event: Fact) -> Note:
    match event:
        case RationalisationNoted():
            return replace(state, there=True)
        case RationalisationCommented():
            return replace(state, comments=state.comments | {event.comment_id})
    assert_never(event)


RATIONALISATION: Decider[Command, Fact, Note] = Decider(
    category="rationalisation",
    key=lambda command: command.note_id,
    initial=Note(),
    decide=decide,
    evolve=evolve,
)
