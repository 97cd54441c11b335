"""The words of calls for input and contributions, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext
from shared.contracts.followup_inputs import End, Publication

PUBLICATION: Final[Mapping[str, str]] = {
    "no": lazy("No: only those who work for the mandate read it"),
    "unnamed": lazy("Yes, without my name"),
    "named": lazy("Yes, with my name"),
}
ALLOWED: Final[Mapping[Publication, str]] = {
    "no": lazy("Confidential"),
    "unnamed": lazy("May be published without the name"),
    "named": lazy("May be published with the name"),
}
OPEN: Final = (lazy_pgettext("call for input", "Open"), "active")
OVER: Final = (lazy_pgettext("call for input", "Closed"), "done")
ENDED: Final[Mapping[End, tuple[str, str]]] = {
    "closed": OVER,
    "withdrawn": (lazy_pgettext("call for input", "Withdrawn"), "stopped"),
}
