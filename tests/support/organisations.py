"""Organisations of the register: the service behind the portal, and the tables that it fills."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.read_model import ORGANISATIONS
from shared.contracts.stakeholders_organisations import (
    OrganisationConfirmed,
    OrganisationRegistered,
    PublicListingAsked,
    VisibilityChanged,
)
from shared.core.message import derive_id
from shared.platform.vault import Vault
from shared.read_models.model import Applier
from tests.support.twice import of_stakeholders, twice

LONG_AGO = datetime.fromisoformat("2026-10-01T09:00:00+00:00")
STEP = timedelta(hours=80)


def named(number: int | str) -> str:
    return str(derive_id("organisation of a test", number))


@dataclass(slots=True)
class Register:
    """The tables of organisations in this database."""

    engine: Engine
    vault: Vault
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        self.applier = Applier(self.engine, ORGANISATIONS)
        self.applier.prepare()

    def claimed(self, organisation_id: str, name: str, **also: Any) -> str:
        """Let one apply. ``also``: more of its profile, ``standing``, and ``contact``."""
        standing = also.pop("standing", "registered")
        contact = also.pop("contact", {"name": "Ada Contact", "email": f"{name[:3]}@example.org"})
        profile = Profile(**{"name": name, "type": "ngo", "country": "KEN", **also})
        self.vault.keep_identity(f"organisation-{organisation_id}", {"number": "", **contact})
        sealed = self.vault.seal(f"organisation-{organisation_id}", profiles.written(profile))
        self.tell(
            OrganisationRegistered(
                organisation_id=organisation_id,
                profile=sealed,
                standing=standing,
                provenance="self",
                registered_by="applicant",
                registered_at=LONG_AGO,
            )
        )
        return organisation_id

    def confirmed(self, organisation_id: str, name: str, **also: Any) -> str:
        self.claimed(organisation_id, name, **also)
        self.tell(
            OrganisationConfirmed(
                organisation_id=organisation_id, confirmed_by="officer", confirmed_at=LONG_AGO
            )
        )
        return organisation_id

    def public(self, organisation_id: str, name: str, **also: Any) -> str:
        self.confirmed(organisation_id, name, **also)
        self.opened(organisation_id, LONG_AGO)
        return organisation_id

    def opened(self, organisation_id: str, asked_at: datetime) -> None:
        """Let it become public by a first step at that time."""
        self.tell(
            PublicListingAsked(
                organisation_id=organisation_id, asked_by="focal", asked_at=asked_at
            ),
            VisibilityChanged(
                organisation_id=organisation_id,
                visibility="public",
                asked_at=asked_at,
                changed_by="focal",
                changed_at=asked_at + STEP,
            ),
        )

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        for fact in facts:
            self.told += 1
            twice(
                [self.applier],
                [
                    of_stakeholders(
                        fact, self.told, f"organisation-{fact.organisation_id}", LONG_AGO
                    )
                ],
            )


def asked_for(request: Any) -> tuple[str, dict[str, Any], UUID]:
    """Return type, data and id of a command that a service was asked for."""
    body = json.loads(request.read())
    return body["type"], body["data"], UUID(body["id"])
