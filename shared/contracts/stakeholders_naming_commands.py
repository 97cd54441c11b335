"""The commands of another name (O8 of selection-stakeholders-committee.md section B.3)."""

from dataclasses import dataclass
from typing import TypeAlias

from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOrganisationName:
    """Its own focal point."""

    organisation_id: str
    proposal_id: str
    name: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOrganisationName:
    """A stakeholder officer, of another organisation. ``profile``: the entry with the name.

    ``seen``: the fingerprint of the entry that it was made of; empty from an older page.
    """

    organisation_id: str
    proposal_id: str
    profile: Sealed
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOrganisationName:
    """A stakeholder officer, with a reason; or its own focal point, who takes it back."""

    organisation_id: str
    proposal_id: str
    code: str


Command: TypeAlias = ProposeOrganisationName | ConfirmOrganisationName | DropOrganisationName

TYPES: dict[str, type] = {
    "propose-organisation-name": ProposeOrganisationName,
    "confirm-organisation-name": ConfirmOrganisationName,
    "drop-organisation-name": DropOrganisationName,
}
