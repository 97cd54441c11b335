"""The invented contacts of a demonstration: one with something still to be done, and one of old."""

from datetime import timedelta

from portal.stakeholders.contacts import asking
from portal.web.context import now, today
from portal.web.demonstration.asking import TORTURE, ask, invented, seal
from shared.contracts.stakeholders_contact_commands import LogContact
from shared.contracts.stakeholders_contacts import Channel
from shared.core.message import derive_id
from shared.reference.organisations import register_id


def tell() -> None:
    _logged("focal", "Flora Demo (invented)", "meeting", "session", days=6, due=8)
    _logged("nhri", "Nadia Demo (invented)", "call", "visit", days=30, due=None)


def _logged(
    who: str, person: str, channel: Channel, purpose: str, *, days: int, due: int | None
) -> None:
    organisation_id = register_id(invented(who).organisation_id or "")
    entry_id = str(derive_id("demo contact", who))
    subject = asking.subject_of(organisation_id, person)
    command = LogContact(
        entry_id=entry_id,
        organisation=asking.pseudonym(organisation_id),
        mandate=TORTURE,
        channel=channel,
        purpose=purpose,
        on=today() - timedelta(days=days),
        follow_up_on=None if due is None else today() + timedelta(days=due),
        who=seal(subject, asking.written(organisation_id, person)),
        note=seal(subject, "Asked for the programme of the session (invented)"),
    )
    case = str(asking.case_of(entry_id))
    ask(command, "stakeholders", case, f"contact {who}", at=now() - timedelta(days=days))
