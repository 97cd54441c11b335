"""The contact log, as the service decides it, in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from portal.casefile.lint.folding import folded
from portal.stakeholders.contacts import asking
from portal.stakeholders.contacts.read_model import CONTACTS
from services.stakeholders.contact import CONTACT
from shared.contracts.stakeholders_contact_commands import Command, LogContact
from shared.contracts.stakeholders_contacts import Fact
from shared.core.actor import Actor, Asked
from shared.core.geneva import day_of
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

NOW = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
OFFICER = Actor(actor_id="an-officer", roles=frozenset({Role.STAKEHOLDER_OFFICER}))


@dataclass(slots=True)
class Log:
    """Decides commands as the service does, and applies each fact twice."""

    engine: Engine
    vault: Vault
    told: int = 0
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [CONTACTS])

    def contact(self, number: int, organisation_id: str, **also: Any) -> str:
        """Log one, and return its id. ``also``: its fields, ``person``, ``note``, ``days`` ago."""
        person, note = also.pop("person", "Ada Contact"), also.pop("note", "")
        on = day_of(NOW) - timedelta(days=also.pop("days", 1))
        entry_id = str(derive_id("contact of a test", number))
        of = self.vault.pseudonym("contact", f"{organisation_id}/{folded(person).text}")
        seal = self.vault.sealer(f"contact-{derive_id('contact person', of)}")
        given: dict[str, Any] = {
            "organisation": self.vault.pseudonym("contacts", organisation_id),
            "mandate": "sr-torture",
            "channel": "call",
            "purpose": "visit",
            "on": on,
            "follow_up_on": None,
            **also,
        }
        who = seal(asking.written(organisation_id, person))
        command = LogContact(entry_id=entry_id, who=who, note=seal(note) if note else None, **given)
        self.do(command)
        return entry_id

    def do(self, command: Command, *, by: Actor = OFFICER, at: datetime = NOW) -> None:
        before = self.facts.setdefault(command.entry_id, [])
        facts = CONTACT.decide(command, Asked(at=at, by=by), CONTACT.fold(before))
        before.extend(facts)
        for fact in facts:
            self.told += 1
            arrived = of_stakeholders(fact, self.told, f"contactentry-{fact.entry_id}", at)
            twice([self.applier], [arrived])
