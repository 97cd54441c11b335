"""What of a case is public, and what a person copies: XR6 and XR7 on pages."""

from dataclasses import replace
from typing import Any

from portal.followup.missions.read_model import MISSIONS
from portal.followup.reprisals import queries
from portal.followup.reprisals.read_model import CASES
from shared.contracts.followup_missions import MissionStepTaken
from shared.contracts.followup_visits import Window
from shared.core.case_numbers import case_number
from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.followup.missions import MISSION_ID, OPENED, fact
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages
from tests.support.ready import ready
from tests.support.reprisal_cases import TEXT, ReprisalCases

PAGE = "/reprisals"
SHARING: tuple[Any, Any] = (said.CONSENTED, said.ASSESSED)


def test_xr6_the_list_by_state_has_only_cases_that_are_public(portal: Pages) -> None:
    some = ReprisalCases(portal.engine, portal.vault)
    focal = portal.signed_in(Role.REPRISALS_FOCAL_POINT)
    assert "will appear here" in text(focal.get(f"{PAGE}/published").text)
    public, other = some.upto(said.ASSESSED), some.upto(said.CLOSED)
    some.tell(public, said.DOCUMENTED)
    page = focal.get(f"{PAGE}/published").text
    assert public in page
    assert other not in page
    assert "A/HRC/42/30" in focal.get(f"{PAGE}/{public}").text
    assert f"{public}/strike" in focal.get(f"{PAGE}/{public}").text
    assert "A/HRC/42/30" in focal.get(f"{PAGE}/{public}/strike").text
    some.tell(public, said.STRUCK)
    assert public not in focal.get(f"{PAGE}/published").text, "it was noted by mistake"
    assert focal.get(f"{PAGE}/{public}/strike").status_code == 404
    some.tell(public, said.DOCUMENTED)
    some.tell(public, replace(said.CONSENTED, answer="withdrawn"))
    assert public not in focal.get(f"{PAGE}/published").text, "XR3"
    some.tell(public, replace(said.FOLLOWED, condition="worse"))
    assert public not in focal.get(f"{PAGE}/published").text, "nobody has agreed anew"
    some.tell(public, said.CONSENTED)
    assert public in focal.get(f"{PAGE}/published").text
    some.tell(public, replace(said.CLOSED, reason="withdrawn"))
    assert public not in focal.get(f"{PAGE}/published").text
    out = some.upto(said.CONTACTED)
    some.tell(out, replace(said.SCREENED, in_scope=False, next_look_on=None), said.DOCUMENTED)
    assert out not in focal.get(f"{PAGE}/published").text
    kept = portal.signed_in(
        Role.REPRISALS_FOCAL_POINT, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    assert "will appear here" in text(kept.get(f"{PAGE}/published").text)
    assert portal.signed_in(Role.MANDATE_HOLDER).get(f"{PAGE}/published").status_code == 403


def test_xr5_a_visit_that_ends_early_moves_the_next_look(portal: Pages) -> None:
    """What was entered was ruled on by the day that was agreed."""
    some = ReprisalCases(portal.engine, portal.vault)
    some.appliers = ready(portal.engine, [CASES, MISSIONS])
    far = Window(first=said.LOOK + 30 * said.DAY, last=said.LOOK + 35 * said.DAY)
    some.told += 1
    some.arrives(replace(OPENED, dates=far), f"mission-{MISSION_ID}")
    case_id = some.upto(said.SCREENED, origin="visit", link=MISSION_ID)

    def look_on() -> Any:
        with portal.engine.connect() as conn:
            [one] = queries.open_ones(conn)
        assert one.case_id == case_id
        return one.look_on

    assert look_on() == said.LOOK
    ended = {"what": "ended", "phase": "ended", "on": said.TODAY, "note_id": "n-1", "note": None}
    some.told += 1
    some.arrives(fact(MissionStepTaken, 2, **ended), f"mission-{MISSION_ID}")
    assert look_on() == said.TODAY + 10 * said.DAY


def test_xr7_the_summary_says_nothing_that_a_bystander_could_use(portal: Pages) -> None:
    some = ReprisalCases(portal.engine, portal.vault)
    focal = portal.signed_in(Role.REPRISALS_FOCAL_POINT)
    without = some.upto(said.ASSESSED, imminent=True)
    assert "/share" not in focal.get(f"{PAGE}/{without}").text, "no consent to tell others"
    assert focal.get(f"{PAGE}/{without}/share").status_code == 404
    one = some.upto(said.SCREENED, imminent=True)
    today = portal.clock().date()
    consent, assessed = (replace(each, consent="sharing") for each in SHARING)
    some.tell(one, consent, replace(assessed, assessed_on=today))
    page = text(focal.get(f"{PAGE}/{one}/share").text)
    summary = page.partition("What to copy")[2].partition("I have copied")[0]
    assert "Its number is" in summary
    assert "It is urgent." in summary
    number = case_number(one)
    assert number in summary
    for where in (PAGE, f"{PAGE}/{one}"):
        assert number in text(focal.get(where).text), "whoever is told of a number finds it"
    told = ("reprisal", "Kenya", "Threat", "Torture", "sr-torture", TEXT)
    assert not [each for each in told if each.lower() in summary.lower()]
    old = some.upto(said.SCREENED)
    some.tell(old, consent, replace(assessed, assessed_on=today.replace(year=2020)))
    assert "/share" not in focal.get(f"{PAGE}/{old}").text
