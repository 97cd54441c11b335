"""What changed in a letter about a visit since a mandate decided on it."""

from shared.contracts.followup_visit_letter_commands import (
    ApproveVisitLetter,
    RequestVisitLetterChanges,
)
from shared.contracts.followup_visit_letters import Asking
from shared.contracts.followup_visits import Window
from shared.core.roles import Role
from tests.portal.followup.visits.test_letters import person
from tests.support.portal import Pages
from tests.support.visit_letters import ONE, TWO, Letters


def test_a_holder_reads_what_changed_since_the_mandate_decided(
    portal: Pages,
    letters: Letters,
) -> None:
    one = letters.awaiting("a", ONE, TWO, text="Same line\nOld words of it")
    here = f"/visit-letters/{one}"
    holder = person(portal, Role.MANDATE_HOLDER, ONE)
    assert "What changed" not in holder.get(here).text  # nobody has decided on another text
    letters.exactly("a", ApproveVisitLetter, mandate=ONE)
    sent_back = {"visit_letter_id": one, "mandate": TWO, "note": letters.seal("a", "Shorter")}
    letters.ask("a", RequestVisitLetterChanges(version=1, **sent_back))
    dates = Window(first=letters.at.date(), last=letters.at.date())
    letters.revised("a", "Same line\nNew words of it", asking=Asking(kind="urgent", dates=dates))
    for address in (here, f"{here}/approve/{ONE}"):
        page = holder.get(address).text
        assert "What changed since version 1" in page
        assert "<del>Old</del><ins>New</ins>" in page
        assert "<del>Official</del><ins>Urgent</ins>" in page  # this is approved with it
    letters.ask("a", RequestVisitLetterChanges(version=2, **sent_back))
    letters.revised("a", "Same line\nLast words of it")
    assert "<del>Old</del><ins>Last</ins>" in holder.get(f"{here}/approve/{ONE}").text
    other = person(portal, Role.MANDATE_HOLDER, TWO).get(f"{here}/approve/{TWO}").text
    assert "What changed since version 2" in other
    assert "<del>New</del><ins>Last</ins>" in other
    portal.vault.forget(f"visitletter-{one}", at=letters.at)
    assert "There is nothing to compare" in holder.get(here).text
    for mandate in (ONE, TWO):
        letters.exactly("a", ApproveVisitLetter, mandate=mandate)
    assert "What changed" not in person(portal, Role.QUICK_RESPONSE_DESK).get(here).text
