"""Splits on the pages: a preview, two officers, people who choose, nothing opened to others."""

from datetime import timedelta

import pytest

from portal.homes.notices import speaking as notices
from portal.stakeholders.organisations import choices, joining, queries
from portal.stakeholders.organisations.apart import one as split_of
from portal.web.accounts import account as accounts
from portal.web.accounts.rights import Rights
from shared.contracts.stakeholders_organisations import RiskFlagCleared
from shared.contracts.stakeholders_splits import SplitDropped
from shared.core.roles import Role
from shared.reference.organisations import register_id
from tests.portal.stakeholders.moving.test_merging import flagged, public
from tests.portal.stakeholders.organisations.test_desk import form, main
from tests.portal.stakeholders.organisations.test_speaking import account_of, told_of
from tests.support.organisations import LONG_AGO, STEP, Register, asked_for, named
from tests.support.portal import Pages, Visitor

WHOLE, PART, MERGED = named(1), named(2), named(3)
DESK, OURS = "/register-desk", "/our-organisation"
LATER = LONG_AGO + timedelta(days=10)


@pytest.fixture
def focal(portal: Pages, register: Register) -> Visitor:
    register.confirmed(WHOLE, "Twin Watch")
    return person(portal, Role.FOCAL_POINT)


def person(portal: Pages, *more: Role, of: str = WHOLE) -> Visitor:
    return portal.signed_in(Role.NGO_MEMBER, *more, organisation_id=of, organisation="Twin Watch")


def split(portal: Pages, register: Register, *people: Visitor) -> str:
    """Split a new organisation off, now. These may choose."""
    register.claimed(PART, "Other Watch")
    split_id = register.split(WHOLE, PART, at=portal.clock())
    with portal.engine.begin() as conn:
        this = split_of(conn, split_id)
        assert this
        ids = [account_of(portal, one).account_id for one in people]
        choices.may_choose(conn, this, ids, portal.clock())
    return split_id


def whose(portal: Pages, one: Visitor) -> str:
    return register_id(account_of(portal, one).organisation_id or "")


def where(split_id: str) -> str:
    return f"{OURS}/where-to/{split_id}"


