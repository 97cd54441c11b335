"""The words of what moves, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

STEPS: Final = {
    "proposed": (lazy("Waits for another officer"), "waiting"),
    "merged": (lazy_pgettext("entries of the register", "Merged"), "done"),
    "dropped": (lazy("Not carried out"), "stopped"),
    "split": (lazy("Split into several"), "done"),
    "undone": (lazy("Undone"), "neutral"),
}
"""portal.stakeholders.organisations: the step of a merger or a split as people read it."""
