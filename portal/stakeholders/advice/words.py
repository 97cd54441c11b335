"""The words of requests for advice, in the reader's language."""

from typing import Final

from portal.stakeholders.consultations.words import LANGUAGES
from portal.web.i18n.texts import lazy, lazy_pgettext

__all__ = ["LANGUAGES"]

TOPICS: Final = {
    "law": lazy("A law or a bill, and what human rights law asks of it"),
    "follow_up": lazy("Following up recommendations"),
    "visit": lazy("Country visit"),
    "communications": lazy("Communications, and how to send one"),
    "protection": lazy("Protection from reprisals"),
    "mandate": lazy("The mandate and independence of our institution"),
    "training": lazy("Training"),
    "other": lazy_pgettext("advice", "Something else"),
}
"""shared.reference.advice.TOPICS as people read them."""
STAGES: Final = {
    "waiting": (lazy_pgettext("advice", "Waits for an answer"), "waiting"),
    "answered": (lazy_pgettext("advice", "Answered"), "active"),
    "closed": (lazy_pgettext("advice", "Closed"), "done"),
    "withdrawn": (lazy_pgettext("advice", "Taken back"), "neutral"),
}
CLOSINGS: Final = {
    "answered": lazy_pgettext("advice", "It has its answer"),
    "not_ours": lazy_pgettext("advice", "It is for another office"),
    "asked_twice": lazy_pgettext("advice", "It was asked twice"),
    "not_possible": lazy_pgettext("advice", "No advice can be given on it"),
    "content": lazy_pgettext("advice", "The institution needs no more"),
}
