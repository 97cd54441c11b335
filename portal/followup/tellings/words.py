"""The words of what the sources of a visit are told, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from portal.web.i18n.texts import lazy

MET: Final[Mapping[str, str]] = {
    "told": lazy("They were told by other means"),
    "none": lazy("There is nobody else to tell"),
    "open": lazy("They are not told yet: the step of the mission stays open"),
}
