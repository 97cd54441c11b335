"""Composition root of the stakeholders service."""

from typing import TYPE_CHECKING

from services.stakeholders import events
from services.stakeholders.contact_point import CONTACT_POINT
from services.stakeholders.erasure import ERASURE
from services.stakeholders.mandate import MANDATE
from services.stakeholders.organisation.decide import ORGANISATION
from services.stakeholders.published import published
from services.stakeholders.registry.commands import Command as OfRegistry
from services.stakeholders.registry.decide import REGISTRY
from services.stakeholders.servicing import SERVICING
from services.stakeholders.session import calendar
from services.stakeholders.session.calendar import CALENDAR
from services.stakeholders.session.commands import Command as OfSession
from services.stakeholders.session.commands import NoteSession
from services.stakeholders.session.decide import SESSION
from services.stakeholders.terms import TERMS
from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts import stakeholders_commands as commands
from shared.contracts import stakeholders_onward_commands as onward
from shared.contracts import stakeholders_organisation_commands as organisations
from shared.contracts import stakeholders_recusal_commands as recusal
from shared.contracts import stakeholders_selection_commands as selection
from shared.contracts import stakeholders_servicing_commands as servicing
from shared.contracts import stakeholders_term_commands as terms
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS
from shared.hosting.service import Ask, Service, ruled
from shared.platform.settings import Settings

if TYPE_CHECKING:
    from faststream.kafka import KafkaBroker

# The clock comes with Kafka's client, which this service's relay does not need.
# ruff: noqa: PLC0415


async def _clock(settings: Settings, ask: Ask, kafka: "KafkaBroker") -> None:
    from services.stakeholders import clock

    await clock.run(settings, ask, kafka)


STAKEHOLDERS_SERVICE = Service(
    name="stakeholders",
    catalogue=events.CATALOGUE,
    contract=STAKEHOLDERS,
    published=published,
    commands=STAKEHOLDERS_COMMANDS.types,
    deciders=[
        *ruled(VACANCY, selection.Command),
        *ruled(VACANCY, onward.Command),
        *ruled(VACANCY, recusal.Command),
        *ruled(CONTACT_POINT, commands.OfContactPoint),
        *ruled(TERMS, terms.Command),
        *ruled(ORGANISATION, organisations.Command),
        *ruled(SESSION, OfSession),
        *ruled(CALENDAR, NoteSession),
        *ruled(MANDATE, commands.ChangeMandateSettings),
        *ruled(REGISTRY, OfRegistry),
        *ruled(SERVICING, servicing.Command),
        *ruled(ERASURE, commands.RecordErasure),
    ],
    listens=[STAKEHOLDERS],
    react=calendar.react,
    background=[_clock],
)
