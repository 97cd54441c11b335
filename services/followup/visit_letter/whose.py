"""Whose a letter about a visit is: officers write, holders approve, the desk records (V1)."""

from collections.abc import Sequence

from services.followup.visit_letter.state import VisitLetter
from shared.core.actor import Asked
from shared.core.decider import Forbidden, Refused, require
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.reference.holding import in_office, ready
from shared.reference.mandate_holder import head_of


def writes(mandates: Sequence[str], asked: Asked) -> None:
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        no="Only the Human-rights officer may write a letter about a visit.",
    )
    _serves(mandates, asked)


def leads(asked: Asked, state: VisitLetter) -> None:
    """Let through an officer or the holder of the mandate that leads."""
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        Role.MANDATE_HOLDER,
        no="Only the Human-rights officer or Mandate-holder may withdraw a letter about a visit.",
    )
    if not asked.by.serves(state.text.lead):
        raise Forbidden("Only the mandate that leads may withdraw the letter. Others may leave it.")
    if not asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        holds(state.text.lead, asked, state)


def holds(mandate: str, asked: Asked, state: VisitLetter) -> None:
    """Let through the holder in person, or a group's Chair-Rapporteur, who is in office (R2)."""
    head_of(mandate, asked)
    in_office(state.holding(mandate), asked)


def signs(mandate: str, asked: Asked, state: VisitLetter) -> None:
    holds(mandate, asked, state)
    ready(state.holding(mandate), asked)


def leaves(mandate: str, asked: Asked, state: VisitLetter) -> bool:
    """Let its holder through, or an officer while nobody signs for it; return whether so."""
    if not asked.by.has(Role.HUMAN_RIGHTS_OFFICER):
        holds(mandate, asked, state)
        return False
    _serves(state.text.mandates, asked)
    if state.holding(mandate).silent_since(day_of(asked.at)) is None:
        raise Refused("The mandate has a holder, who decides.")
    return True


def sends(asked: Asked, state: VisitLetter) -> None:
    if asked.by.has(Role.QUICK_RESPONSE_DESK):
        return
    require(
        asked,
        Role.HUMAN_RIGHTS_OFFICER,
        no="Only the Quick Response Desk or Human-rights officer may record that it was sent.",
    )
    _serves(state.text.mandates, asked)


def _serves(mandates: Sequence[str], asked: Asked) -> None:
    if not any(map(asked.by.serves, mandates)):
        raise Forbidden("Only an officer of a mandate that asks may work on the letter.")
