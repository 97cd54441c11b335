"""A contribution to a call for input: its sender's, and of the mandate that reads it (M3).

The portal gives the receipt, and what has one is never refused: a contribution that arrives after
the call is over is late, and kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, TypedDict, assert_never

from services.followup.input import call as calls
from services.followup.input.call import Call
from shared.contracts.followup_input_commands import (
    AddContributionFile,
    AddToContribution,
    ChooseContributionPublication,
    MarkContribution,
    NoteOnContribution,
    OfContribution,
    OfSender,
    OfTeam,
    PublishContribution,
    SetContributionNameAside,
    SubmitContribution,
    WithdrawContribution,
)
from shared.contracts.followup_inputs import (
    ContributionAddedTo,
    ContributionFileAdded,
    ContributionMarked,
    ContributionNameSetAside,
    ContributionNoted,
    ContributionPublicationChosen,
    ContributionPublished,
    ContributionReceived,
    ContributionWithdrawn,
    OnContribution,
    Publication,
)
from shared.contracts.followup_inputs import OfContribution as Fact
from shared.core.actor import Asked, by_contribution
from shared.core.decider import Decider, Forbidden, Refused, require
from shared.core.roles import Role

Event: TypeAlias = Fact | calls.Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """``mandate`` is empty where there is none. ``call``: another stream, while a decision reads.

    ``aside``: whether its name names nobody; None: nobody said, and words of others count.

    ``parts``: ids of additions, files and notes. ``added``: how many additions and files came.
    """

    call_id: str = ""
    mission_id: str = ""
    mandate: str = ""
    state: str = ""
    publication: Publication = "no"
    named: bool = False
    aside: bool | None = None
    withdrawn: bool = False
    read: bool = False
    published: bool = False
    parts: frozenset[str] = frozenset()
    added: int = 0
    call: Call = field(default_factory=Call)


def decide(command: OfContribution, asked: Asked, state: Contribution) -> Sequence[Fact]:
    if isinstance(command, SubmitContribution):
        return _submit(command, asked, state)
    if not state.mandate:
        raise Refused("There is no such contribution.")
    if isinstance(command, OfTeam):
        _works(asked, state)
        if state.withdrawn:
            raise Refused("Its sender withdrew this contribution.")
        return _of_team(command, asked, state)
    _is_sender(command, asked)
    return _of_sender(command, asked, state)


def _submit(command: SubmitContribution, asked: Asked, state: Contribution) -> Sequence[Fact]:
    _is_sender(command, asked)
    if state.mandate:
        return []
    if not state.call.steps:
        raise Refused("There is no such call.")
    call = state.call
    return [
        ContributionReceived(
            contribution_id=command.contribution_id,
            call_id=command.call_id,
            mission_id=call.mission_id,
            mandate=call.mandate,
            state=call.state,
            at=asked.at,
            language=command.language,
            name=command.name,
            text=command.text,
            publication=_allowed(command.publication, named=command.name is not None),
            late=call.was_over(asked.at),
        )
    ]


def _of_sender(command: OfSender, asked: Asked, state: Contribution) -> Sequence[Fact]:
    if isinstance(command, WithdrawContribution):
        return [] if state.withdrawn else [ContributionWithdrawn(**_on(command, asked, state))]
    if state.withdrawn:
        raise Refused("This contribution was withdrawn: nothing more can be added.")
    match command:
        case AddToContribution():
            if command.addition_id in state.parts:
                return []
            return [
                ContributionAddedTo(
                    **_on(command, asked, state),
                    addition_id=command.addition_id,
                    text=command.text,
                )
            ]
        case AddContributionFile():
            return _file(command, asked, state)
        case ChooseContributionPublication():
            allowed = _allowed(command.publication, named=state.named)
            if allowed == state.publication:
                return []
            return [
                ContributionPublicationChosen(**_on(command, asked, state), publication=allowed)
            ]
    assert_never(command)


def _file(command: AddContributionFile, asked: Asked, state: Contribution) -> Sequence[Fact]:
    if command.attachment_id in state.parts:
        return []
    return [
        ContributionFileAdded(
            **_on(command, asked, state),
            attachment_id=command.attachment_id,
            object_name=command.object_name,
            sha256=command.sha256,
            size=command.size,
            media_type=command.media_type,
            scanned=command.scanned,
            details=command.details,
        )
    ]


def _of_team(command: OfTeam, asked: Asked, state: Contribution) -> Sequence[Fact]:
    by = asked.by.actor_id
    match command:
        case MarkContribution():
            if command.read == state.read:
                return []
            if command.read and command.seen != state.added:
                raise Refused("Something was added. Look at it again.")
            return [ContributionMarked(**_on(command, asked, state), read=command.read, by=by)]
        case NoteOnContribution():
            if command.note_id in state.parts:
                return []
            return [
                ContributionNoted(
                    **_on(command, asked, state),
                    note_id=command.note_id,
                    note=command.note,
                    by=by,
                )
            ]
        case SetContributionNameAside():
            return _aside(command, asked, state)
        case PublishContribution():
            return _publish(command, asked, state)
    assert_never(command)


def _aside(command: SetContributionNameAside, asked: Asked, state: Contribution) -> Sequence[Fact]:
    """A holder alone opens what protects a name; whoever works for the mandate closes it again."""
    if command.aside and not asked.by.has(Role.MANDATE_HOLDER):
        raise Forbidden("Only a mandate holder may say that a name names nobody.")
    if not state.named:
        raise Refused("Its sender gave no name.")
    if command.aside == state.aside:
        return []
    return [
        ContributionNameSetAside(
            **_on(command, asked, state),
            aside=command.aside,
            reason=command.reason,
            by=asked.by.actor_id,
        )
    ]


def _publish(command: PublishContribution, asked: Asked, state: Contribution) -> Sequence[Fact]:
    if command.published == state.published:
        return []
    if command.published and state.publication == "no":
        raise Refused("Its sender does not allow that this contribution is published.")
    if command.published and command.seen != state.publication:
        raise Refused("Its sender has changed what is allowed. Look at it again.")
    return [
        ContributionPublished(
            **_on(command, asked, state), published=command.published, by=asked.by.actor_id
        )
    ]


def _allowed(wanted: Publication, *, named: bool) -> Publication:
    """Nobody is published with a name who gave none."""
    return "unnamed" if wanted == "named" and not named else wanted


def _is_sender(command: SubmitContribution | OfSender, asked: Asked) -> None:
    if asked.by.actor_id != by_contribution(command.contribution_id).actor_id:
        raise Forbidden("Only its sender may change a contribution.")


def _works(asked: Asked, state: Contribution) -> None:
    no = "Only those who work for the mandate may work on contributions."
    require(asked, Role.HUMAN_RIGHTS_OFFICER, Role.MANDATE_HOLDER, no=no)
    if not asked.by.serves(state.mandate):
        raise Forbidden("Only those who work for the mandate may work on contributions.")


class _On(TypedDict):
    contribution_id: str
    call_id: str
    mission_id: str
    mandate: str
    state: str
    at: datetime


def _on(command: OfSender | OfTeam, asked: Asked, state: Contribution) -> _On:
    return _On(
        contribution_id=command.contribution_id,
        call_id=state.call_id,
        mission_id=state.mission_id,
        mandate=state.mandate,
        state=state.state,
        at=asked.at,
    )


def evolve(state: Contribution, event: Event) -> Contribution:
    if not isinstance(event, OnContribution):
        return replace(state, call=calls.evolve(state.call, event))
    match event:
        case ContributionReceived():
            return Contribution(
                call_id=event.call_id,
                mission_id=event.mission_id,
                mandate=event.mandate,
                state=event.state,
                publication=event.publication,
                named=event.name is not None,
            )
        case ContributionAddedTo():
            return _more(state, event.addition_id)
        case ContributionFileAdded():
            return _more(state, event.attachment_id)
        case ContributionPublicationChosen():
            # What was published was published by what was allowed then.
            return replace(state, publication=event.publication, published=False)
        case ContributionWithdrawn():
            return replace(state, withdrawn=True, published=False)
        case ContributionMarked():
            return replace(state, read=event.read)
        case ContributionNoted():
            return replace(state, parts=state.parts | {event.note_id})
        case ContributionNameSetAside():
            return replace(state, aside=event.aside)
        case ContributionPublished():
            return replace(state, published=event.published)
    assert_never(event)


def _more(state: Contribution, part: str) -> Contribution:
    """What was added is to be read, too."""
    return replace(state, parts=state.parts | {part}, added=state.added + 1, read=False)


CONTRIBUTION: Decider[OfContribution, Event, Contribution] = Decider(
    category="contribution",
    key=lambda command: command.contribution_id,
    initial=Contribution(),
    decide=decide,
    evolve=evolve,
    consults=lambda command, _: (
        [f"inputcall-{command.call_id}"] if isinstance(command, SubmitContribution) else []
    ),
)
