"""The check of a contribution before everybody reads it (R6): it names no source, and nobody else.

Its sender is nobody whom it may name, unless it goes with the name. What is certain stops it, and
what may be part of a name is shown once more: those who work for the mandate read these names.
"""

from portal.casefile.lint.checking import checked_for_all
from portal.casefile.lint.comparing import count, within_limit
from portal.casefile.lint.others import other_sources
from portal.casefile.lint.rules import Finding
from portal.casefile.submissions.victims import by_submission
from portal.followup.inputs.queries import Contribution
from portal.followup.missions.queries import Mission
from portal.followup.visit_reports.checking import behind
from portal.letters.communications.contents import cleared_passages
from portal.letters.communications.tables import victims
from portal.web.check import Check
from portal.web.commands import CommandRefused
from portal.web.context import vault
from portal.web.db import engine
from portal.web.i18n.texts import gettext

_TELLS = (
    "That was not done. The text names its sender or somebody without consent, or may tell who a "
    "source is: it cannot be published."
)


def looked_at(one: Mission, this: Contribution) -> Check:
    """Return what is to be looked at before it is public. Raises ``CommandRefused``."""
    places = refuse_what_tells(one, this)
    if places:
        lead = gettext(
            "These places may be part of the name of its sender, or of somebody else who did not "
            "agree to be named. If they are, do not publish it."
        )
    else:
        lead = gettext(
            "Nothing was found: the text names no source, and nobody without consent. A check "
            "cannot find what is only hinted at, so read it with that in mind."
        )
    return Check(
        title=gettext("Check before everybody reads the contribution"),
        lead=lead,
        button=gettext("Publish it"),
        answers=[(each.word, each.sentence) for each in places],
    )


def refuse_what_tells(one: Mission, this: Contribution) -> tuple[Finding, ...]:
    """Stop a text that tells too much, and return what may be part of a name."""
    text = vault().reveal(this.text) or ""
    name = vault().reveal(this.name) if this.publication == "named" else None
    with engine().connect() as conn:
        ids = behind(conn, one)
        within_limit(ids, text)
        result = checked_for_all(
            conn,
            text,
            by_submission(conn, victims, ids),
            cleared=cleared_passages(conn, ids),
            typed=False,  # by its sender: each is on record, and its source sees the number
            others=other_sources(conn, one.mandate, one.state, public=[name] if name else []),
        )
    if result.stops or any(each.whose == "victim" for each in result.doubtful):
        count(ids, text)  # what tells something of a submission is a guess, whoever typed it
    if result.stops:
        raise CommandRefused(422, _TELLS)
    return result.doubtful
