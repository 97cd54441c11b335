"""Opening a reprisal case from elsewhere: whoever opens one writes it, and reads no table of it."""

from uuid import UUID

from portal.followup.reprisals import found
from portal.web.act import ask
from portal.web.context import vault
from shared.contracts.followup_reprisal_commands import ReportReprisal
from shared.core.actor import Actor
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role


def may_open(actor: Actor, state: str) -> bool:
    """Whether this person opens cases about this State (R15)."""
    kept = actor.has(Role.DESK_OFFICER) and state in actor.states
    return found.may_report(actor) and not kept


def seed(form_id: UUID, actor: Actor) -> str:
    """Return what the number of a case is made of: without the vault, it follows from no fact.

    It is asked for with each incident, so the vault has its key whether a case came or not.
    """
    return vault().pseudonym("incidents", f"{form_id} {actor.actor_id}")


def from_visit(
    seed_: str,
    *,
    mission_id: str,
    mandate: str,
    state: str,
    act: str,
    imminent: bool,
    account: str,
) -> None:
    """Open a case about somebody whom a visit put at risk (M9), once for each form."""
    case_id = str(derive_id("reprisal case", seed_))
    report = ReportReprisal(
        case_id=case_id,
        mandate=mandate,
        state=state,
        origin="visit",
        link=mission_id,
        relation="cooperated",
        act=act,
        imminent=imminent,
        account=seal(case_id, account),
    )
    ask(report, derive_id("report of", seed_), case_of(case_id))


def case_of(case_id: str) -> UUID:
    return found.case_of(case_id)


def seal(case_id: str, text: str) -> Sealed:
    """Seal a text under the key of its case."""
    return vault().seal(found.subject_of(case_id), text)


def sealed(case_id: str, text: str | None) -> Sealed | None:
    return seal(case_id, text) if text else None
