"""An entry that an officer opens: what every page of the register desk begins with."""

from uuid import UUID

from flask import abort, redirect, url_for
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.stakeholders.organisations import merged, queries
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.hiding import case_of
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Organisation
from portal.web.act import About
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext


def entry_or_404(
    organisation_id: UUID, *, follow: bool = False
) -> tuple[Organisation, Profile | None]:
    """Return it; the address of a merged entry leads to the page of the real one.

    ``follow``: return the real one instead. Only what protects may go on there unasked.
    """
    with engine().connect() as conn:
        entry = queries.one(conn, str(organisation_id))
        real = merged.real_of(conn, str(organisation_id))
    if entry is None:
        raise NotFound
    if entry.stage == "merged" and follow:
        return entry_or_404(UUID(real))
    if entry.stage == "merged":
        abort(redirect(url_for("registerdesk.show", organisation_id=real)))
    text = vault().reveal(entry.sealed)
    return entry, profiles.read(text) if text else None


def about(entry: Organisation, profile: Profile | None) -> About:
    name = profile.name if profile else gettext("Name erased")
    apart = Markup("<bdi>{}</bdi>").format(name)
    return About(
        address=url_for("registerdesk.show", organisation_id=entry.organisation_id),
        case=case_of(entry.organisation_id),
        back=apart,
        caption=apart,
        title=name,
    )
