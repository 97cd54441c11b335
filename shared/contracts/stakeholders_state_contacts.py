"""Facts and the command of the log of contacts with the representatives of States (capability 12).

Who met whom, what about and what was agreed are sealed under a key of the entry. An entry stands as
it was written: a further one corrects it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from shared.contracts.stakeholders_contacts import Channel
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class LogStateContact:
    """A desk officer of the State, the Chief, or who holds or services the mandate.

    ``corrects``: the entry in whose place this one stands.
    """

    entry_id: str
    state: str
    mandate: str | None
    channel: Channel
    on: date
    people: Sealed
    about: Sealed
    agreed: Sealed | None
    corrects: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateContactLogged:
    """``mandate``: None where the office spoke for no mandate. ``on``: the day of the contact.

    ``people``: who of the office and who of the State; ``agreed``: with the next step.
    """

    entry_id: str
    state: str
    mandate: str | None
    channel: Channel
    on: date
    people: Sealed
    about: Sealed
    agreed: Sealed | None
    corrects: str | None
    logged_by: str
    logged_at: datetime


Command: TypeAlias = LogStateContact
Fact: TypeAlias = StateContactLogged

COMMANDS: dict[str, type] = {"log-state-contact": LogStateContact}
TYPES: dict[str, type] = {"state-contact-logged": StateContactLogged}
