"""A source's commands to intake besides filing, by return channel or from an account's page."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from portal.casefile.filing import Incident, Perpetrator, Victim
from portal.casefile.submissions import matching, sealing
from portal.source.channel.forms import DevelopmentForm
from portal.source.drafts.asking import SectionForm
from portal.web.act import ask
from portal.web.commands import Accepted
from portal.web.context import vault
from shared.contracts.intake_source_commands import (
    AddDevelopment,
    AddIncident,
    AddLaterVictim,
    AddPerpetrator,
    Learnt,
)
from shared.core.actor import Actor
from shared.core.message import derive_id


def development(form: DevelopmentForm, of: str) -> AddDevelopment:
    """Return the command for what the form says. Raises ``Forgotten``."""
    return AddDevelopment(
        submission_id=of,
        development_id=str(derive_id("development", form.id)),
        text=vault().seal(f"submission-{of}", form.text.data or ""),
    )


LEARNT: Mapping[str, type[Victim | Incident | Perpetrator]] = MappingProxyType(
    {"victim": Victim, "incident": Incident, "perpetrator": Perpetrator}
)
"""What can be added after filing, by its name in an address."""


def add_learnt(form: SectionForm, token: str, *, of: str, state: str, by: Actor) -> Accepted:
    """Add the victim, incident or perpetrator that the form says, as one of those filed.

    ``token`` came with the form: a double click adds one. ``state``: what the submission concerns.
    Raises ``CommandRefused`` and ``Forgotten``.
    """
    command_id = derive_id("learnt", of, token)
    id_, seal = str(command_id), vault().sealer(f"submission-{of}")
    key = matching.key_of(vault())
    added: Learnt
    match form.filed:
        case Victim() as one:
            found = matching.tokens(
                key, names=[one.name or ""], state=state, months=[], narrative=""
            )
            victim = sealing.victim(one, id_, seal)
            added = AddLaterVictim(submission_id=of, victim=victim, matching=found)
        case Incident() as one:
            month = one.date[: len("2026-03")]
            found = matching.tokens(key, names=[], state=state, months=[month], narrative="")
            added = AddIncident(
                submission_id=of,
                incident_id=id_,
                incident=seal(sealing.listed([one])),
                matching=found,
            )
        case one:
            perpetrator = seal(sealing.listed([one]))
            added = AddPerpetrator(submission_id=of, perpetrator_id=id_, perpetrator=perpetrator)
    return ask(added, command_id, UUID(of), by=by)
