"""What of a case is public, and what a person copies: XR6 and XR7 on pages."""

from dataclasses import replace
from typing import Any

from shared.core.roles import Role
from tests.followup import reprisals as said
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages
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
    some.tell(public, replace(said.CONSENTED, answer="withdrawn"))
    assert public not in focal.get(f"{PAGE}/published").text, "XR3"
    out = some.upto(said.CONTACTED)
    some.tell(out, replace(said.SCREENED, in_scope=False, next_look_on=None), said.DOCUMENTED)
    assert out not in focal.get(f"{PAGE}/published").text
    kept = portal.signed_in(
        Role.REPRISALS_FOCAL_POINT, Role.DESK_OFFICER, state_codes=frozenset({"KEN"})
    )
    assert "will appear here" in text(kept.get(f"{PAGE}/published").text)
    assert portal.signed_in(Role.MANDATE_HOLDER).get(f"{PAGE}/published").status_code == 403


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
    told = ("reprisal", "Kenya", "Threat", "Torture", "sr-torture", TEXT)
    assert not [each for each in told if each.lower() in summary.lower()]
    old = some.upto(said.SCREENED)
    some.tell(old, consent, replace(assessed, assessed_on=today.replace(year=2020)))
    assert "/share" not in focal.get(f"{PAGE}/{old}").text
