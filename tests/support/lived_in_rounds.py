"""Follow-up rounds of a portal that is used (``lived_in``): one with the State, one published."""

import json

from shared.contracts.followup_round_commands import AddAnswerFile
from shared.core.actor import Actor
from shared.core.message import derive_id
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages
from tests.support.rounds import GOVERNMENT, NGO, NHRI, ONE, TWO, Rounds


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
    _file(asked, NHRI)


def _begun(portal: Pages, told: int, name: str, year: int = 2026) -> Rounds:
    some = Rounds(portal.engine, portal.vault, portal.clock(), told=told, name=name, year=year)
    some.opened("org-1", "nhri-1")
    some.describe(f"{UNBROKEN[:100]} {LONG}"[:2_000])
    some.keep(GOVERNMENT, f"{ARABIC} {LONG}"[:2_000])
    some.submit(GOVERNMENT)
    some.keep(NGO, f"{UNBROKEN[:100]} {LONG}"[:2_000])
    some.keep(NGO, "For the mandate alone.", TWO, "holder")
    _file(some, NGO)
    some.submit(NGO, UNBROKEN[:100])
    some.compile()
    return some


def _file(some: Rounds, by: Actor) -> None:
    """Let a provider have a file beside its first answer."""
    one = str(derive_id("file of a round", some.name, by.actor_id))
    details = json.dumps({"name": f"{UNBROKEN[:80]}.pdf", "sha256": "a" * 64, "key": "a key"})
    some.ask(
        AddAnswerFile,
        by,
        recommendation_id=ONE,
        attachment_id=one,
        object_name="a" * 64,
        sha256="b" * 64,
        size=7,
        media_type="application/pdf",
        scanned="clean",
        details=some.sealed(one, details),
    )
