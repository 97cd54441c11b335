"""Reading and writing in the forum: what is new, corrections, deletions, polls, invitations."""

import pytest

from portal.committee.forum.found import subject_of
from shared.contracts.stakeholders_forum_commands import (
    AskForumPoll,
    ChangeForumThread,
    CloseForumPoll,
    CorrectForumMessage,
    DeleteForumMessage,
    EndForumInvitation,
    InviteForumOfficer,
    PostForumMessage,
    StartForumThread,
    VoteInForum,
)
from shared.core.message import derive_id
from shared.core.roles import Role
from shared.core.testing import AT
from tests.portal.committee.forum.conftest import LETTER, OTHER, OWN, PAGE, House, asked, form
from tests.portal.stakeholders.test_pages import text
from tests.stakeholders import forum as said
from tests.support.forum import TEXT, TITLE
from tests.support.portal import Pages, Visitor


@pytest.fixture
def holder(house: House) -> Visitor:
    return house.holder(OWN, name="Hedda Invented")


def account_of(visitor: Visitor) -> str:
    assert visitor.account
    return visitor.account.account_id


def test_what_is_new_since_the_last_visit_is_marked(house: House, holder: Visitor) -> None:
    assert "What mandate-holders write will appear here." in text(holder.get(PAGE).text)
    assert "Threads of this space will appear" in text(holder.get(f"{PAGE}/all/all").text)
    thread = house.forum.started()
    for address in (PAGE, f"{PAGE}/all/all"):
        assert f"{TITLE} New" in text(holder.get(address).text)
    assert "New" in text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert f"{TITLE} New" not in text(holder.get(PAGE).text)
    assert " New" not in text(holder.get(f"{PAGE}/threads/{thread}").text)
    second = house.forum.posted(thread, "Quib second", mandate=OTHER)
    page = holder.get(f"{PAGE}/threads/{thread}").text
    assert text(page).count(" New") == 1
    assert f'id="m-{second}"' in page
    house.forum.posted(thread, "Quib own", posted_by=account_of(holder))
    assert " New" not in text(holder.get(f"{PAGE}/threads/{thread}").text)


def test_a_thread_has_pages_and_a_pinned_one_stands_first(house: House, holder: Visitor) -> None:
    first = house.forum.started(title="Quib first")
    house.forum.started(title="Quib second")
    house.forum.step(said.PINNED, first)
    page = text(holder.get(f"{PAGE}/all/all").text)
    assert page.index("Quib first") < page.index("Quib second")
    some = [house.forum.posted(first, f"Quib number {n}.", mandate=OTHER) for n in range(40)]
    address = f"{PAGE}/threads/{first}"
    last = f"{address}?message={some[-1]}"
    assert "Quib number 39." in holder.get(last).text  # beyond what was read, so that stays new
    page = holder.get(address).text
    assert "Quib number 18." in page
    assert "Quib number 19." not in page
    house.forum.posted(first, "Quib answer", answers=some[0])
    page = holder.get(address).text  # the first page was read, so the next one opens
    assert "Quib number 19." in page
    assert text(page).count(" New") == 20
    page = holder.get(address).text
    assert "Quib answer" in page
    assert f"{address}?message={some[0]}#m-{some[0]}" in page
    assert "Quib answer" in holder.get(address).text  # all is read: the last page
    assert "Quib number 0." in holder.get(f"{address}?messages=1&message={some[-1]}").text
    assert holder.get(f"{address}?message=nothing&messages=x").status_code == 200


def test_a_holder_starts_a_thread_after_the_check_page(
    portal: Pages, house: House, holder: Visitor
) -> None:
    address = f"{PAGE}/all/all/start"
    assert "Enter a title" in holder.post(address, form(text="x")).text
    typed = {"title": "Quib new", "text": "Quib long", "mandate": OWN}
    check = holder.post(address, {**form(**typed), "checked": ""})
    assert "Check this thread" in text(check.text)
    assert holder.post(address, form(**typed)).status_code == 303
    command = asked(portal)
    assert isinstance(command, StartForumThread)
    assert (command.space, command.ref, command.mandate) == ("all", "all", OWN)
    assert command.text.subject == subject_of(command.message_id) == command.title.subject
    assert portal.vault.reveal_all([command.title, command.text]) == ["Quib new", "Quib long"]


