"""Rules on who decides for a mandate in person (R2 of procedure.md section 6.2). Pure."""

from shared.core.actor import Actor, Asked
from shared.core.decider import Forbidden, require
from shared.core.roles import Role
from shared.reference import is_group

SECRETARIAT = (
    Role.HUMAN_RIGHTS_OFFICER,
    Role.QUICK_RESPONSE_DESK,
    Role.CHIEF,
    Role.DESK_OFFICER,
    Role.SELECTION_OFFICER,
    Role.STAKEHOLDER_OFFICER,
    Role.PUBLICATION_OFFICER,
    Role.AUDITOR,
    Role.DATA_PROTECTION,
    Role.SYSTEM_ADMIN,
)


def heads(actor: Actor, mandate: str) -> bool:
    """Return whether this holder decides for the mandate: in a working group only the chair."""
    return not is_group(mandate) or actor.has(Role.CHAIR_RAPPORTEUR)


def holds_alone(actor: Actor) -> bool:
    """Return whether somebody is a holder, and not of the secretariat as well (R2)."""
    return actor.has(Role.MANDATE_HOLDER) and not actor.has(*SECRETARIAT)


def in_person(mandate: str, asked: Asked) -> None:
    """Refuse everybody except a holder of this mandate.

    ``Actor.mandates`` are those that a person holds or services. A person who also belongs to the
    secretariat is refused, since it would be unclear which (R2: "in no mode").
    """
    require(asked, Role.MANDATE_HOLDER, no="Only the Mandate-holder may do this, in person.")
    if asked.by.has(*SECRETARIAT) or not asked.by.serves(mandate):
        raise Forbidden("Only the holder of this mandate may do this, in person.")


def head_of(mandate: str, asked: Asked) -> None:
    """Refuse everybody except the holder, or a working group's Chair-Rapporteur: no delegate."""
    in_person(mandate, asked)
    if is_group(mandate):
        require(
            asked,
            Role.CHAIR_RAPPORTEUR,
            no="Only the Chair-Rapporteur of a Working Group may do this for a Working Group.",
        )
