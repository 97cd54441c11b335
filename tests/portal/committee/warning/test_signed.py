"""Of which themes an alert is: those of the mandates that signed the letters of its window."""

from datetime import timedelta
from typing import Any

import pytest

from portal.followup.replies.read_model import REPLIES
from shared.core.roles import Role
from shared.reference import recipient_name
from tests.portal.stakeholders.test_pages import text
from tests.support import followup
from tests.support.committee import Committee
from tests.support.portal import Pages, Visitor
from tests.support.warnings import Warnings

PAGE = "/early-warning"
KENYA = recipient_name("KEN")
HEADING = "Mandates that signed these letters"
DAY = timedelta(days=1)


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    Committee(portal.engine, portal.vault)
    return Warnings(portal.engine, portal.vault)


def sent(portal: Pages, *mandates: str, days: int, **also: Any) -> None:
    """Tell of letters to Kenya that were sent so many days ago: one for each list of mandates."""
    given = {"recipient": "KEN", "mandates": mandates, "in_days": 60 - days, **also}
    followup.tell(portal.engine, REPLIES, [followup.due(**given)])


def reads(visitor: Visitor, alert: str) -> bool:
    listed = alert in visitor.get(PAGE).text
    assert visitor.get(f"{PAGE}/{alert}").status_code == (200 if listed else 404)
    return listed


def holder(portal: Pages, mandate: str, role: Role = Role.MANDATE_HOLDER) -> Visitor:
    return portal.signed_in(role, mandates=frozenset({mandate}))


def test_a_holder_reads_an_alert_on_letters_of_the_own_theme(
    portal: Pages, warnings: Warnings
) -> None:
    """Section D.5: own theme or State; an officer reads those of the own mandate."""
    sent(portal, "sr-torture", days=10)
    one = warnings.raised("KEN", portal.clock(), rule="letters")
    assert reads(holder(portal, "sr-torture"), one)
    assert reads(holder(portal, "wgad"), one), "the same theme"
    assert not reads(holder(portal, "sr-food"), one)
    assert reads(holder(portal, "sr-torture", Role.HUMAN_RIGHTS_OFFICER), one)
    assert not reads(holder(portal, "wgad", Role.HUMAN_RIGHTS_OFFICER), one)


@pytest.mark.parametrize(
    ("days", "changed"),
    [(40, {}), (10, {"rule": "submissions"}), (10, {"state": "NPL"})],
    ids=["before the window", "submissions have no theme", "another State"],
)
def test_a_theme_opens_no_other_alert(
    portal: Pages, warnings: Warnings, days: int, changed: dict[str, str]
) -> None:
    sent(portal, "sr-torture", days=days)
    given = {"state": "KEN", "rule": "letters", **changed}
    one = warnings.raised(given["state"], portal.clock(), rule=given["rule"])
    assert not reads(holder(portal, "sr-torture"), one)


def test_the_alert_names_the_mandates_and_themes_of_its_letters_alone(
    portal: Pages, warnings: Warnings
) -> None:
    sent(portal, "sr-torture", "sr-food", days=10)
    letters = warnings.raised("KEN", portal.clock(), rule="letters")
    told = warnings.raised("KEN", portal.clock(), rule="submissions")
    chief = portal.signed_in(Role.CHIEF)
    page = text(chief.get(f"{PAGE}/{letters}").text)
    assert HEADING in page
    for words in ("torture", "right to food", "Detention, torture and disappearance"):
        assert words in page
    assert HEADING not in text(chief.get(f"{PAGE}/{told}").text), "SD2: State alone"


def test_the_desk_reads_no_mandate_of_a_letter_on_reprisals(
    portal: Pages, warnings: Warnings
) -> None:
    """R15: a letter of which nobody knows what is behind it counts as one."""
    sent(portal, "sr-torture", days=10)
    one = warnings.raised("KEN", portal.clock(), rule="letters", open_now=4)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    page = text(desk.get(f"{PAGE}/{one}").text)
    assert KENYA in page
    assert HEADING not in page
    assert "torture" not in page
