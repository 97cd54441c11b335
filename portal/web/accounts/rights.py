"""Giving and taking rights: roles, and their reach (mandates, States, an organisation).

Pure: the difference between two states of an account, in the words of the audit log, and the
combinations that make no sense.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.web.i18n.texts import gettext, lazy
from shared.core.roles import Role
from shared.reference import REGIONS

OF_MANDATES = frozenset({Role.MANDATE_HOLDER, Role.CHAIR_RAPPORTEUR, Role.HUMAN_RIGHTS_OFFICER})
OF_STATES = frozenset({Role.DESK_OFFICER, Role.GOVERNMENT})
OF_ORGANISATION = frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT})
OF_REGION = frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """``organisation_id``: of the organisation, or the regional group of a seat on the panel.

    ``office``: of a United Nations partner; None: an agency, or no partner.
    """

    roles: frozenset[Role] = frozenset()
    mandates: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    organisation_id: str | None = None
    office: str | None = None

    @property
    def lines(self) -> frozenset[str]:
        """Each right as the audit log names it."""
        lines = {f"role:{role.value}" for role in self.roles}
        lines |= {f"mandate:{mandate}" for mandate in self.mandates}
        lines |= {f"state:{state}" for state in self.states}
        if self.organisation_id:
            lines.add(f"organisation:{self.organisation_id}"[:100])
        if self.office:
            lines.add(f"office:{self.office}")
        return frozenset(lines)

    def beyond(self, other: "Rights") -> "Rights":
        """Return the rights here that the other does not have."""
        same = self.organisation_id == other.organisation_id
        return Rights(
            roles=self.roles - other.roles,
            mandates=self.mandates - other.mandates,
            states=self.states - other.states,
            organisation_id=None if same else self.organisation_id,
            office=None if self.office == other.office else self.office,
        )

    def within(self, wanted: "Rights") -> "Rights":
        """Return the rights here that stay wanted; one in whose place another comes until then."""
        return Rights(
            roles=self.roles & wanted.roles,
            mandates=self.mandates & wanted.mandates,
            states=self.states & wanted.states,
            organisation_id=self.organisation_id if wanted.organisation_id else None,
            office=self.office if wanted.office else None,
        )

    def together(self, more: "Rights") -> "Rights":
        return Rights(
            roles=self.roles | more.roles,
            mandates=self.mandates | more.mandates,
            states=self.states | more.states,
            organisation_id=more.organisation_id or self.organisation_id,
            office=more.office or self.office,
        )


def given(before: Rights, after: Rights) -> list[str]:
    return sorted(after.lines - before.lines)


def taken(before: Rights, after: Rights) -> list[str]:
    return sorted(before.lines - after.lines)


def missing(rights: Rights) -> Iterator[tuple[str, str]]:
    """Yield which field makes no sense, and the sentence that says what to do."""
    if not rights.roles:
        yield "roles", lazy("Choose at least one role")
    if Role.SYSTEM_ADMIN in rights.roles and len(rights.lines) > 1:
        yield (
            "roles",
            lazy("An administrator has no other right. Make another account for it"),
        )
    if Role.GOVERNMENT in rights.roles and len(rights.roles) > 1:
        yield (
            "roles",
            lazy("Whoever is of a Government has no other role. Make another account for it"),
        )
    if Role.SELECTION_OFFICER in rights.roles and rights.roles & OF_REGION:
        yield (
            "roles",
            lazy("The selection officer sits on no panel. Make another account for it"),
        )
    if Role.PRESIDENT in rights.roles and rights.roles & {Role.SELECTION_OFFICER, *OF_REGION}:
        yield (
            "roles",
            lazy(
                "The President decides on what panels and the selection officer hand over. "
                "Make another account for it"
            ),
        )
    if Role.CANDIDATE in rights.roles and rights.roles & {Role.SELECTION_OFFICER, Role.PRESIDENT}:
        yield (
            "roles",
            lazy("Whoever decides on applications applies with another account"),
        )
    if Role.FOCAL_POINT in rights.roles and not rights.roles & OF_ORGANISATION:
        yield (
            "roles",
            lazy("A focal point is a member or a contact point of the organisation: choose which"),
        )
    if rights.roles & OF_MANDATES and not rights.mandates:
        yield (
            "mandates",
            lazy(
                "Choose the mandates: %(role)s works for some only",
                role=_role_label(rights, OF_MANDATES),
            ),
        )
    if rights.roles & OF_STATES and not rights.states:
        yield (
            "states",
            lazy(
                "Enter the States: %(role)s works for some only",
                role=_role_label(rights, OF_STATES),
            ),
        )
    if rights.office and Role.UN_PARTNER not in rights.roles:
        yield "office", lazy("Only a United Nations partner has an office: choose none")
    elif rights.office and not rights.states:
        yield "states", lazy("Enter the States of the office of the United Nations partner")
    if rights.roles & OF_ORGANISATION and not rights.organisation_id:
        yield (
            "organisation_id",
            lazy(
                "Enter the organisation: %(role)s is of one",
                role=_role_label(rights, OF_ORGANISATION),
            ),
        )
    if rights.roles & OF_REGION and rights.organisation_id not in REGIONS:
        groups = ", ".join(REGIONS)
        yield (
            "organisation_id",
            lazy(
                "A seat on the panel is of a regional group: enter one of %(groups)s", groups=groups
            ),
        )


def _role_label(rights: Rights, kind: frozenset[Role]) -> str:
    return next(gettext(role.label) for role in Role if role in rights.roles & kind)
