"""A recipient of a notice, and why they are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from portal.committee.meetings.queries import GUESTS
from portal.homes.notices.pages import Page
from portal.public.briefings.queries import EDITORS, STAFF
from portal.web.accounts.account import Account
from shared.core.roles import Role
from shared.reference.iap import REQUESTERS
from shared.reference.reprisals import READERS
from shared.reference.trainings import STAFF as TRAINED

REASONS: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "holders": frozenset({Role.MANDATE_HOLDER}),
        "officers": frozenset({Role.HUMAN_RIGHTS_OFFICER}),
        "writers": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}),
        "senders": frozenset({Role.CHIEF, Role.QUICK_RESPONSE_DESK}),
        "desk": frozenset({Role.QUICK_RESPONSE_DESK}),
        "source": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "nhri": frozenset({Role.CONTACT_POINT}),
        "registry": frozenset({Role.CHIEF}),
        "focal": frozenset({Role.FOCAL_POINT}),
        "member": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "register": frozenset({Role.STAKEHOLDER_OFFICER}),
        "government": frozenset({Role.GOVERNMENT}),
        "state": frozenset({Role.DESK_OFFICER}),
        "country": frozenset({Role.UN_PARTNER}),
        "publishers": frozenset({Role.PUBLICATION_OFFICER}),
        "committee": frozenset({Role.COORDINATION_COMMITTEE}),
        "panel": frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR}),
        "panelseat": frozenset({Role.PANEL_MEMBER, Role.PANEL_CHAIR}),
        "candidate": frozenset({Role.CANDIDATE}),
        "invited": frozenset({Role.CANDIDATE}),
        "needs": frozenset({Role.MANDATE_HOLDER, Role.CONTACT_POINT, Role.FOCAL_POINT}),
        "roster": frozenset({Role.CANDIDATE}),
        "called": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.FOCAL_POINT}),
        "subscriber": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.FOCAL_POINT}),
        "seat": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "seats": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "sessions": frozenset({Role.STAKEHOLDER_OFFICER}),
        "proposal": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "proposals": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "slot": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.GOVERNMENT}),
        "cosponsor": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT}),
        "slots": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.GOVERNMENT}),
        "asker": frozenset({Role.CONTACT_POINT}),
        "adviser": frozenset({Role.STAKEHOLDER_OFFICER, Role.HUMAN_RIGHTS_OFFICER}),
        "advisers": frozenset({Role.STAKEHOLDER_OFFICER}),
        "president": frozenset({Role.PRESIDENT}),
        "selectors": frozenset({Role.SELECTION_OFFICER}),
        "admins": frozenset({Role.SYSTEM_ADMIN}),
        "elected": frozenset({Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE}),
        "meeting": frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER}),
        "guest": GUESTS,
        "owner": frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER}),
        "warning": frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER, Role.CHIEF}),
        "situation": frozenset({Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER, Role.CHIEF}),
        "iap": frozenset({Role.COORDINATION_COMMITTEE}),
        "iapholder": frozenset({Role.MANDATE_HOLDER}),
        "iapasker": frozenset(REQUESTERS),
        "group": READERS,
        "counsel": frozenset({Role.COORDINATION_COMMITTEE}),
        "counselled": frozenset({Role.DESK_OFFICER, Role.QUICK_RESPONSE_DESK, Role.CHIEF}),
        "editors": EDITORS,
        "staff": STAFF,
        "document": frozenset(Role) - {Role.SOURCE},
        "report": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.CHIEF}),
        "training": TRAINED,
        "forum": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}),
        "round": frozenset({Role.GOVERNMENT, Role.NGO_MEMBER, Role.CONTACT_POINT, Role.UN_PARTNER}),
        "provider": frozenset(
            {Role.GOVERNMENT, Role.NGO_MEMBER, Role.CONTACT_POINT, Role.UN_PARTNER}
        ),
        "action": frozenset({Role.GOVERNMENT, Role.CONTACT_POINT, Role.UN_PARTNER}),
        "partner": frozenset({Role.NGO_MEMBER, Role.CONTACT_POINT, Role.UN_PARTNER}),
        "mission": frozenset({Role.MANDATE_HOLDER}),
        "dialogue": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER}),
        "task": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.DESK_OFFICER}),
        "joining": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}),
        "joint": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}),
        "note": frozenset({Role.GOVERNMENT}),
        "grading": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}),
        "successor": frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}),
        "visit": frozenset(
            {
                Role.GOVERNMENT,
                Role.MANDATE_HOLDER,
                Role.HUMAN_RIGHTS_OFFICER,
                Role.PUBLICATION_OFFICER,
            }
        ),
        "shared": frozenset({Role.UN_PARTNER}),
        "watched": frozenset({Role.UN_PARTNER}),
        "plan": frozenset(
            {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.COORDINATION_COMMITTEE}
        ),
    }
)
"""Why somebody is told, and the roles of which one is needed for it."""


NEWS_FOR: Final = timedelta(days=1)
"""What happened before is no news when a process starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A recipient, the reason, and the page of a notice. ``item_id``: of the item on that page.

    ``filer``: the pseudonym of a source, under which its inbox is kept. ``mark``: the identifier of
    its mail, so that nothing leads from the mail to its subject (decision 0035). ``quiet``: not by
    mail. ``weekly``: by mail once a week at most.
    """

    account: Account
    reason: str
    page: Page
    item_id: str
    filer: str | None = None
    mark: str | None = None
    quiet: bool = False
    weekly: bool = False


def told(found: Iterable[Account], reason: str, page: Page, item_id: str) -> list[Told]:
    return [Told(account=one, reason=reason, page=page, item_id=item_id) for one in found]