def test_in_the_space_of_the_committee_its_holders_start_threads(
    portal: Pages, house: House, holder: Visitor
) -> None:
    both = portal.signed_in(
        Role.MANDATE_HOLDER, Role.COORDINATION_COMMITTEE, mandates=frozenset({OTHER})
    )
    address = f"{PAGE}/committee/all"
    assert "Start a thread" in text(both.get(address).text)
    assert both.get(f"{address}/start").status_code == 200
    assert "Start a thread" not in text(holder.get(address).text)
    assert holder.get(f"{address}/start").status_code == 404
    for wrong in ("nothing/all", "all/other"):
        assert holder.get(f"{PAGE}/{wrong}").status_code == 404


def test_a_message_is_posted_answered_and_mentions_who_may_read_it(
    portal: Pages, house: House, holder: Visitor
) -> None:
    house.joint()
    other, stranger = house.holder(OTHER, name="Otto Invented"), house.holder("sr-iran")
    thread = house.forum.started(space="letter", ref=LETTER)
    first = house.forum.posted(thread)
    address = f"{PAGE}/threads/{thread}/{first}/answer"
    page = holder.get(address).text
    assert "Otto Invented" in page
    assert account_of(stranger) not in page
    typed = {"text": "Quib answer", "mandate": OWN}
    wrong = holder.post(address, form(**typed, mentions=account_of(stranger)))
    assert wrong.status_code == 422  # a mention of who may not read
    assert holder.post(address, form(**typed, mentions=account_of(other))).status_code == 303
    command = asked(portal)
    assert isinstance(command, PostForumMessage)
    assert (command.answers, command.mentions) == (first, account_of(other))
    house.forum.posted(thread, "Quib answer", answers=first, mentions=account_of(other))
    page = holder.get(f"{PAGE}/threads/{thread}").text
    assert f"#m-{first}" in page
    assert "Mentions Otto Invented" in text(page)
    nothing = f"{PAGE}/threads/{thread}/{derive_id('nothing')}/answer"
    assert holder.get(nothing).status_code == 404


def test_an_own_message_is_corrected_and_the_older_text_stays_shown(
    portal: Pages, house: House, holder: Visitor
) -> None:
    me = account_of(holder)
    thread = house.forum.started()
    own = house.forum.posted(thread, "Quib one", posted_by=me)
    address = f"{PAGE}/threads/{thread}/{own}/correct"
    assert "Quib one" in holder.get(address).text
    assert holder.post(address, form(text="Quib two", version="1")).status_code == 303
    command = asked(portal)
    assert isinstance(command, CorrectForumMessage)
    assert command.shown == 1
    of = {"message_id": own, "corrected_by": me}
    sealed = house.forum.sealed
    house.forum.step(said.CORRECTED, thread, text=sealed(own, "Quib two"), **of)
    page = text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert "Quib two" in page
    assert "Quib one" not in page  # an edit within 15 minutes
    later = {"version": 3, "edit": False, "text": sealed(own, "Quib three")}
    house.forum.step(said.CORRECTED, thread, **of, **later)
    page = text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert "Quib three" in page
    assert "Quib two" in page
    assert "Corrected" in page
    assert house.holder(OTHER).get(address).status_code == 404


def test_a_deleted_message_that_was_answered_leaves_a_mark(
    portal: Pages, house: House, holder: Visitor
) -> None:
    me = account_of(holder)
    thread = house.forum.started()
    own = house.forum.posted(thread, "Quib gone", posted_by=me)
    house.forum.posted(thread, "Quib answer", answers=own, mandate=OTHER)
    address = f"{PAGE}/threads/{thread}/{own}/delete"
    assert "Quib gone" in holder.get(address).text
    assert holder.post(address, form()).status_code == 303
    assert isinstance(asked(portal), DeleteForumMessage)
    house.forum.step(said.DELETED, thread, message_id=own, deleted_by=me)
    page = text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert "Quib gone" not in page
    assert "This message was deleted" in page
    assert "Quib answer" in page
    assert holder.get(address).status_code == 404
    assert house.holder(OTHER).get(address).status_code == 404