def test_an_officer_reads_what_changes_and_two_new_entries_wait_with_the_split(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    register.tell(flagged(portal, WHOLE))
    assert "Split this organisation" in main(officer.get(f"{DESK}/{WHOLE}").text)
    page = f"{DESK}/{WHOLE}/split"
    assert "Since which day?" in officer.get(page).text
    given = form(name="Other Watch", second="Third Watch", since="2026-10-01")
    told = main(officer.post(page, given).text)
    assert not portal.asked
    for line in (
        "New organisation Other Watch",
        "New organisation Third Watch",
        f"Focal points who choose where they go {account_of(portal, focal).name}",
        "None is inherited. What was decided stays where it is.",
        "Risk flags that stand on each 1",
        "Another organisation is hidden until it asks to be seen itself.",
    ):
        assert line in told
    officer.post(page, {**given, "checked": "send"})
    asked = [asked_for(one) for one in portal.asked]
    assert [name for name, _, _ in asked] == [
        "propose-organisation-split",
        "register-organisation",
        "register-organisation",
    ]
    proposed = asked[0][1]
    assert proposed["organisation_id"] == WHOLE
    assert proposed["new_ids"] == [data["organisation_id"] for _, data, _ in asked[1:]]


@pytest.mark.parametrize(
    ("entered", "why"),
    [
        ({"since": "2026-10-01"}, "one or two others"),
        ({"name": "Other", "since": "2099-10-01"}, "not in the future"),
        ({"name": "Other"}, "Enter the day"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    portal: Pages, officer: Visitor, focal: Visitor, entered: dict[str, str], why: str
) -> None:
    answer = officer.post(f"{DESK}/{WHOLE}/split", form(**entered))
    assert answer.status_code == 422
    assert why in answer.text


def test_an_entry_that_was_merged_long_ago_is_offered_and_a_young_merger_is_not(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    register.confirmed(MERGED, "Elder Watch")
    register.confirmed(named(4), "Young Watch")
    register.merged(MERGED, WHOLE, at=portal.clock() - timedelta(days=31))
    register.merged(named(4), WHOLE, at=portal.clock() - timedelta(days=29))
    page = f"{DESK}/{WHOLE}/split"
    shown = officer.get(page).text
    assert "Elder Watch" in shown
    assert "Young Watch" not in shown
    given = form(again=MERGED, since="2026-10-01")
    told = main(officer.post(page, given).text)
    assert "Apart again, as before the merger Elder Watch" in told
    assert "Members who choose" not in told
    officer.post(page, {**given, "checked": "send"})
    (asked,) = portal.asked
    assert asked_for(asked)[1]["merged_ids"] == [MERGED]


def test_another_officer_confirms_and_the_first_one_cannot(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    register.claimed(PART, "Other Watch")
    split_id = register.splitting(WHOLE, PART, by=account_of(portal, officer).account_id)
    page = f"{DESK}/splits/{split_id}"
    assert "Twin Watch" in main(officer.get(DESK).text).partition("Splits to confirm")[2]
    assert "waits for another officer" in main(officer.get(f"{DESK}/{PART}").text)
    assert f"{DESK}/{PART}/confirm" not in officer.get(f"{DESK}/{PART}").text
    assert "You proposed it" in officer.get(page).text
    assert officer.get(f"{page}/confirm").status_code == 404
    second = portal.signed_in(Role.STAKEHOLDER_OFFICER)
    assert "Split this organisation?" in second.get(f"{page}/confirm").text
    second.post(f"{page}/confirm", form())
    second.post(f"{page}/drop", form())
    asked = [asked_for(one) for one in portal.asked]
    assert [name for name, _, _ in asked] == [
        *("confirm-organisation-split", "drop-organisation-split")
    ]
    assert asked[0][1]["part_ids"] == [PART]
    with portal.engine.connect() as conn:
        assert choices.who(conn, split_id) == {account_of(portal, focal).account_id}
    assert focal.get(where(split_id)).status_code == 404, "the split is not confirmed"
    register.tell(
        SplitDropped(split_id=split_id, new_ids=(PART,), dropped_by="o", dropped_at=LONG_AGO)
    )
    assert "Not carried out" in second.get(page).text
    assert "Not taken" in main(second.get(f"{DESK}/{PART}").text)
    assert second.get(f"{page}/confirm").status_code == 404
    assert second.get(f"{DESK}/splits/{named('none')}").status_code == 404


def test_a_split_is_undone_for_thirty_days(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    page = f"{DESK}/splits/{split(portal, register)}"
    assert "This organisation was split" in officer.get(f"{DESK}/{WHOLE}").text
    assert "came out of another one" in officer.get(f"{DESK}/{PART}").text
    assert "Undo this split" in officer.get(page).text
    officer.post(f"{page}/undo", form())
    name, data, _ = asked_for(portal.asked[0])
    assert (name, data["part_ids"]) == ("undo-organisation-split", [PART])
    register.split(WHOLE, PART, at=portal.clock() - timedelta(days=31))
    assert "are over" in officer.get(page).text
    register.unsplit(WHOLE, PART)
    assert "Undone" in main(officer.get(page).text)
    assert officer.get(f"{DESK}/{PART}").headers["Location"] == f"{DESK}/{WHOLE}"
    merged = officer.get(f"{DESK}/mergers/{named(f'undone split {PART}')}")
    assert "Merged" in main(merged.text)


# --- who goes where -----------------------------------------------------------------------------


def test_the_first_focal_point_is_of_a_new_entry_at_once_and_speaks_for_it_alone(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    split_id = split(portal, register, focal)
    assert where(split_id) in focal.get(OURS).text
    page = main(focal.get(where(split_id)).text)
    assert "Other Watch" in page
    assert "You keep what you submitted yourself" in page
    assert focal.post(where(split_id), form()).status_code == 422
    focal.post(where(split_id), form(to=PART))
    assert whose(portal, focal) == PART
    assert account_of(portal, focal).has(Role.FOCAL_POINT, Role.NGO_MEMBER)
    assert "Other Watch" in main(focal.get(OURS).text)
    with portal.engine.connect() as conn:
        assert not joining.people(conn, WHOLE)
        assert [one.account_id for one in joining.people(conn, PART)] == [
            account_of(portal, focal).account_id
        ]


def test_whoever_comes_later_is_let_in_by_a_focal_point_of_that_entry(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    member = person(portal)
    other = person(portal, Role.FOCAL_POINT)
    split_id = split(portal, register, focal, member, other)
    focal.post(where(split_id), form(to=PART))
    for one in (member, other):
        one.post(where(split_id), form(to=PART))
        assert whose(portal, one) == WHOLE, "what was filed there is not theirs to read"
    assert "You wait to be let in by:" in member.get(where(split_id)).text
    page = main(focal.get(OURS).text)
    assert "Want to come to our organisation" in page
    theirs = f"{OURS}/arrivals/{split_id}/{account_of(portal, other).account_id}"
    assert other.get(theirs).status_code == 404, "they are no focal point there"
    assert "speaks for your organisation then" in focal.get(theirs).text
    focal.post(theirs, form())
    assert whose(portal, other) == PART
    assert focal.get(theirs).status_code == 404
    assert whose(portal, member) == WHOLE


def test_a_member_does_not_come_first(portal: Pages, register: Register, focal: Visitor) -> None:
    member = person(portal)
    split_id = split(portal, register, focal, member)
    member.post(where(split_id), form(to=PART))
    assert whose(portal, member) == WHOLE
    focal.post(where(split_id), form(to=PART))
    assert whose(portal, focal) == PART
    assert account_of(portal, member).name in main(focal.get(OURS).text)


def test_an_entry_to_which_somebody_came_and_left_is_new_to_nobody(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    """Whoever left it filed something there, perhaps."""
    second, third = person(portal, Role.FOCAL_POINT), person(portal, Role.FOCAL_POINT)
    split_id = split(portal, register, focal, second, third)
    focal.post(where(split_id), form(to=PART))
    focal.post(where(split_id), form(to=WHOLE))
    mine = account_of(portal, focal).account_id
    third.post(f"{OURS}/arrivals/{split_id}/{mine}", form())
    assert whose(portal, focal) == WHOLE
    second.post(where(split_id), form(to=PART))
    assert whose(portal, second) == WHOLE


def test_an_entry_with_an_account_of_somebody_else_is_new_to_nobody(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    split_id = split(portal, register, focal)
    away = account_of(portal, person(portal, of=PART)).account_id
    with portal.engine.begin() as conn:
        accounts.set_disabled(conn, away, disabled=True)
    focal.post(where(split_id), form(to=PART))
    assert whose(portal, focal) == WHOLE


def test_nobody_chooses_who_was_not_of_it_then_nor_after_thirty_days(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    split_id = split(portal, register, focal)
    late, stranger = person(portal), person(portal, Role.FOCAL_POINT, of=named(7))
    for one in (late, stranger):
        assert one.get(where(split_id)).status_code == 404, "a hidden part is shown to nobody else"
    register.split(WHOLE, PART, at=portal.clock() - timedelta(days=31))
    assert focal.get(where(split_id)).status_code == 404
    assert where(split_id) not in focal.get(OURS).text


def test_whoever_moved_elsewhere_chooses_no_more(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    split_id = split(portal, register, focal)
    mine = account_of(portal, focal)
    with portal.engine.begin() as conn:
        rights = Rights(roles=mine.roles, organisation_id=named(7))
        accounts.set_rights(conn, mine.account_id, rights, "Elsewhere")
    assert focal.get(where(split_id)).status_code == 404


def test_after_an_undo_they_speak_for_it_at_once_and_read_it_once_they_are_let_in(
    portal: Pages, register: Register, focal: Visitor
) -> None:
    stayed = person(portal, Role.FOCAL_POINT)
    split_id = split(portal, register, focal, stayed)
    focal.post(where(split_id), form(to=PART))
    register.unsplit(WHOLE, PART, at=portal.clock())
    assert "Twin Watch" in main(focal.get(OURS).text)
    assert whose(portal, focal) == PART, "what the whole filed since is not theirs"
    assert stayed.get(where(split_id)).status_code == 404
    assert "come back to your organisation?" in focal.get(where(split_id)).text
    focal.post(where(split_id), form(to=WHOLE))
    mine = account_of(portal, focal).account_id
    stayed.post(f"{OURS}/arrivals/{split_id}/{mine}", form())
    assert whose(portal, focal) == WHOLE


# --- flags, and what is hidden ------------------------------------------------------------------


def standing(portal: Pages, organisation_id: str) -> list[str]:
    with portal.engine.connect() as conn:
        return [one.flag_id for one in queries.flags_of(conn, organisation_id)]


def test_a_flag_stands_on_both_and_is_cleared_at_each(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    register.tell(flagged(portal, WHOLE))
    register.claimed(PART, "Other Watch")
    register.split(WHOLE, PART, flags=(named("flag"),))
    assert standing(portal, WHOLE) == standing(portal, PART) == [named("flag")]
    officer.post(f"{DESK}/{PART}/flags/{named('flag')}/clear", form())
    assert asked_for(portal.asked[0])[1]["organisation_id"] == PART
    register.tell(
        RiskFlagCleared(
            organisation_id=PART, flag_id=named("flag"), cleared_by="o", cleared_at=LATER
        )
    )
    assert standing(portal, PART) == []
    assert standing(portal, WHOLE) == [named("flag")]
    register.unsplit(WHOLE, PART, at=LATER)
    assert standing(portal, WHOLE) == [named("flag")], "clearing it at the part cleared it there"


def test_a_part_is_hidden_and_the_whole_stays_as_it_is(portal: Pages, register: Register) -> None:
    register.public(WHOLE, "Twin Watch")
    register.claimed(PART, "Other Watch")
    register.split(WHOLE, PART)
    assert public(portal) == {WHOLE}
    assert portal.visitor().get(f"/organisations/{PART}").status_code == 404
    assert "Other Watch" not in portal.visitor().get("/organisations").text
    register.opened(PART, LATER)
    assert public(portal) == {WHOLE, PART}, "by its own act, twice"
    register.unsplit(WHOLE, PART, at=LATER + STEP)
    assert public(portal) == {WHOLE}


def test_an_undo_hides_the_whole_if_a_part_is_at_risk(portal: Pages, register: Register) -> None:
    register.public(WHOLE, "Twin Watch")
    register.claimed(PART, "Other Watch")
    register.split(WHOLE, PART)
    register.tell(flagged(portal, PART))
    register.unsplit(WHOLE, PART, at=LATER, flags=(named("flag"),))
    assert not public(portal)
    assert standing(portal, WHOLE) == [named("flag")]


def test_the_officers_are_asked_and_those_who_choose_are_told(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    member = person(portal)
    everybody = (officer, focal, member)

    def kinds() -> list[list[str]]:
        for _ in range(2):
            notices.due(portal.engine, portal.settings, at=portal.clock())
        return [
            sorted(kind for kind in told_of(portal, one) if kind != "split-proposed")
            for one in everybody
        ]

    split_id = split(portal, register, focal, member)
    assert kinds() == [[], ["split"], ["split"]]
    focal.post(where(split_id), form(to=PART))
    member.post(where(split_id), form(to=PART))
    assert kinds() == [[], ["arrival", "split"], ["split"]]
    register.unsplit(WHOLE, PART, at=portal.clock())
    assert kinds() == [[], ["arrival", "merged", "split", "unsplit"], ["split"]]


def test_another_officer_is_told_that_a_split_waits(
    portal: Pages, register: Register, officer: Visitor, focal: Visitor
) -> None:
    register.splitting(WHOLE, PART, by="somebody")
    notices.due(portal.engine, portal.settings, at=LONG_AGO)
    assert list(told_of(portal, officer)) == ["split-proposed"]
