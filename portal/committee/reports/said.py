"""The words of report deadlines that everybody reads."""

from collections.abc import Mapping
from typing import Final

from portal.web.i18n import formats
from portal.web.i18n.texts import gettext, lazy, lazy_pgettext

BODIES: Final[Mapping[str, str]] = {
    "HRC": lazy("Human Rights Council"),
    "GA": lazy("General Assembly"),
}
KINDS: Final[Mapping[str, str]] = {
    "annual": lazy_pgettext("report", "Annual report"),
    "visit": lazy_pgettext("report", "Report on a visit"),
    "follow-up": lazy_pgettext("report", "Follow-up report"),
    "observations": lazy_pgettext("report", "Observations of a State"),
}


def of_session(body: str, number: int) -> str:
    return gettext("%(body)s, session %(number)s", body=BODIES[body], number=formats.number(number))
