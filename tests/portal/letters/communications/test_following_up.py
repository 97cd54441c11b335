"""A follow-up letter: a new communication that names the one it follows up."""

import pytest

from portal.followup.replies.read_model import REPLIES
from shared.core.message import derive_id
from tests.portal.letters.communications.conftest import NEW, Desk
from tests.support.followup import LETTER, due, tell
from tests.support.letters import LEAD

FOLLOWING = f"{NEW}&follows_up={LETTER}"


def gone(desk: Desk, mandate: str, recipient: str = "KEN") -> None:
    """An earlier letter of this mandate was transmitted to this recipient."""
    earlier = due(reference=f"UA {recipient} 1/2026", recipient=recipient, mandates=(mandate,))
    tell(desk.portal.engine, REPLIES, [earlier])


def test_a_follow_up_names_the_letter_that_it_takes_up(desk: Desk) -> None:
    gone(desk, LEAD)
    page = desk["officer"].get(f"{FOLLOWING}&type=AL").text
    assert "UA KEN 1/2026" in page
    assert f"follows_up={LETTER}" in page, "another kind of letter follows it up too"
    sent = desk.press("officer", FOLLOWING, "/communications/new", text="Please reply.")
    assert sent.status_code == 303
    [asked] = desk.service.asked
    assert asked.data["follows_up"] == LETTER
    assert asked.data["recipient"] == "KEN"


def test_a_letter_to_somebody_else_begins_something_new(desk: Desk) -> None:
    gone(desk, LEAD)
    desk.press("officer", FOLLOWING, "/communications/new", text="Please reply.", recipient="UGA")
    [asked] = desk.service.asked
    assert asked.data["follows_up"] is None


def test_an_ordinary_letter_follows_nothing_up(desk: Desk) -> None:
    desk.drafted()
    [asked] = desk.service.asked
    assert asked.data["follows_up"] is None


@pytest.mark.parametrize("mandate", ["sr-education", "nobody"])
def test_a_letter_of_other_mandates_is_not_followed_up(desk: Desk, mandate: str) -> None:
    gone(desk, mandate)
    assert desk["officer"].get(FOLLOWING).status_code == 404
    for unknown in (str(derive_id("unknown")), "no id", "%00"):
        assert desk["officer"].get(f"{NEW}&follows_up={unknown}").status_code == 404
    assert desk.service.asked == []
