"""Erasure in words: the grounds, and the possible requesters."""

from portal.web.area import registered
from portal.web.i18n.texts import gettext, lazy

BASES = {
    "consent-withdrawn": lazy("The person withdrew consent"),
    "request": lazy("The person asked for erasure"),
    "safety": lazy("Keeping it endangers somebody"),
    "unlawful": lazy("It should never have been recorded"),
    "retention": lazy("The time for which it may be kept is over"),
    "court-order": lazy("A court or supervisory authority ordered it"),
    "by-hand": lazy("By an operator, by hand"),
}
ASKED_BY = {
    "person": lazy("The person concerned"),
    "family": lazy("Family or a legal representative"),
    "source": lazy("The source"),
    "mandate": lazy("A mandate-holder"),
    "authority": lazy("A court or supervisory authority"),
    "office": lazy("The Office, of its own motion"),
    "operator": lazy("An operator"),
}
BY_HAND, OPERATOR = "by-hand", "operator"
"""What an operator's command says; the page does not offer it."""


def erasable() -> dict[str, str]:
    """Return what is gone with the key of each kind of subject, as the areas say."""
    every = (one for area in registered() for one in area.erasable.items())
    return {kind: gettext(gone) for kind, gone in every}


def kind_of(subject: str) -> str:
    """Return the kind of a subject: "submission-<id>" is a submission."""
    return subject.partition("-")[0]
