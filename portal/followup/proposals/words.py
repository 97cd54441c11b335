"""The words of the exchange of a programme, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from portal.followup.missions.words import INTERPRETER, LEAD, MEETINGS, PLACE, hours
from portal.web.i18n.texts import lazy, lazy_pgettext

__all__ = ["INTERPRETER", "LEAD", "MEETINGS", "PLACE", "hours"]

OF_OFFICE: Final[Mapping[str, str]] = {
    "state": lazy("Proposed by the State"),
    "mandate": lazy("Put to the State"),
}
OF_STATE: Final[Mapping[str, str]] = {
    "state": lazy("Proposed by your Government"),
    "mandate": lazy("Put to your Government"),
}
STANDS: Final[Mapping[str, tuple[str, str]]] = {
    "open": (lazy("Waits for an answer"), "waiting"),
    "agreed": (lazy_pgettext("proposal", "Agreed"), "done"),
    "declined": (lazy_pgettext("proposal", "Not agreed"), "stopped"),
    "withdrawn": (lazy_pgettext("proposal", "Withdrawn"), "neutral"),
}
CONTACT: Final = lazy("Contact of the State")
WORDS: Final = lazy("What was said of it")
ANSWER: Final = lazy("The answer")
