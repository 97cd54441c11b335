"""Reprisal cases: section I of visits-recommendations-knowledge.md, I1 to I9.

A stream for each case. It exists for its group alone (XR1, XR2): the id of a case is in no stream
of a submission or a letter, and two reports about one submission are two cases.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from services.followup import holding
from services.followup.erasure import ERASURE
from services.followup.mission.state import Mission
from services.followup.reprisal import acting, own, telling, whose
from services.followup.reprisal.state import OVER, Case, Heard, State, done, evolve, is_urgent
from shared.contracts.followup_reprisal_commands import (
    AssessReprisalHarm,
    CloseReprisal,
    Command,
    ContactReprisalVictim,
    DecideReprisalAction,
    EndReprisalShowing,
    FollowUpReprisal,
    LinkReprisalLetter,
    NameReprisalGroup,
    NoteReprisalDocument,
    PassReprisalOn,
    RecordReprisalAnswer,
    RecordReprisalConsent,
    RecordReprisalDetails,
    ReopenReprisal,
    ReportReprisal,
    ScreenReprisal,
    SendReprisalForReport,
    ShareReprisal,
    ShowReprisal,
    StrikeReprisalDocument,
    TakeReprisalAction,
    TellOfReprisal,
    UnlinkReprisalLetter,
)
from shared.contracts.followup_reprisals import (
    DETAILS,
    Fact,
    ReprisalClosed,
    ReprisalClosureAgreed,
    ReprisalDetailsRecorded,
    ReprisalFollowedUp,
    ReprisalGroupNamed,
    ReprisalPassedOn,
    ReprisalReopened,
    ReprisalReported,
    ReprisalScreened,
    ReprisalVictimContacted,
)
from shared.core.actor import Asked
from shared.core.decider import Decider, Forbidden, Refused
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.core.said import Day
from shared.reference import mandates, states
from shared.reference.reprisals import (
    ACTS,
    AGREES,
    CHANNELS,
    CLOSED,
    CONTACT,
    ORIGINS,
    READERS,
    RELATIONS,
    SCREEN,
    STATES_OF_IT,
    latest_look,
)

_STARTS = (
    *(NameReprisalGroup, PassReprisalOn, ContactReprisalVictim, RecordReprisalDetails),
    ScreenReprisal,
)
"""What is done before it is screened, too."""


def decide(command: Command, asked: Asked, state: State) -> Sequence[Fact]:
    if isinstance(command, ReportReprisal):
        return _report(command, asked, state)
    if isinstance(command, TellOfReprisal):
        return own.tell(command, asked, state)
    this = whose.sees(asked, state.case)
    if command.step != this.steps:
        raise Refused("This case went on meanwhile. Load the page and read it.")
    if isinstance(command, ReopenReprisal):
        return _reopen(command, asked, this, state)
    if this.stage in OVER and not _after_the_end(command, this):
        raise Refused("This case is closed.")
    if this.stage == "reported" and not isinstance(command, _STARTS):
        raise Refused("Screen the case first.")
    return _STEPS[type(command)](command, asked, this, state)


def _after_the_end(command: Command, this: Case) -> bool:
    """What is public stays so after the end: its consent can be withdrawn then, too (XR3).

    A document may come out after it (XR6), and one that was noted may be struck. What was out of
    scope before a mandate had it goes to one before it is opened again.
    """
    if isinstance(command, PassReprisalOn):
        return not this.mandate
    if isinstance(command, NoteReprisalDocument | StrikeReprisalDocument):
        return this.stage == "closed"
    return isinstance(command, RecordReprisalConsent) and command.answer not in AGREES


def _report(command: ReportReprisal, asked: Asked, state: State) -> Sequence[Fact]:
    by, known = asked.by, state.case
    if not by.has(*READERS):
        raise Forbidden(
            "Only the reprisals focal point, Mandate-holder or Human-rights officer may do this."
        )
    if known is not None:
        if whose.sees(asked, known).reported_by == by.actor_id and known.steps == 1:
            return []
        raise Refused(whose.NONE)
    if command.mandate not in mandates() or command.state not in states():
        raise Refused("Choose the mandate and the State from the list.")
    if whose.kept_from(by, command.state):
        raise Forbidden("Desk officers of a State open no such case about it.")
    if not (whose.is_focal(by) or by.serves(command.mandate)):
        raise Forbidden("Only those who work for the mandate may open a case for it.")
    if command.origin not in ORIGINS or (command.origin == "mail") != (command.link is None):
        raise Refused("Choose from the list where the report came from.")
    if command.origin == "visit" and not _is_of(state.mission, command):
        raise Refused("There is no such mission.")
    if command.relation not in RELATIONS or command.act not in ACTS:
        raise Refused("Choose from the list whom it is against, and what was done.")
    serves = by.serves(command.mandate)
    return [
        ReprisalReported(
            **done(command, asked),
            mandate=command.mandate,
            state=command.state,
            origin=command.origin,
            link=command.link,
            relation=command.relation,
            act=command.act,
            imminent=command.imminent,
            account=command.account,
            as_holder=by.actor_id if serves and by.has(Role.MANDATE_HOLDER) else None,
            as_officer=by.actor_id if serves and by.has(Role.HUMAN_RIGHTS_OFFICER) else None,
            contact_by=asked.at + CONTACT,
            screen_by=asked.at + SCREEN,
        )
    ]


def _is_of(mission: Mission, command: ReportReprisal) -> bool:
    ours = command.mandate in mission.mandates and mission.state == command.state
    return mission.steps > 0 and ours


def _name(command: NameReprisalGroup, asked: Asked, _: Case, __: State) -> Sequence[Fact]:
    whose.focal(asked)
    holders, officers = (tuple(sorted(set(one))) for one in (command.holders, command.officers))
    return [ReprisalGroupNamed(**done(command, asked), holders=holders, officers=officers)]


def _pass(command: PassReprisalOn, asked: Asked, this: Case, _: State) -> Sequence[Fact]:
    """A mandate ends or is vacant: the case goes on with another, and its group is named anew."""
    whose.focal(asked)
    if command.mandate not in mandates() or command.mandate == this.mandate:
        raise Refused("Choose another mandate from the list.")
    return [ReprisalPassedOn(**done(command, asked), mandate=command.mandate)]


def _contact(command: ContactReprisalVictim, asked: Asked, this: Case, _: State) -> Sequence[Fact]:
    if this.without_victim or command.channel not in CHANNELS:
        raise Refused("Choose from the list how the victim was contacted.")
    look = this.screen_on if this.stage == "reported" else None
    contacted = ReprisalVictimContacted(
        **done(command, asked), channel=command.channel, next_look_on=look
    )
    return [contacted]


def _details(command: RecordReprisalDetails, asked: Asked, _: Case, __: State) -> Sequence[Fact]:
    """Nothing of it must be known, and what was entered wrongly is taken out with the next."""
    told = {name: getattr(command, name) for name in DETAILS}
    if not any(told.values()):
        raise Refused("Fill in what is known: at least one of the fields.")
    return [ReprisalDetailsRecorded(**done(command, asked), **told)]


def _screen(command: ScreenReprisal, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    """The link must be stated, and not proven."""
    whose.focal(asked)
    if this.stage != "reported":
        raise Refused("This case is screened.")
    if command.in_scope:
        _of_mandate(this)
        _looks(command.next_look_on, asked, state, urgent=this.imminent)
    screened = ReprisalScreened(
        **done(command, asked),
        in_scope=command.in_scope,
        cooperation=command.cooperation,
        next_look_on=command.next_look_on if command.in_scope else None,
    )
    return [screened]


def _follow(command: FollowUpReprisal, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    whose.focal(asked)
    if command.condition not in STATES_OF_IT:
        raise Refused("Choose from the list how the victim is.")
    _looks(command.next_look_on, asked, state, urgent=is_urgent(command.condition, this))
    followed = ReprisalFollowedUp(
        **done(command, asked),
        condition=command.condition,
        next_look_on=command.next_look_on,
        note=command.note,
    )
    return [followed]


def _close(command: CloseReprisal, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    """The first of the two proposes it, and the other agrees to the same reason.

    While nobody signs for the mandate, two focal points are the two.
    """
    whose.holder_or_focal(asked, this, state)
    if command.reason not in CLOSED:
        raise Refused("Choose a reason from the list.")
    if command.reason == "erased" and not state.erased:
        raise Refused("Nothing was erased in this case.")
    _told(command.told_on, asked, this, erased=command.reason == "erased")
    silent = state.holding.silent_since(day_of(asked.at)) is not None
    first = this.agreed
    other = first is not None and first.done_by != asked.by.actor_id
    part = "focal" if whose.is_focal(asked.by) else "holder"
    two = first is not None and other and (first.part != part or silent)
    if first is not None and two and first.reason == command.reason:
        closed = ReprisalClosed(
            **done(command, asked), reason=command.reason, told_on=command.told_on
        )
        return [closed]
    agreed = ReprisalClosureAgreed(
        **done(command, asked), reason=command.reason, part=part, told_on=command.told_on
    )
    return [agreed]


def _reopen(command: ReopenReprisal, asked: Asked, this: Case, state: State) -> Sequence[Fact]:
    whose.focal(asked)
    if this.stage not in OVER:
        raise Refused("This case is open.")
    _of_mandate(this)
    _told(command.told_on, asked, this)
    _looks(command.next_look_on, asked, state, urgent=this.imminent)
    reopened = ReprisalReopened(
        **done(command, asked), told_on=command.told_on, next_look_on=command.next_look_on
    )
    return [reopened]


def _of_mandate(this: Case) -> None:
    """What goes on is of a mandate: a holder of it decides, and agrees to close it."""
    if not this.mandate:
        raise Refused("Pass the case on to a mandate first.")


def _told(on: date | None, asked: Asked, this: Case, *, erased: bool = False) -> None:
    """Of what was erased nobody knows any more whom to tell."""
    if this.without_victim or erased:
        return
    if on is None or not this.reported_on <= on <= day_of(asked.at):
        raise Refused("Tell the victim first, and enter on which day.")


def _looks(on: date | None, asked: Asked, state: State, *, urgent: bool) -> None:
    """Of a case from a visit the next look is no later than the next review (XR5)."""
    today = day_of(asked.at)
    last = latest_look(today, urgent=urgent, visit_ends=state.visit_ends)
    if on is None or not today < on <= last:
        raise Refused("Enter when to look again: after today, and by {day}.", day=Day(last))


_STEPS: Final[Mapping[type, Callable[[Any, Asked, Case, State], Sequence[Fact]]]] = (
    MappingProxyType(
        {
            NameReprisalGroup: _name,
            PassReprisalOn: _pass,
            ContactReprisalVictim: _contact,
            RecordReprisalDetails: _details,
            ScreenReprisal: _screen,
            RecordReprisalConsent: acting.consent,
            AssessReprisalHarm: acting.assess,
            DecideReprisalAction: acting.decide_on,
            TakeReprisalAction: acting.take,
            LinkReprisalLetter: telling.link,
            UnlinkReprisalLetter: telling.unlink,
            ShowReprisal: telling.show,
            EndReprisalShowing: telling.end,
            RecordReprisalAnswer: acting.answered,
            SendReprisalForReport: acting.send,
            ShareReprisal: acting.share,
            NoteReprisalDocument: acting.note_document,
            StrikeReprisalDocument: acting.strike_document,
            FollowUpReprisal: _follow,
            CloseReprisal: _close,
        }
    )
)


def _consults(command: Command, state: State) -> Sequence[str]:
    if isinstance(command, ReportReprisal):
        return [f"mission-{command.link}"] if command.origin == "visit" else []
    if isinstance(command, TellOfReprisal):
        return own.consults(command)
    if state.case is None:
        return []
    consulted = [holding.stream(state.case.mandate)] if state.case.mandate else []
    if state.case.mission_id:
        consulted.append(f"mission-{state.case.mission_id}")
    if isinstance(command, CloseReprisal):
        consulted.append(ERASURE.stream_of(f"reprisal-{command.case_id}"))
    return consulted


REPRISAL: Decider[Command, Heard, State] = Decider(
    category="reprisalcase",
    key=lambda command: command.case_id,
    initial=State(),
    decide=decide,
    evolve=evolve,
    consults=_consults,
)
