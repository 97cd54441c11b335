"""The list of due replies: its cases, their order, a page at a time."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from portal.followup.replies import lists
from portal.followup.replies.lists import Filters, page
from portal.followup.replies.read_model import REPLIES
from portal.followup.replies.words import status
from shared.core.actor import Actor
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.followup.replies.test_cases import CHIEF, GOVERNMENT, somebody
from tests.support import cases as told
from tests.support.compiled import engine_of
from tests.support.followup import NOW, due, logged, overdue, tell
from tests.support.reprisals import known


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = engine_of(database_url)
    yield made
    made.dispose()


def references(engine: Engine, asked: Filters, actor: Actor = CHIEF) -> list[str]:
    with engine.connect() as conn:
        return [case.reference for case in page(conn, actor, asked, NOW).shown]


def test_letters_are_listed_by_where_they_stand(engine: Engine) -> None:
    letters = [
        due(str(derive_id(n)), reference=f"UA CHE {n}/2026", in_days=in_days)
        for n, in_days in enumerate([-3, -1, 0, 6, 8, 40, 30, 20])
    ]
    late, *_, answered, over = letters
    tell(
        engine,
        REPLIES,
        [*letters, overdue(late), told.proposed(late), logged(answered), told.closed(over)],
    )
    found = {show: references(engine, Filters(show=show)) for show in lists.QUEUES}
    assert found == {
        "waiting": [f"UA CHE {n}/2026" for n in (0, 1, 2, 3, 4, 5)],
        "overdue": ["UA CHE 0/2026"],
        "week": ["UA CHE 1/2026", "UA CHE 2/2026", "UA CHE 3/2026"],
        "reminder": ["UA CHE 0/2026"],
        "translation": [],
        "replied": ["UA CHE 6/2026"],
        "closed": ["UA CHE 7/2026"],
    }


def test_only_a_tick_says_that_a_reply_is_overdue(engine: Engine) -> None:
    tell(engine, REPLIES, [due(in_days=-1)])
    with engine.connect() as conn:
        [case] = page(conn, CHIEF, Filters(show="week"), NOW).shown
    assert status(case, NOW) == ("Due this week", "waiting")


def test_the_time_of_the_demonstration_moves_letters_between_the_lists(engine: Engine) -> None:
    tell(engine, REPLIES, [due(in_days=40)])
    with engine.connect() as conn:
        later = page(conn, CHIEF, Filters(show="week"), NOW + timedelta(days=35))
    assert [case.reference for case in later.shown] == ["UA CHE 1/2026"]


def test_a_list_has_only_the_letters_that_are_ones_own(engine: Engine) -> None:
    other = due(
        str(derive_id("other")), reference="AL KEN 2/2026", recipient="KEN", mandates=("sr-health",)
    )
    tell(engine, REPLIES, [due(), other])
    known(engine, due().communication_id, other.communication_id)
    everything = Filters()
    holder = somebody(Role.MANDATE_HOLDER, mandates="sr-health")
    assert references(engine, everything, holder) == ["AL KEN 2/2026"]
    officer = somebody(Role.DESK_OFFICER, states="CHE")
    assert references(engine, everything, officer) == ["UA CHE 1/2026"]
    assert references(engine, everything, GOVERNMENT) == ["UA CHE 1/2026"]
    assert references(engine, everything, somebody(Role.COORDINATION_COMMITTEE)) == []


def test_a_list_is_narrowed_by_mandate_and_state(engine: Engine) -> None:
    kenya = due(
        str(derive_id("other")), reference="AL KEN 2/2026", recipient="KEN", mandates=("sr-health",)
    )
    tell(engine, REPLIES, [due(), kenya])
    assert references(engine, Filters(mandate="sr-health")) == ["AL KEN 2/2026"]
    assert references(engine, Filters(state="CHE")) == ["UA CHE 1/2026"]
    assert references(engine, Filters(mandate="sr-health", state="CHE")) == []


def test_what_makes_no_sense_in_an_address_is_not_filtered_by() -> None:
    odd = {"show": "secret", "mandate": "astrology", "state": "ZZZ", "from": "y" * 500}
    asked = lists.read(odd, CHIEF)
    assert (asked.show, asked.mandate, asked.state) == ("waiting", "", "")
    assert asked.codes == {}
    assert lists.read({"show": "reminder"}, GOVERNMENT).show == "waiting"
    assert lists.read({"show": "reminder", "state": "CHE"}, CHIEF).codes == {
        "show": "reminder",
        "state": "CHE",
    }


@pytest.mark.parametrize("show", ["waiting", "replied"])
def test_pages_follow_one_another_without_gap_or_double(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, show: str
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    # Several of one day: the id orders them.
    letters = [
        due(str(derive_id(n)), reference=f"UA CHE {n}/2026", in_days=10 + n // 3) for n in range(8)
    ]
    answers = [logged(one, reply_id=str(derive_id("r", n))) for n, one in enumerate(letters)]
    tell(engine, REPLIES, [*letters, *(answers if show == "replied" else [])])
    seen: list[str] = []
    asked = Filters(show=show)
    with engine.connect() as conn:
        for _ in range(5):
            found = page(conn, CHIEF, asked, NOW)
            seen += [case.reference for case in found.shown]
            if not found.further:
                break
            asked = Filters(show=show, beyond=found.further)
    assert len(seen) == 8
    assert set(seen) == {one.reference for one in letters}


@pytest.mark.parametrize("beyond", ["", "~", "x~y", "9" * 40 + "~a", "-1", "1~" + "a" * 90])
def test_a_damaged_place_begins_somewhere_and_fails_nowhere(engine: Engine, beyond: str) -> None:
    tell(engine, REPLIES, [due()])
    assert references(engine, Filters(beyond=beyond)) in (["UA CHE 1/2026"], [])
