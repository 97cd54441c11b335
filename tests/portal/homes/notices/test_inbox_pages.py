"""The page Notices, and the unread count beside its link on every page."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from portal.homes.notices import inbox, showing
from portal.homes.notices.pages import ADDRESSES, Page
from portal.homes.notices.tables import inbox as table
from portal.homes.notices.told import REASONS, Told
from portal.web.accounts import account as accounts
from portal.web.accounts.account import Account
from portal.web.accounts.rights import Rights
from shared.core.case_numbers import case_number
from shared.core.message import derive_id
from shared.core.roles import Role
from tests.portal.homes.notices.conftest import REPLY
from tests.support import followup
from tests.support import submissions as intake
from tests.support.everything import tell
from tests.support.letters import LEAD, LETTER, OTHER, drafted, requested, upto
from tests.support.people import forms_of
from tests.support.portal import Pages, Visitor

HOLDER = {"mandates": frozenset({LEAD})}
ON_CASE = f"on case {case_number(intake.ID)}"
LINK = re.compile(r'<a class="masthead__sign-in" href="/notices">(.*?)</a>')
NOTHING = f"/communications/{derive_id('nothing')}"


def told(
    portal: Pages,
    visitor: Visitor,
    number: int = 1,
    *,
    kind: str = "approval-requested",
    reason: str = "holders",
    page: Page = Page.LETTER,
    item_id: str = LETTER,
    **ago: float,
) -> None:
    """Put so many notices into the person's inbox."""
    person, now = account(visitor), portal.clock()
    one = Told(account=person, reason=reason, page=page, item_id=item_id)
    with portal.engine.begin() as conn:
        for n in range(number):
            at = now - timedelta(**ago) - timedelta(seconds=n)
            cause = derive_id(kind, item_id, number, n, at)
            inbox.add(conn, cause, kind, [one], at=at, now=now - timedelta(**ago))


def account(visitor: Visitor) -> Account:
    assert visitor.account is not None
    return visitor.account


