"""Erased texts on a page: one sentence that says when, in place of the text."""

from portal.web.i18n.formats import short_day
from portal.web.i18n.texts import gettext, lazy
from portal.web.noticed import times

SUBMISSION_ERASED = lazy(
    "This submission was erased on request: nothing more can be recorded about it"
)


def erased() -> str:
    """Return the sentence for the present page. Days that differ are not told apart on it."""
    days = {short_day(at) for at in times()}
    if len(days) == 1:
        return gettext("This text was erased on %(day)s, on request.", day=days.pop())
    return gettext("This text was erased on request.")
