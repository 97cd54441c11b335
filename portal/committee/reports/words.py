"""The words of report deadlines, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from portal.committee.reports.queries import Report, Session
from portal.committee.reports.said import KINDS, of_session
from portal.web.i18n import names
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext

OPEN: Final[Mapping[str, str]] = {
    "planned": lazy_pgettext("report", "Planned"),
    "drafting": lazy_pgettext("report", "Drafting"),
    "holder": lazy_pgettext("report", "With the holder"),
    "state": lazy_pgettext("report", "With the State"),
    "submitted": lazy_pgettext("report", "Submitted"),
    "editing": lazy_pgettext("report", "In editing"),
    "translated": lazy_pgettext("report", "Translated"),
}
STANDS: Final[Mapping[str, str]] = {
    **OPEN,
    "published": lazy_pgettext("report", "Published"),
    "dropped": lazy_pgettext("report", "Dropped"),
}
MILESTONES: Final[Mapping[str, str]] = {
    "comments": lazy("To the State for comments"),
    "approval": lazy("Approval by the holder"),
    "submission": lazy("Submission"),
    "publication": lazy_pgettext("report", "Publication"),
}
DELAYS: Final = {
    "visit": lazy("The visit took place later"),
    "state": lazy("The State asked for more time"),
    "holder": lazy("The holder changed"),
    "staff": lazy("Staff were missing"),
    "other": lazy("Another reason"),
}
DROPPED: Final = {
    "visit": lazy("The visit did not take place"),
    "joint": lazy("It is part of another report"),
    "mandate": lazy("The mandate ended"),
    "other": lazy("Another reason"),
}
STEPS: Final = {
    "planned": lazy_pgettext("report", "Planned"),
    "slot": lazy("Slot changed"),
    "visit": lazy("Said on which visit it is"),
    "moved": lazy("Moved to another session"),
    "approved": lazy("Approved by the holder"),
    "late": lazy("Reason of the delay"),
    "published": lazy_pgettext("report", "Published"),
    "dropped": lazy_pgettext("report", "Dropped"),
    "taken-up": lazy("Taken up again"),
    "handed-over": lazy("Handed over to another mandate"),
    "session": lazy("The session was moved, and all that is due with it"),
    "session-days": lazy("The last day of the session was changed"),
    "corrected": lazy("What the session is called was corrected"),
}


def session(one: Session) -> str:
    return of_session(one.body, one.number)


def called(one: Report) -> str:
    """Say in one line which report it is."""
    if one.state is None:
        return str(KINDS[one.kind])
    return gettext("%(kind)s: %(state)s", kind=KINDS[one.kind], state=names.recipient(one.state))
