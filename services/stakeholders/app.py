"""Composition root of the stakeholders service."""

from services.stakeholders import events
from services.stakeholders.contact_point import CONTACT_POINT
from services.stakeholders.erasure import ERASURE
from services.stakeholders.mandate import MANDATE
from services.stakeholders.published import published
from services.stakeholders.terms import TERMS
from services.stakeholders.vacancy.decide import VACANCY
from shared.contracts import stakeholders_commands as commands
from shared.contracts import stakeholders_selection_commands as selection
from shared.contracts import stakeholders_term_commands as terms
from shared.contracts.stakeholders import STAKEHOLDERS
from shared.contracts.stakeholders_commands import STAKEHOLDERS_COMMANDS
from shared.hosting.service import Service, ruled

STAKEHOLDERS_SERVICE = Service(
    name="stakeholders",
    catalogue=events.CATALOGUE,
    contract=STAKEHOLDERS,
    published=published,
    commands=STAKEHOLDERS_COMMANDS.types,
    deciders=[
        *ruled(VACANCY, selection.Command),
        *ruled(CONTACT_POINT, commands.OfContactPoint),
        *ruled(TERMS, terms.Command),
        *ruled(MANDATE, commands.ChangeMandateSettings),
        *ruled(ERASURE, commands.RecordErasure),
    ],
)
