"""The rules of early warning: tried, adopted with their reasons, suspended; and who reads what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.committee.warning import rules, testing
from portal.committee.warning.synthetic import Found
from portal.committee.warning.testing import Tried
from shared.contracts.stakeholders_alert_commands import (
    AdoptAlertRule,
    SuspendAlertRule,
)
from shared.core.roles import Role
from shared.reference import recipient_name
from shared.reference.early_warning import Raised, Settings
from tests.portal.committee.warning.test_pages import asked, committee, form
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import alerts as told
from tests.support.committee import Committee
from tests.support.portal import Pages
from tests.support.warnings import Warnings

PAGE, RULES = "/early-warning", "/early-warning/rules"
KENYA, NEPAL = (recipient_name(one) for one in ("KEN", "NPL"))
DAY = timedelta(days=1)


@pytest.fixture
def warnings(portal: Pages) -> Warnings:
    Committee(portal.engine, portal.vault)
    return Warnings(portal.engine, portal.vault)


@pytest.fixture
def history(monkeypatch: pytest.MonkeyPatch) -> list[Raised]:
    """What a rule would have raised."""
    raised = [
        Raised(state="KEN", on=told.ON, level="alert", usual=0, now=4),
        Raised(state="NPL", on=told.ON - 9 * DAY, level="urgent", usual=4, now=20),
    ]
    monkeypatch.setattr("portal.committee.warning.testing.looked", lambda *_: [])
    monkeypatch.setattr("portal.committee.warning.testing.back_test", lambda *_: raised)
    return raised


def test_a_rule_is_tried_before_it_is_adopted_and_its_figures_are_kept(
    portal: Pages, warnings: Warnings, history: list[Raised]
) -> None:
    visitor = committee(portal)
    page = visitor.get(f"{RULES}/submissions/trial?floor=10&least=notice&quiet=56")
    said = text(page.text)
    assert f"{KENYA} 4 Jan 2026 Alert 0 to 3 4 to 9" in said
    assert f"{NEPAL} 26 Dec 2025 Urgent 4 to 9 20 to 49" in said
    assert "false alarms a year" in said
    assert "missed" in said
    assert "/early-warning/rules/submissions/adopt?floor=10" in page.text
    here = f"{RULES}/submissions/adopt?floor=10&least=notice&quiet=56"
    assert 'name="version"' in visitor.get(here).text
    adopted = form(version="1", reason="Because of the misses.")
    check = text(visitor.post(here, adopted).text)
    assert "2 alerts in 52 weeks" in check
    assert "Because of the misses." in check
    visitor.post(here, {**adopted, "checked": "send"})
    last = asked(portal)
    assert isinstance(last, AdoptAlertRule)
    assert (last.version, last.floor, last.least, last.quiet) == (1, 10, "notice", 56)
    assert (last.tested.raised, last.tested.weeks) == (2, 52)
    assert portal.vault.reveal(last.reason) == "Because of the misses."
    assert visitor.post(here, form(version="1", reason="")).status_code == 422


@pytest.mark.parametrize("typed", ["9" * 5000, "-1", "x", "²"])
def test_a_version_that_no_page_showed_is_asked_for_as_none(
    portal: Pages, warnings: Warnings, history: list[Raised], typed: str
) -> None:
    warnings.adopted()
    visitor = committee(portal)
    for path, also in (("suspend", {}), ("adopt", {"reason": "Why", "checked": "send"})):
        answer = visitor.post(f"{RULES}/submissions/{path}", form(version=typed, **also))
        assert answer.status_code == 303
        last = asked(portal)
        assert isinstance(last, SuspendAlertRule | AdoptAlertRule)
        assert last.version == -1


def test_versions_stand_with_author_reason_and_back_test(portal: Pages, warnings: Warnings) -> None:
    visitor = committee(portal)
    assert visitor.account
    assert "No version was adopted yet." in text(visitor.get(RULES).text)
    by = visitor.account.account_id
    warnings.adopted(adopted_by=by)
    warnings.adopted("Fewer alarms.", version=2, floor=10, adopted_by=by)
    page = text(visitor.get(RULES).text)
    for said in ("In force Rule 3.2 .", "Fewer alarms.", "What section D proposes.", "4.5 false"):
        assert said in page
    assert visitor.account.name in page
    assert "/rules/submissions/suspend" in visitor.get(RULES).text
    assert 'value="2"' in visitor.get(f"{RULES}/submissions/suspend").text
    visitor.post(f"{RULES}/submissions/suspend", form(version="2"))
    assert asked(portal) == SuspendAlertRule(rule="submissions", version=2)
    warnings.tell(replace(told.SUSPENDED, version=2))
    page = text(visitor.get(RULES).text)
    assert "Suspended" in page
    assert "In force" not in page
    assert visitor.get(f"{RULES}/submissions/suspend").status_code == 404
    portal.vault.forget(rules.subject_of("submissions"), at=portal.clock())
    assert "erased" in text(visitor.get(RULES).text)


def test_a_setting_that_makes_no_sense_is_as_section_d_proposes(
    portal: Pages, warnings: Warnings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Settings] = []

    def tried(_: object, __: object, ___: object, settings: Settings, ____: object) -> Tried:
        tries.append(settings)
        return Tried(raised=[], of_all=0, found=Found(false=1, share=0, delay=None))

    monkeypatch.setattr(testing, "tried", tried)
    chief = portal.signed_in(Role.CHIEF)
    page = text(chief.get(f"{RULES}/letters/trial?floor=1&least=urgent&quiet=x").text)
    assert tries == [Settings(floor=4, least="alert", quiet=28)]
    assert "nothing that you may see" in page
    assert "Adopt" not in page
    assert chief.get(f"{RULES}/food/trial").status_code == 404
    assert chief.get(f"{RULES}/letters/adopt").status_code == 403


def test_a_desk_officer_of_the_committee_tries_a_rule_without_the_own_states(
    portal: Pages, warnings: Warnings, history: list[Raised]
) -> None:
    visitor = portal.signed_in(
        Role.COORDINATION_COMMITTEE, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    page = text(visitor.get(f"{RULES}/letters/trial").text)
    assert KENYA not in page
    assert NEPAL in page
    assert "Alerts in 52 weeks of history: 1 Alerts on the States of your own desk" in page
    check = visitor.post(f"{RULES}/letters/adopt", form(version="1", reason="Because."))
    assert "1 alert in 52 weeks" in text(check.text)
    visitor.post(f"{RULES}/letters/adopt", form(version="1", reason="Because.", checked="send"))
    last = asked(portal)
    assert isinstance(last, AdoptAlertRule)
    assert last.tested.raised == 2, "the record has all"
    warnings.adopted()
    assert "weeks of history" not in text(visitor.get(RULES).text), "all, less those that are seen"
    assert "weeks of history: 2" in text(portal.signed_in(Role.CHIEF).get(RULES).text)
