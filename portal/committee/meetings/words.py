"""The words of the Committee's meetings, in the reader's language."""

from typing import Final

from portal.web.i18n.texts import lazy, lazy_pgettext

KINDS: Final = {
    "committee": lazy("Meeting of the Committee"),
    "desk": lazy("Meeting with desk officers"),
    "office": lazy("Meeting with the office"),
    "annual": lazy("Annual Meeting"),
    "joint": lazy("Joint meeting with the chairs of the treaty bodies"),
    "other": lazy("Another meeting of the Committee"),
}
"""shared.reference.committee_meetings.KINDS as people read them."""
STAGES: Final = {
    "called": (lazy_pgettext("meeting", "Called"), "active"),
    "cancelled": (lazy_pgettext("meeting", "Cancelled"), "neutral"),
    "held": (lazy_pgettext("meeting", "Minutes to agree"), "waiting"),
    "agreed": (lazy_pgettext("meeting", "Minutes agreed"), "done"),
}
_HELD: Final = (lazy_pgettext("meeting", "Held"), "done")
CANCELLED: Final = {
    "quorum": lazy("Too few members can come"),
    "postponed": lazy_pgettext("meeting", "It is postponed"),
    "not_needed": lazy_pgettext("meeting", "It is not needed any more"),
}
PAPERS: Final = {
    "readers": lazy("Everybody who reads this meeting"),
    "invited": lazy("Only the Committee and who is invited"),
    "guests": lazy("Everybody who reads this meeting, and its guests"),
}
ITEMS: Final = {
    "open": (lazy_pgettext("action item", "Open"), "waiting"),
    "done": (lazy_pgettext("action item", "Done"), "done"),
    "dropped": (lazy_pgettext("action item", "Dropped"), "neutral"),
}


def for_guests(stage: str) -> tuple[str, str]:
    """Return how a meeting stands as a guest reads it, who is told nothing of minutes."""
    return STAGES[stage] if stage in {"called", "cancelled"} else _HELD
