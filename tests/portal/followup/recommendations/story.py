"""A recommendation that is issued, shared, commented on and assessed, and who uses it."""

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from shared.core.message import Sealed, derive_id
from shared.core.roles import Role
from tests.support.check import CHECKED
from tests.support.followup import (
    LETTER,
    RECOMMENDATION,
    assessed,
    implemented,
    informed,
    issued,
    published,
    shared,
    tell,
)
from tests.support.portal import Pages, Visitor

TEXT = "Close the basement cells."
NEWS = "The cells were closed in October."
REASONS = "Seen on the spot."
PAGE = f"/recommendations/{RECOMMENDATION}"
INFORM, ASSESS = f"{PAGE}/inform", f"{PAGE}/assess"
NEW = "/recommendations/new"
TORTURE = frozenset({"sr-torture"})
CHE = frozenset({"CHE"})
ISSUE = {
    "command_id": str(derive_id("issue")),
    "communication": LETTER,
    "mandate": "sr-torture",
    "addressee": "CHE",
    "text": TEXT,
    **CHECKED,
}


def told(
    portal: Pages,
    *,
    up_to: int = 4,
    invited: tuple[str, ...] = ("org-1", "org-9", "nhri-1"),
    public: bool = False,
) -> None:
    """Let the first facts of the story be known to the portal."""

    def sealed(text: str) -> Sealed:
        return portal.vault.seal(f"recommendation-{RECOMMENDATION}", text)

    story = [
        issued(text=sealed(TEXT)),
        *(shared(one) for one in invited),
        informed("ngo", by="ngo-9", organisation_id="org-9", text=sealed(NEWS)),
        assessed("fully", rationale=sealed(REASONS)),
        implemented(),
    ]
    last = [published()] if public else []
    tell(portal.engine, RECOMMENDATIONS, [*story[: up_to + len(invited)], *last])


def holder(portal: Pages) -> Visitor:
    return portal.signed_in(Role.MANDATE_HOLDER, mandates=TORTURE)


def ngo(portal: Pages) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, organisation_id="org-1")