def test_a_poll_is_named_and_can_be_closed(portal: Pages, house: House, holder: Visitor) -> None:
    other = house.holder(OTHER, name="Otto Invented")
    thread = house.forum.started()
    asks = f"{PAGE}/threads/{thread}/poll"
    few = holder.post(asks, form(text="Quib?", choices="one", mandate=OWN))
    assert "Write two to ten choices" in text(few.text)
    typed = {"text": "Quib?", "choices": "one\n\n two \n", "mandate": OWN}
    assert "Check this poll" in text(holder.post(asks, {**form(**typed), "checked": ""}).text)
    assert holder.post(asks, form(**typed)).status_code == 303
    command = asked(portal)
    assert isinstance(command, AskForumPoll)
    assert command.number == 2
    assert portal.vault.reveal_all([command.choices]) == ["one\ntwo"]
    poll = house.forum.polled(thread)
    votes = f"{PAGE}/threads/{thread}/{poll}/vote"
    assert "Quib no" in holder.get(votes).text
    assert other.post(votes, form(choice="1", mandate=OTHER)).status_code == 303
    vote = asked(portal)
    assert isinstance(vote, VoteInForum)
    assert vote.choice == 1
    house.forum.step(said.VOTED, thread, message_id=poll, voter=account_of(other))
    page = text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert "Otto Invented" in page
    assert "1 vote" in page
    ends = f"{PAGE}/threads/{thread}/{poll}/close-poll"
    assert holder.get(ends).status_code == 200
    assert holder.post(ends, form()).status_code == 303
    assert isinstance(asked(portal), CloseForumPoll)
    house.forum.step(said.POLL_ENDED, thread, message_id=poll)
    assert "The poll was closed" in text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert holder.get(f"{PAGE}/threads/{thread}/{poll}/correct").status_code == 404
    first = house.forum.posted(thread)
    assert holder.get(f"{PAGE}/threads/{thread}/{first}/vote").status_code == 404


@pytest.mark.parametrize("change", ["pinned", "unpinned", "closed", "reopened", "opened-to-new"])
def test_a_holder_changes_a_thread(
    portal: Pages, house: House, holder: Visitor, change: str
) -> None:
    thread = house.forum.started()
    address = f"{PAGE}/threads/{thread}/change/{change}"
    assert holder.get(address).status_code == 200
    assert holder.post(address, form()).status_code == 303
    assert asked(portal) == ChangeForumThread(thread_id=thread, change=change)  # type: ignore[arg-type]
    assert holder.get(f"{PAGE}/threads/{thread}/change/burnt").status_code == 404
    house.forum.step(said.PINNED, thread, change=change)
    page = text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert ("Reopen it to write" in page) is (change == "closed")


def test_an_officer_of_an_own_mandate_is_invited(
    portal: Pages, house: House, holder: Visitor
) -> None:
    officer_id = str(derive_id("officer of the forum"))
    house.officer(account_id=officer_id, name="Odo Invented")
    foreign = house.officer(OTHER, name="Fern Invented")
    thread = house.forum.started()
    address = f"{PAGE}/threads/{thread}/invite"
    page = holder.get(address).text
    assert "Odo Invented" in page
    assert "Fern Invented" not in page
    assert holder.post(address, form(officer=account_of(foreign))).status_code == 422
    assert holder.post(address, form(officer=officer_id)).status_code == 303
    assert asked(portal) == InviteForumOfficer(thread_id=thread, officer_id=officer_id)
    ends = f"{PAGE}/threads/{thread}/officers/{officer_id}/end"
    assert holder.get(ends).status_code == 404
    house.forum.step(said.INVITED, thread, officer_id=officer_id)
    assert "Odo Invented" in holder.get(ends).text
    assert holder.post(ends, form()).status_code == 303
    assert asked(portal) == EndForumInvitation(thread_id=thread, officer_id=officer_id)


def test_an_erased_message_says_so(portal: Pages, house: House, holder: Visitor) -> None:
    thread = house.forum.started()
    own = house.forum.posted(thread, "Quib secret")
    portal.vault.forget(subject_of(own), at=portal.clock())
    page = text(holder.get(f"{PAGE}/threads/{thread}").text)
    assert "Quib secret" not in page
    assert TEXT in page
    assert "erased" in page


def test_auditors_read_counts_of_whole_months_and_no_small_ones(
    portal: Pages, house: House
) -> None:
    auditor = portal.signed_in(Role.AUDITOR)
    address = f"{PAGE}/figures"

    def shown() -> str:
        return text(auditor.get(address).text)

    assert "Figures will appear here after the first month" in shown()
    now = house.forum.started()
    for _ in range(9):
        house.forum.posted(now, posted_at=portal.clock())
    then = house.forum.started()  # of the month of AT
    before = shown()
    for _ in range(4):
        house.forum.posted(then)
    house.forum.posted(house.forum.started(space="letter", ref=LETTER))
    few = "fewer than five"
    month = f"{AT:%B %Y}"
    assert f"{month} All mandate-holders {few} {few} {few}" in before
    assert f"{month} All mandate-holders {few} 6 {few}" in shown()
    assert f"{month} On communications and country visits {few} {few} {few}" in shown()
    assert "November 2026" not in shown()
    assert before.split("SHA-256")[1][:70] != shown().split("SHA-256")[1][:70]
