"""Erasure in words: the grounds, and the possible requesters."""

from portal.web.area import registered

BASES = {
    "consent-withdrawn": "The person withdrew consent",
    "request": "The person asked for erasure",
    "safety": "Keeping it endangers somebody",
    "unlawful": "It should never have been recorded",
    "retention": "The time for which it may be kept is over",
    "court-order": "A court or supervisory authority ordered it",
    "by-hand": "By an operator, by hand",
}
ASKED_BY = {
    "person": "The person concerned",
    "family": "Family or a legal representative",
    "source": "The source",
    "mandate": "A mandate-holder",
    "authority": "A court or supervisory authority",
    "office": "The Office, of its own motion",
    "operator": "An operator",
}
BY_HAND, OPERATOR = "by-hand", "operator"
"""What an operator's command says; the page does not offer it."""


def erasable() -> dict[str, str]:
    """Return what is gone with the key of each kind of subject, as the areas say."""
    return {kind: gone for area in registered() for kind, gone in area.erasable.items()}


def kind_of(subject: str) -> str:
    """Return the kind of a subject: "submission-<id>" is a submission."""
    return subject.partition("-")[0]
