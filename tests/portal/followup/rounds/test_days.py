"""The pages on which the last day of a round is moved, and a closed round is opened again."""

from datetime import timedelta

from shared.contracts.followup_round_commands import CloseRound, MoveDue, ReopenRound
from shared.core.geneva import day_of
from shared.core.roles import Role
from tests.portal.followup.rounds.test_pages import a_round, government, ngo, office, sent
from tests.portal.stakeholders.test_pages import text
from tests.support.portal import Pages
from tests.support.rounds import HOLDER


def test_the_mandate_moves_the_last_day_and_the_holder_opens_the_round_again(
    portal: Pages,
) -> None:
    some = a_round(portal)
    page, today = f"/rounds/{some.round_id}", day_of(portal.clock())
    holder, officer = office(portal), office(portal, Role.HUMAN_RIGHTS_OFFICER)
    was, later = today + timedelta(days=60), today + timedelta(days=90)
    assert f"{page}/last-day" in officer.get(page).text
    moved = sent(portal, officer, f"{page}/last-day", due_on=later.isoformat())
    assert moved == MoveDue(round_id=some.round_id, seen=was, due_on=later)
    for other in (government(portal), ngo(portal)):
        assert other.get(f"{page}/last-day").status_code == 403
        assert other.get(f"{page}/reopen").status_code == 403
    some.ask(MoveDue, HOLDER, seen=was, due_on=later)
    shown = f"{later.day} {later:%b %Y}"
    assert shown in text(ngo(portal).get(f"{page}/answer").text)

    assert holder.get(f"{page}/reopen").status_code == 404, "it is open"
    some.ask(CloseRound, HOLDER)
    assert officer.get(f"{page}/last-day").status_code == 404
    assert f"{page}/reopen" not in officer.get(page).text
    assert officer.get(f"{page}/reopen").status_code == 403
    assert f"{page}/reopen" in holder.get(page).text
    opened = sent(portal, holder, f"{page}/reopen", due_on=later.isoformat())
    assert opened == ReopenRound(round_id=some.round_id, due_on=later)
    some.ask(ReopenRound, HOLDER, due_on=later)
    assert "Ask another organisation" in holder.get(page).text
