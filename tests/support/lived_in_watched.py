"""The watch-list of a portal that is used (``lived_in``): a situation in each stage."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.stakeholders import alerts as alerted
from tests.stakeholders import situations as said
from tests.support.long_texts import ARABIC, LONG, UNBROKEN
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings
from tests.support.watched import Watched

STATES = ("KEN", "CHE", "FRA", "NPL")
FREE = {"mandates": ("sr-water", "sr-toxics")}
"""Themes that are of nobody who visits, so that a member is recused from none."""


def situations(portal: Pages, visitors: Mapping[Any, Visitor]) -> None:
    """One is overdue with all that can stand on its page, one is proposed, two are over."""
    account = visitors[Role.COORDINATION_COMMITTEE].account
    assert account
    by, today, day = account.account_id, day_of(portal.clock()), timedelta(days=1)
    some = Watched(portal.engine, portal.vault, told=4_800_000)  # after all that was told
    text = f"{UNBROKEN[:60]} {LONG}"[:2000]
    going = some.proposed(STATES[0], text, proposed_by=by, **FREE)
    some.step(said.OPENED, going, review_on=today - day, opened_by=by)
    some.step(said.REVIEWED, going, ARABIC, review_on=today - day, reviewed_by=by)
    some.step(said.LEVELLED, going, text, changed_by=by)
    some.step(said.NOTED, going, noted_by=by, source="https://example.org/" + "a" * 180)
    guest = visitors[Role.UN_PARTNER].account
    assert guest
    some.step(said.INVITED, going, guest_id=guest.account_id)
    some.proposed(STATES[1], ARABIC, proposed_by=by, reprisals=True, **FREE)
    declined, closed = (some.proposed(one, text, proposed_by=by, **FREE) for one in STATES[2:])
    some.step(said.DECLINED, declined, declined_by=by)
    some.step(said.OPENED, closed, opened_by=by)
    some.step(said.CLOSED, closed, text, closed_by=by)
    some.opened(STATES[0], ARABIC, mandates=("sr-torture", "wgad"))
    warnings = Warnings(portal.engine, portal.vault, told=4_900_000)
    alert = warnings.raised("UGA", portal.clock() - day)
    warnings.step(alerted.TAKEN, alert, acknowledged_by=by)
    warnings.step(alerted.REFERRED, alert, referred_by=by)