def lines(visitor: Visitor, path: str = "/notices") -> list[str]:
    """What the list says, line by line, without the buttons."""
    found = re.findall(r'<li class="notices__line.*?</p>', visitor.get(path).text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", unescape(one)).split()) for one in found]


def links(visitor: Visitor) -> list[str]:
    return re.findall(r'notices__words" href="([^"]+)"', visitor.get("/notices").text)


def counted(visitor: Visitor, path: str = "/notices") -> str:
    """What the header says, as it is read aloud."""
    [found] = LINK.findall(visitor.get(path).text)
    return re.sub(r'<span class="badge" dir="ltr" aria-hidden="true">.*?</span>|<[^>]+>', "", found)


def badge(visitor: Visitor) -> str:
    found = re.search(
        r'class="badge" dir="ltr" aria-hidden="true">(.*?)<', visitor.get("/notices").text
    )
    return found[1] if found else ""


def sent(visitor: Visitor, action: str) -> Any:
    """Send the first form of the page that goes there."""
    forms = forms_of(visitor.get("/notices").text)
    form = next(one for one in forms if re.fullmatch(action, unescape(one["action"])))
    return visitor.client.post(
        unescape(form["action"]), data=form["fields"], headers={"Sec-Fetch-Site": "same-origin"}
    )


@pytest.fixture
def holder(portal: Pages) -> Visitor:
    """Somebody who is asked to approve a letter to Kenya."""
    tell(portal, [intake.received(), *drafted(), requested()])
    visitor = portal.signed_in(Role.MANDATE_HOLDER, **HOLDER)
    told(portal, visitor)
    return visitor


def test_what_is_new_is_bold_and_says_so_and_every_page_has_the_count(holder: Visitor) -> None:
    page = holder.get("/notices").text
    assert lines(holder) == [
        f"New You were asked to approve a letter Urgent appeal to Kenya, {ON_CASE} , 10:00"
    ]
    assert "notices__line--unread" in page
    for path in ("/notices", "/waiting", "/security", "/help", NOTHING):
        assert counted(holder, path) == "Notices (1 unread)"


def test_following_it_leads_there_and_marks_it_read(holder: Visitor) -> None:
    [link] = links(holder)
    answer = holder.get(link)
    assert answer.status_code == 303
    assert answer.location == f"/communications/{LETTER}"
    assert holder.get(answer.location).status_code == 200
    assert counted(holder) == "Notices"
    assert lines(holder) == [
        f"You were asked to approve a letter Urgent appeal to Kenya, {ON_CASE} , 10:00"
    ]
    assert "notices__line--unread" not in holder.get("/notices").text
    assert holder.get(link).location == answer.location


def test_one_is_marked_read_and_unread_by_forms_alone(holder: Visitor) -> None:
    assert sent(holder, r"/notices/[0-9a-f-]+/read").status_code == 303
    assert counted(holder) == "Notices"
    answer = sent(holder, r"/notices/[0-9a-f-]+/unread")
    assert re.fullmatch(r"/notices#notice-[0-9a-f-]+", answer.location)
    assert counted(holder) == "Notices (1 unread)"


def test_all_are_marked_as_read_and_that_is_taken_back(portal: Pages, holder: Visitor) -> None:
    told(portal, holder, 3, minutes=5)
    before = sent(holder, r"/notices/[0-9a-f-]+/read")
    assert before.status_code == 303
    portal.clock.forward(timedelta(seconds=1))
    answer = sent(holder, "/notices/read")
    assert answer.status_code == 303
    assert counted(holder) == "Notices"
    page = holder.get(answer.location).text
    assert "All are marked as read." in page
    undo = next(form for form in forms_of(page) if form["action"] == "/notices/unread")
    assert holder.post("/notices/unread", undo["fields"]).status_code == 303
    assert counted(holder) == "Notices (3 unread)"
    assert "All are marked as read." not in holder.get(answer.location).text


def test_what_came_after_the_page_was_shown_stays_new(portal: Pages, holder: Visitor) -> None:
    [form] = [
        one for one in forms_of(holder.get("/notices").text) if one["action"] == "/notices/read"
    ]
    portal.clock.forward(timedelta(minutes=1))
    told(portal, holder)
    holder.post("/notices/read", form["fields"])
    assert counted(holder) == "Notices (1 unread)"


@pytest.mark.parametrize("at", ["", "x", "2026-11-24", "2026-11-24T09:00:00", "9" * 99, "\u202e"])
def test_a_moment_that_is_none_harms_nothing(holder: Visitor, at: str) -> None:
    assert holder.post("/notices/unread", {"at": at}).status_code == 303
    assert holder.get("/notices", query=at).status_code == 200
    assert holder.client.get("/notices", query_string={"marked": at}).status_code == 200
    assert counted(holder) == "Notices (1 unread)"
    assert holder.post("/notices/read", {"at": at}).status_code == 303


def test_a_moment_to_come_marks_only_what_is_there(portal: Pages, holder: Visitor) -> None:
    later = (portal.clock() + timedelta(days=1)).isoformat()
    holder.post("/notices/read", {"at": later})
    portal.clock.forward(timedelta(minutes=1))
    told(portal, holder)
    assert counted(holder) == "Notices (1 unread)"


def test_they_are_listed_by_the_days_of_geneva_the_newest_first(
    portal: Pages, holder: Visitor
) -> None:
    told(portal, holder, hours=10, minutes=30)  # 22:30 UTC of the day before
    told(portal, holder, hours=9, minutes=30)  # 23:30 UTC: already the 24th in Geneva
    page = holder.get("/notices").text
    assert re.findall(r'govuk-heading-s">(.*?)<', page) == ["24 Nov 2026", "23 Nov 2026"]
    assert [line[-5:] for line in lines(holder)] == ["10:00", "00:30", "23:30"]


def test_the_list_pages_and_shows_the_unread_alone(portal: Pages, holder: Visitor) -> None:
    told(portal, holder, 60, minutes=1)
    assert len(lines(holder)) == 50
    assert "1 to 50 of 61" in holder.get("/notices").text
    assert len(lines(holder, "/notices?page=2")) == 11
    holder.get(links(holder)[0])
    assert "1 to 50 of 60" in holder.get("/notices?unread=1").text
    second = holder.get("/notices?unread=1&page=2").text
    assert len(lines(holder, "/notices?unread=1&page=2")) == 10
    form = next(one for one in forms_of(second) if one["action"].endswith("unread=1"))
    answer = holder.post(unescape(form["action"]), form["fields"])
    assert answer.location.startswith("/notices?page=2&unread=1#notice-")


@pytest.mark.parametrize(
    ("number", "seen", "aloud"), [(99, "99", "99"), (100, "99+", "100"), (1234, "99+", "1234")]
)
def test_a_large_count_is_capped_for_the_eye_and_told_whole(
    portal: Pages, holder: Visitor, number: int, seen: str, aloud: str
) -> None:
    told(portal, holder, number - 1, minutes=1)
    assert badge(holder) == seen
    assert counted(holder) == f"Notices ({aloud} unread)"


def test_an_empty_inbox_says_what_will_stand_there(portal: Pages) -> None:
    person = portal.signed_in(Role.CHIEF)
    assert "Nothing is new" in person.get("/notices").text
    assert "You have read everything" in person.get("/notices?unread=1").text
    assert counted(person) == "Notices"
    assert badge(person) == ""
    assert "Mark all as read" not in person.get("/notices").text


def test_a_visitor_has_no_count(portal: Pages) -> None:
    assert LINK.findall(portal.visitor().get("/").text) == []


# --- the settings ------------------------------------------------------------------------------


def test_the_settings_are_behind_it_and_the_old_form_still_works(portal: Pages) -> None:
    person = portal.signed_in(Role.CHIEF)
    assert 'href="/notices/settings"' in person.get("/notices").text
    assert 'href="/notices"' in person.get("/notices/settings").text
    answer = person.post("/notices", {"choice": "daily"})
    assert (answer.status_code, answer.location) == (307, "/notices/settings")
    assert person.post(answer.location, {"choice": "daily"}).status_code == 303
    [form] = [
        one for one in forms_of(person.get("/notices/settings").text) if "choice" in one["fields"]
    ]
    assert form["fields"]["choice"] == "daily"


# --- who ---------------------------------------------------------------------------------------

SHARED = [intake.received(submitter_id="account-1"), intake.triaged(mandates=(LEAD, OTHER))]
ROLES: dict[str, tuple[Role, Page, str, str, str]] = {
    "holder": (Role.MANDATE_HOLDER, Page.LETTER, "holders", "approval-requested", LETTER),
    "officer": (
        Role.HUMAN_RIGHTS_OFFICER,
        Page.TRIAGE,
        "officers",
        "submission-triaged",
        intake.ID,
    ),
    "officer of a case": (
        Role.HUMAN_RIGHTS_OFFICER,
        Page.CASE,
        "officers",
        "reply-overdue",
        LETTER,
    ),
    "desk": (Role.QUICK_RESPONSE_DESK, Page.TRIAGE, "desk", "allegation-received", intake.ID),
    "chief": (Role.CHIEF, Page.LETTER, "senders", "communication-approved", LETTER),
    "source": (Role.NGO_MEMBER, Page.SUBMISSION, "source", "source-informed", intake.ID),
    "data protection": (Role.DATA_PROTECTION, Page.RIGHTS, "rights", "proposed", "administration"),
    "administrator": (Role.SYSTEM_ADMIN, Page.RIGHTS, "rights", "proposed", "administration"),
    "candidate": (Role.CANDIDATE, Page.ACCOUNT, "own", "proposed", "account-1"),
}


def one_told(portal: Pages, who: str) -> Visitor:
    """Somebody who was told something, in a house where all of it is there."""
    role, page, reason, kind, item_id = ROLES[who]
    mandates = frozenset({LEAD}) if reason in {"holders", "officers"} else frozenset[str]()
    visitor = portal.signed_in(role, mandates=mandates)
    due = followup.due(LETTER, recipient="KEN", mandates=(LEAD, OTHER))
    tell(portal, [*SHARED, *upto("transmitted"), due, REPLY])
    told(portal, visitor, kind=kind, reason=reason, page=page, item_id=item_id)
    return visitor


@pytest.mark.parametrize("who", ROLES)
def test_each_reads_it_and_it_leads_to_a_page_that_opens(portal: Pages, who: str) -> None:
    visitor = one_told(portal, who)
    assert counted(visitor) == "Notices (1 unread)"
    [link] = links(visitor)
    assert visitor.get(visitor.get(link).location).status_code == 200


@pytest.mark.parametrize("who", ROLES)
def test_a_line_names_the_case_to_those_who_may_know_it(portal: Pages, who: str) -> None:
    visitor, (role, page, *_) = one_told(portal, who), ROLES[who]
    knows = {Role.QUICK_RESPONSE_DESK, Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER, Role.CHIEF}
    about_a_case = page in {Page.TRIAGE, Page.LETTER, Page.CASE}
    [line] = lines(visitor)
    assert (case_number(intake.ID) in line) is (role in knows and about_a_case)


@pytest.mark.parametrize("who", [one for one in ROLES if one != "candidate"])
def test_whoever_has_another_role_by_now_gets_nothing_that_does_not_open(
    portal: Pages, who: str
) -> None:
    """What is shown opens; who has neither the role nor the reason sees and counts nothing."""
    visitor = one_told(portal, who)
    [link] = links(visitor)
    person, reason = account(visitor), ROLES[who][2]
    of_mandates = {Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER}
    for role in Role:
        with portal.engine.begin() as conn:
            accounts.set_rights(conn, person.account_id, Rights(roles=frozenset({role})), None)
        shown = links(visitor)
        assert counted(visitor) == ("Notices (1 unread)" if shown else "Notices")
        # Whoever works for mandates has none of them here.
        if role in of_mandates or role not in REASONS.get(reason, _OF_RIGHTS):
            assert shown == []
        if shown:
            assert visitor.get(inbox_leads_to(portal, link)).status_code == 200
        else:
            assert visitor.get(link).status_code == 404
            assert visitor.post(f"{link}/read", {}).status_code == 404
            assert visitor.post(f"{link}/unread", {}).status_code == 404


_OF_RIGHTS = {Role.SYSTEM_ADMIN, Role.DATA_PROTECTION}


def inbox_leads_to(portal: Pages, link: str) -> str:
    """Where a notice leads, without following it: that would mark it as read."""
    with portal.engine.connect() as conn:
        this = table.c.notice_id == UUID(link.rpartition("/")[2])
        row = conn.execute(table.select().where(this)).one()
    with portal.app.test_request_context():
        return showing.address(row)


def test_a_source_reads_that_there_is_news_and_nothing_of_it(portal: Pages) -> None:
    visitor = one_told(portal, "source")
    assert lines(visitor) == ["New There is news for you 10:00"]
    main = visitor.get("/notices").text.partition("<main")[2].partition("</main>")[0]
    for secret in (intake.ID, LETTER, "Kenya", "KEN", "appeal", "informed", LEAD, "UA "):
        assert secret not in main


def test_nobody_opens_or_marks_what_is_anothers(portal: Pages, holder: Visitor) -> None:
    [link] = links(holder)
    colleague = portal.signed_in(Role.MANDATE_HOLDER, **HOLDER)
    assert colleague.get(link).status_code == 404
    assert colleague.post(f"{link}/read", {}).status_code == 404
    colleague.post("/notices/read", {})
    assert counted(holder) == "Notices (1 unread)"
    assert portal.visitor().get(link).status_code == 303


def test_every_page_that_a_notice_leads_to_is_one_of_the_portals(portal: Pages) -> None:
    for endpoint, argument in ADDRESSES.values():
        rules = list(portal.app.url_map.iter_rules(endpoint))
        assert rules
        for rule in rules:  # a public page has an address in each language too
            assert rule.arguments - {"lang"} == ({argument} if argument else set())
    assert ADDRESSES.keys() == set(Page)


# --- what it costs -----------------------------------------------------------------------------


def test_a_page_asks_once_for_the_count(portal: Pages, holder: Visitor) -> None:
    asked: list[str] = []

    @event.listens_for(portal.engine, "before_cursor_execute")
    def keep(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "notice_inbox" in statement:
            asked.append(statement)

    for path in ("/security", "/waiting", NOTHING):
        asked.clear()
        holder.get(path)
        assert len(asked) == 2, "whether something is unread, and then how much of it opens"
    asked.clear()
    holder.fragment("/waiting")
    assert asked == []
    event.remove(portal.engine, "before_cursor_execute", keep)


def test_while_the_database_is_away_the_page_that_says_so_has_no_count(
    portal: Pages, holder: Visitor
) -> None:
    table.drop(portal.engine)
    assert counted(holder, "/security") == "Notices"
    assert holder.get("/notices").status_code == 503
