"""What the views of incidents share: how one is logged, and how its texts are sealed and opened."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import Row

from portal.followup.incidents.forms import IncidentForm
from portal.followup.threads import checking
from portal.followup.threads.checking import OfVisit
from portal.web.context import vault
from portal.web.forms import given
from portal.web.i18n.texts import gettext
from shared.contracts.followup_incident_commands import LogIncident
from shared.core.message import Sealed, derive_id


class OfMission(Protocol):
    """A mission, or the admission of a partner to it."""

    @property
    def mission_id(self) -> str: ...

    @property
    def mandate(self) -> str: ...


def logged(
    form: IncidentForm, incident_id: str, one: OfMission, partner_id: str | None = None
) -> LogIncident:
    return LogIncident(
        incident_id=incident_id,
        mission_id=one.mission_id,
        mandate=one.mandate,
        partner_id=partner_id,
        kind=form.kind.data or "",
        clause=form.clause.data or None,
        on=given(form.on),
        afterwards=bool(form.afterwards.data),
        account=sealed(incident_id, form.account.data or ""),
        action=sealed(incident_id, form.action.data) if form.action.data else None,
        told=tuple(form.told.data or ()),
    )


def sealed(item_id: str, text: str) -> Sealed:
    """Seal a text: an incident, what was put to the State, and each answer have a key each."""
    return vault().seal(f"incident-{item_id}", text)


def put(one: OfVisit, incident_id: str, text: str) -> Sealed:
    """Seal what is put to the State, once it was compared. Raises ``CommandRefused``."""
    checking.refuse_what_tells(one, [text])
    return sealed(str(derive_id("incident put to the State", incident_id)), text)


def opened(some: Iterable[Row[Any]], *also: Sealed) -> Mapping[Sealed, str | None]:
    """Return the texts of incidents that were not struck, and these besides."""
    texts = [text for each in some for text in _texts(each) if text] + list(also)
    return dict(zip(texts, vault().reveal_all(texts) if texts else [], strict=True))


def _texts(each: Row[Any]) -> tuple[Sealed | None, ...]:
    own = (each.account, each.action) if each.struck_at is None else ()
    return (*own, each.put_text)


def to_security() -> str:
    return gettext(
        "Who is admitted for the security of the team reads what is about surveillance, movement, "
        "entry, equipment or a member of the team."
    )
