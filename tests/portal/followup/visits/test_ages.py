"""Requests by answer and age: of the files on the board, as each person sees it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from portal.followup.visits.queries import BOARD
from portal.followup.visits.read_model import VISITS
from shared.contracts.followup_visits import Standing, Status, VisitLetterTakenBack
from shared.core.roles import Role
from shared.reference.visits import STATUSES, visit_file_id
from tests.support.followup import arriving
from tests.support.portal import Pages, Visitor
from tests.support.ready import ready

PAGE, FILE = "/visits", "/visits/requests.svg"
GROUPS: Sequence[Sequence[Status]] = (
    ("requested", "reminded", "informed"),
    ("acknowledged",),
    ("accepted", "dates", "agreed"),
    ("postponed", "deemed"),
    ("declined", "cancelled"),
)


def on_file(portal: Pages, state: str, mandate: str, status: str, since: date | None) -> Any:
    return VisitLetterTakenBack(
        visit_file_id=visit_file_id(mandate, state),
        mandate=mandate,
        state=state,
        now=Standing(status=status, unanswered_on=since),  # type: ignore[arg-type]  # one of them
        step=1,
        done_by="somebody",
        done_at=portal.clock(),
        letter="request",
    )


def told(portal: Pages, *facts: Any) -> None:
    (applier,) = ready(portal.engine, [VISITS])
    for _ in range(2):
        applier.apply(arriving(facts))


def numbers(visitor: Visitor, query: str = "") -> list[int]:
    """Return the cells of the table below the picture, row by row."""
    page = visitor.get(f"{PAGE}{query}").text
    part = page[page.index('id="requests-heading"') :]
    body = part[part.index("<tbody") : part.index("</tbody>")]
    cells = body.split("<td")[1:]
    return [int(cell[cell.index(">") + 1 : cell.index("</td>")]) for cell in cells]


def expected(facts: Sequence[Any], today: date) -> list[int]:
    """Count from facts alone."""
    found: Counter[tuple[int | None, int]] = Counter()
    for one in facts:
        for nth, group in enumerate(GROUPS):
            if one.now.status in group:
                since = one.now.unanswered_on
                years = None
                if since is not None:
                    early = (today.month, today.day) < (since.month, since.day)
                    full = today.year - since.year - early
                    years = max(age for age in (0, 1, 2, 5, 10) if full >= age)
                found[years, nth] += 1
    return [found[age, nth] for age in (0, 1, 2, 5, 10, None) for nth in range(5)]


@pytest.mark.parametrize("role", [Role.QUICK_RESPONSE_DESK, Role.COORDINATION_COMMITTEE])
def test_each_number_is_of_the_facts(portal: Pages, role: Role) -> None:
    chance = Random(14)  # a test's own
    today = portal.clock().date()
    facts = [
        on_file(
            portal,
            state,
            mandate,
            chance.choice(STATUSES),
            chance.choice((None, today - timedelta(days=chance.randint(0, 5_000)))),
        )
        for state in ("KEN", "FRA", "NPL", "CHE", "UGA", "PER", "TGO", "CUB")
        for mandate in ("sr-food", "sr-torture", "wgad", "wgeid")
    ]
    told(portal, *facts)
    visitor = portal.signed_in(role)
    assert numbers(visitor) == expected(facts, today)
    kenya = [one for one in facts if one.state == "KEN"]
    assert numbers(visitor, "?state=KEN") == expected(kenya, today)


def test_a_desk_officer_counts_the_files_of_the_own_states(portal: Pages) -> None:
    today = portal.clock().date()
    kenya = on_file(portal, "KEN", "wgad", "requested", today - timedelta(days=800))
    france = on_file(portal, "FRA", "wgad", "declined", None)
    told(portal, kenya, france)
    desk = portal.signed_in(Role.DESK_OFFICER, state_codes=frozenset({"KEN"}))
    assert numbers(desk) == expected([kenya], today)
    assert "<svg" in desk.get(FILE).text
    assert desk.get(f"{FILE}?state=FRA").status_code == 404
    for role in Role:
        if role not in BOARD:
            assert portal.signed_in(role).get(FILE).status_code == 403


def test_without_a_request_there_is_no_picture(portal: Pages) -> None:
    visitor = portal.signed_in(Role.COORDINATION_COMMITTEE)
    assert "requests-heading" not in visitor.get(PAGE).text
    told(portal, on_file(portal, "KEN", "wgad", "invited", None))
    assert "requests-heading" not in visitor.get(PAGE).text
    assert visitor.get(FILE).status_code == 404
