"""Follow-up rounds of a portal that is used (``lived_in``): one with the State, one published."""

from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages
from tests.support.rounds import GOVERNMENT, NGO, NHRI, TWO, Rounds


def rounds(portal: Pages) -> None:
    old = _begun(portal, 5_500_000, "published", year=2025)
    old.send()
    old.publish(f"{ARABIC} {LONG}"[:2_000])
    some = _begun(portal, 5_600_000, "sent")
    some.send()
    some.comment(f"{UNBROKEN[:100]} {LONG}"[:1_000])
    asked = Rounds(portal.engine, portal.vault, portal.clock(), told=5_700_000, name="asked")
    asked.opened("org-1", "nhri-1")
    asked.keep(NHRI, f"{UNBROKEN[:80]} kept")


def _begun(portal: Pages, told: int, name: str, year: int = 2026) -> Rounds:
    some = Rounds(portal.engine, portal.vault, portal.clock(), told=told, name=name, year=year)
    some.opened("org-1", "nhri-1")
    some.describe(f"{UNBROKEN[:100]} {LONG}"[:2_000])
    some.keep(GOVERNMENT, f"{ARABIC} {LONG}"[:2_000])
    some.submit(GOVERNMENT)
    some.keep(NGO, f"{UNBROKEN[:100]} {LONG}"[:2_000])
    some.keep(NGO, "For the mandate alone.", TWO, "holder")
    some.submit(NGO, UNBROKEN[:100])
    some.compile()
    return some
