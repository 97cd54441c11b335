"""A reprisal that a source, a contact point, a member of an organisation or a partner reports: I1.

Whoever reports reads nothing of the case afterwards, and is not of its group.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.followup import holding
from services.followup.mission.admission import admitted
from services.followup.reprisal import whose
from services.followup.reprisal.state import State, done
from shared.contracts.followup_reprisal_commands import TellOfReprisal
from shared.contracts.followup_reprisals import (
    DETAILS,
    Fact,
    ReprisalConsentRecorded,
    ReprisalDetailsRecorded,
    ReprisalReported,
)
from shared.core.actor import Actor, Asked, by_return_channel
from shared.core.decider import Forbidden, Refused
from shared.core.roles import Role
from shared.reference import states
from shared.reference.partners import DESK
from shared.reference.reprisals import (
    ACTS,
    CONSENTS,
    CONTACT,
    NO_VICTIM,
    RELATIONS,
    SCREEN,
    TELLERS,
    TOLD_OF,
)


def tell(command: TellOfReprisal, asked: Asked, state: State) -> Sequence[Fact]:
    """Sent twice it is one report, whatever the group did meanwhile: the answer tells nothing."""
    if not (_is_partner if command.origin == "visit" else _is_source)(command, asked, state):
        raise Forbidden("Only who cooperated in it may report it from here.")
    if state.case is not None:
        if state.case.reported_by == asked.by.actor_id:
            return []
        raise Refused(whose.NONE)
    if command.state not in states():
        raise Refused("Choose the State from the list.")
    if command.relation not in RELATIONS or command.act not in ACTS:
        raise Refused("Choose from the list whom it is against, and what was done.")
    _consented(command)
    told: dict[str, Any] = {name: getattr(command, name, None) for name in DETAILS}
    particulars = ReprisalDetailsRecorded(**done(command, asked), **told)
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
            as_holder=None,
            as_officer=None,
            contact_by=asked.at + CONTACT,
            screen_by=asked.at + SCREEN,
        ),
        *([particulars] if any(told.values()) else []),
        *(_consent(command, asked, each, "yes") for each in command.agrees),
        *(_consent(command, asked, each, "no") for each in command.refuses),
    ]


def _consented(command: TellOfReprisal) -> None:
    """Consent is the victim's own, informed, and of each action once."""
    answered = (*command.agrees, *command.refuses)
    if len(set(answered)) < len(answered) or not set(answered) <= set(CONSENTS):
        raise Refused("Choose the action and the answer from the list.")
    if answered and (not command.victim or command.relation == NO_VICTIM):
        raise Refused("Only the person whom it is done to agrees to an action, or refuses it.")
    if command.agrees and not command.informed:
        raise Refused("Tell them of the risk first: without that it is no consent.")


def _consent(
    command: TellOfReprisal, asked: Asked, about: str, answer: str
) -> ReprisalConsentRecorded:
    return ReprisalConsentRecorded(
        **done(command, asked),
        consent=about,
        answer=answer,
        given_by="victim",
        informed=command.informed,
        note=None,
        stopped=(),
        to_review=(),
        years_to_review=(),
    )


def _is_source(command: TellOfReprisal, asked: Asked, _: State) -> bool:
    """Of whose submission the link is, the portal knows alone: no service knows who filed."""
    by, of = asked.by, command.link
    if command.mandate or command.partner_id or command.origin not in TOLD_OF:
        return False
    if (of is not None) != (command.origin == "submission"):
        return False
    if by.has(Role.SOURCE):
        return of is not None and by == by_return_channel(of)
    return by.has(*TELLERS) and not _is_desk(by, command.state)


def _is_partner(command: TellOfReprisal, asked: Asked, state: State) -> bool:
    by = asked.by
    person = replace(by, actor_id=by.account_id or by.actor_id)
    mission = replace(state.mission, holding=state.holding)
    partner = replace(state.partner, mission=mission)
    one = partner.proposed
    return (
        one is not None
        and one.mission_id == command.link
        and one.kind != DESK
        and (mission.mandate, mission.state) == (command.mandate, command.state)
        and person.actor_id in partner.undertaken
        and admitted(partner, replace(asked, by=person))
        and not _is_desk(by, command.state)
    )


def _is_desk(by: Actor, state: str) -> bool:
    """R15: whoever is the desk of the State besides is kept out of this, too."""
    return by.has(Role.DESK_OFFICER) and state in by.states


def consults(command: TellOfReprisal) -> Sequence[str]:
    if command.origin != "visit":
        return []
    return [
        f"mission-{command.link}",
        holding.stream(command.mandate),
        f"missionpartner-{command.partner_id}",
    ]
