"""A recommendation of which everything is said that can be said, and an earlier one."""

from collections.abc import Mapping
from typing import Any

from portal.followup.recommendations.read_model import RECOMMENDATIONS
from shared.contracts import followup_recommendations as facts
from shared.contracts.followup_recommendations import Lead
from shared.core.message import Sealed, derive_id
from tests.portal.followup.recommendations.story import PAGE, TEXT
from tests.support.followup import (
    NOW,
    RECOMMENDATION,
    corrected,
    issued,
    sent,
    shared,
    tell,
)
from tests.support.portal import Pages, Visitor

EARLIER = str(derive_id("recommendation", 2))
PARLIAMENT, INSTITUTION = (str(derive_id("addressee", n)) for n in range(2))
OURS: dict[str, Any] = {"recommendation_id": RECOMMENDATION, "mandate": "sr-torture"}
THIS: dict[str, Any] = {**OURS, "addressee": "CHE"}
NOTE = "In so far as the budget allows."


def told(portal: Pages, *more: object) -> None:
    """Let a recommendation of a report be known, and an earlier one that few may read."""
    other = issued(text=sealed(portal, "Of another mandate."), communication_id=None)
    earlier = {"recommendation_id": EARLIER, "mandate": "sr-health"}
    first = [
        issued(text=sealed(portal, TEXT), communication_id=None),
        type(other)(**{**fields(other), **earlier}),
        shared("org-1"),
        shared("nhri-1"),
    ]
    tell(portal.engine, RECOMMENDATIONS, [*first, *more])


def fields(fact: Any) -> Mapping[str, Any]:
    return {name: getattr(fact, name) for name in fact.__slots__}


def sealed(portal: Pages, text: str) -> Sealed:
    return portal.vault.seal(f"recommendation-{RECOMMENDATION}", text)


def named(
    portal: Pages, one: str, kind: str, lead: Lead, code: str | None = None
) -> facts.RecommendationAddresseeNamed:
    name = sealed(portal, "The Federal Assembly" if one == PARLIAMENT else "The Institution")
    return facts.RecommendationAddresseeNamed(
        **OURS,
        addressee_id=one,
        kind=kind,
        name=name,
        organisation_id=code,
        lead=lead,
        named_by="account-1",
        named_at=NOW,
    )


def story(portal: Pages) -> list[object]:
    """Return one of everything that can be said of a recommendation."""
    note = sealed(portal, NOTE)
    position: dict[str, Any] = {
        "position_id": "p",
        "position": "partly",
        "note": note,
        "by_government": True,
    }
    return [
        named(portal, PARLIAMENT, "parliament", "yes"),
        named(portal, INSTITUTION, "nhri", "asked", "nhri-1"),
        facts.RecommendationPositionRecorded(
            **THIS, **position, recorded_by="mission-1", recorded_at=NOW
        ),
        facts.RecommendationTagged(
            **OURS,
            themes=("detention",),
            persons=("children",),
            targets=("16.3",),
            articles=("cat-2",),
            tagged_by="account-1",
            tagged_at=NOW,
        ),
        facts.RecommendationRelated(
            **OURS, repeats_id=EARLIER, related_by="account-1", related_at=NOW
        ),
        corrected(sealed(portal, "Close all cells.")),
        closed(portal),
    ]


def closed(portal: Pages) -> facts.RecommendationClosed:
    return facts.RecommendationClosed(
        **THIS,
        reason="merged",
        by_id=EARLIER,
        note=sealed(portal, "Written into the new one."),
        closed_by="account-1",
        closed_at=NOW,
    )


def asked(visitor: Visitor, portal: Pages, path: str, form: dict[str, Any]) -> dict[str, Any]:
    """Send a form, and return the command that it asked for."""
    before = len(portal.asked)
    command = {"command_id": str(derive_id(path)), **form}
    answer = visitor.post(f"{PAGE}{path}", command)
    assert answer.status_code == 303, answer.text
    assert len(portal.asked) == before + 1
    return sent(portal.asked[-1])
