"""What waits for a stakeholder officer at entries of the register, but for their registration."""

from dataclasses import dataclass

from sqlalchemy import Connection

from portal.stakeholders.organisations import accreditations, public, queries
from portal.stakeholders.organisations import profile as profiles
from portal.stakeholders.organisations.accreditations import Waiting
from portal.stakeholders.organisations.profile import Profile
from portal.stakeholders.organisations.queries import Organisation
from portal.web.context import vault
from portal.web.i18n.texts import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """What an organisation would be called, and is. ``after``: the entry with it."""

    before: Profile
    after: Profile
    name_id: str

    @property
    def texts(self) -> list[tuple[str | None, str | None]]:
        """What would change, as people read it."""
        is_so = {name: value for name, _, value in public.lines(self.before)}
        now = {name: value for name, _, value in public.lines(self.after)}
        return [
            (public.label(name), now.get(name) or gettext("None"))
            for name in profiles.LOOKED_AT
            if now.get(name) != is_so.get(name)
        ]


def renamed(entry: Organisation | None, profile: Profile | None) -> Renamed | None:
    """Return the name that waits for an officer; None if none does, or it was erased."""
    if entry is None or profile is None or entry.name_id is None:
        return None
    if entry.name_step != "proposed" or entry.stage != "confirmed":
        return None
    text = vault().reveal(entry.other_name)
    if text is None:
        return None
    return Renamed(before=profile, after=profiles.named(profile, text), name_id=entry.name_id)


def claimed(conn: Connection) -> list[tuple[Waiting, Organisation]]:
    """Return what organisations say of themselves and nobody checked, the oldest first.

    What a merged entry said waits for nobody: no status is inherited.
    """
    waiting = accreditations.to_check(conn)
    found = queries.these(conn, {one.organisation_id for one in waiting})
    both = [(one, found.get(one.organisation_id)) for one in waiting]
    return [(one, entry) for one, entry in both if entry is not None and entry.stage != "merged"]
