"""The check of what partners get (R6): it names no source, and nobody without consent.

Partners carry it on. So what is marked as public is compared before a version for them is issued;
what may be part of a name is shown to the holder, who reads these names.
"""

from collections.abc import Sequence

from portal.casefile.lint.rules import Finding
from portal.followup.missions import queries as missions
from portal.followup.visit_reports.checking import compared
from portal.homes.dossiers import queries
from portal.homes.dossiers.queries import Assessment, Version
from portal.web.check import Check
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.formats import number
from portal.web.i18n.texts import gettext
from shared.contracts.followup_dossiers import Entry

_TELLS = (
    "That was not done. An entry that is marked as public may tell who a source is, or names "
    "somebody without consent: change it first."
)


def refuse_what_tells(
    one: Assessment, frozen: Sequence[Entry] | None = None
) -> tuple[Finding, ...]:
    """Stop entries that tell too much, and return what may be part of a name.

    ``frozen``: those of a version, which nobody types any more; else those of today.
    """
    with engine().connect() as conn:
        some = queries.written(conn, one) if frozen is None else frozen
        public = [each for each in some if each.shared]
        if not public:
            return ()
        sealed = [text for each in public for text in (each.origin, each.text)]
        words = vault().reveal_all(sealed) if sealed else []
        result = compared(
            conn,
            one,
            "\n\n".join(text for text in words if text),
            [*missions.before(conn, one.mission_id), *missions.mandates_of(conn, one.mission_id)],
            typed=frozen is None,
        )
    if result.stops:
        raise CommandRefused(422, _TELLS)
    return result.doubtful


def tells_now(one: Assessment, version: Version | None) -> str | None:
    """Return what the mandate reads of a version for partners that would be refused today.

    Partners read on what was checked when it was issued, until the mandate withdraws it: were it
    gone by itself, they would learn that somebody of whom it speaks became a source.
    """
    if version is None or version.audience != "partners" or not one.team:
        return None
    try:
        refuse_what_tells(one, version.entries)
    except CommandRefused:
        return gettext(
            "Version %(number)s for partners would not be issued today: an entry in it may tell "
            "who a source is, or names somebody without consent. Partners read it until it is "
            "withdrawn. Then they read the one before it, so look at that as well.",
            number=number(version.number),
        )
    return None


def looked_at(one: Assessment) -> Check:
    """Return what is to be looked at before partners get it. Raises ``CommandRefused``."""
    places = refuse_what_tells(one)
    if places:
        lead = gettext(
            "These places may be part of the name of somebody who did not agree to be named. If "
            "they are, change the entry first."
        )
    else:
        lead = gettext(
            "Nothing was found: the text names no source, and nobody without consent. A check "
            "cannot find what is only hinted at, so read it with that in mind."
        )
    return Check(
        title=gettext("Check before partners get the assessment"),
        lead=lead,
        button=gettext("Issue it"),
        answers=[(each.word, each.sentence) for each in places],
    )
