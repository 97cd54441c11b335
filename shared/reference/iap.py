"""What is set about the internal advisory procedure (IAP): K11 of section D.3."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from shared.core.roles import Role
from shared.reference.alerts import COUNTRIES, mandates_on

Category: TypeAlias = Literal["holder_asks", "referred", "systemic"]
CATEGORIES: Final = ("holder_asks", "referred", "systemic")
HEARS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "holder_asks": ("requester",),
        "referred": ("requester", "holder"),
        "systemic": ("requester", "annual_meeting"),
    }
)
"""Who is told of an outcome, by category. What the Annual Meeting hears is no page."""
REQUESTERS: Final = (
    Role.MANDATE_HOLDER,
    Role.GOVERNMENT,
    Role.CONTACT_POINT,
    Role.FOCAL_POINT,
    Role.PRESIDENT,
)
REFUSED: Final = ("case_content", "not_methods", "known", "erased")
"""Why a request is not taken up; and of what was erased, which has no other end."""
DAYS: Final = 60
"""From its receipt, until the outcome is due."""
COMMENT_DAYS: Final = 14
"""Which a holder has to comment, before the procedure goes on without."""


def states_of(mandate: str | None, state: str | None) -> frozenset[str]:
    """Return the States whose nationals are concerned: that asks, and that of the mandate."""
    return frozenset(one for one in (state, COUNTRIES.get(mandate or "")) if one)


def mandates_of(mandate: str | None, state: str | None) -> frozenset[str]:
    """Return the mandates of which a holder is concerned."""
    on_state = mandates_on(state) if state else frozenset()
    return on_state | ({mandate} if mandate else set())
