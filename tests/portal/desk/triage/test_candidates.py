from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from portal.casefile.queue.tables import tokens
from portal.desk.triage import candidates
from portal.desk.triage.candidates import COMMON, Possible, compared
from portal.desk.triage.read_model import TRIAGE
from shared.contracts.intake_erasure import PersonErased
from shared.core.actor import Actor
from shared.read_models.model import Applier
from tests.support.submissions import AT, Told, received, triaged
from tests.support.triage import DESK, case, joined, officer, parted

TEXT = tuple(f"t:{n}" for n in range(8))


def possible(engine: Engine, *numbers: int, actor: Actor = DESK, **also: bool) -> list[Possible]:
    ids = [case(n) for n in numbers]
    with engine.connect() as conn:
        found = candidates.possible(conn, actor, ids, **also)
    return [found[one] for one in ids]


def ids(found: Possible) -> list[str]:
    return [one.submission_id for one in found.best]


@pytest.mark.parametrize(
    ("theirs", "near"),
    [
        (("v:a",), True),
        (("v:b",), False),
        (("d:k", *TEXT[:4]), True),
        (("d:k", *TEXT[:3]), False),
        (("d:f", *TEXT), False),
        (("d:k",), False),
        (("f:s",), True),
        (("p:s",), True),
        (("f:h",), True),
        (("p:h",), False),
        ((), False),
    ],
)
def test_two_are_near_by_a_victims_name_or_its_sound_or_by_place_month_and_half_of_the_text(
    theirs: tuple[str, ...], *, near: bool
) -> None:
    mine = frozenset({"v:a", "f:s", "p:h", "d:k", *TEXT})
    assert (compared("other", mine, frozenset(theirs)) is not None) == near


def test_they_are_found_from_either_side_and_the_nearest_is_first(engine: Engine) -> None:
    told = Told(engine)
    told.tell(
        received(case(1), matching=("v:a", "d:k", *TEXT)),
        received(case(2), matching=("v:z", "d:k", *TEXT[:4])),
        received(case(3), matching=("v:a", "d:f")),
        received(case(4), matching=("v:y", "d:k", *TEXT[:6])),
        received(case(5), matching=("v:x", "d:k", "t:elsewhere")),
        received(case(6)),
    )
    one, two, five, six = possible(engine, 1, 2, 5, 6)
    assert ids(one) == [case(3), case(4), case(2)]
    assert set(ids(two)) == {case(1), case(4)}
    assert (ids(five), ids(six)) == ([], [])


def test_names_that_sound_alike_are_found_from_either_side_after_equal_ones(
    engine: Engine,
) -> None:
    told = Told(engine)
    told.tell(
        received(case(1), matching=("v:a", "f:whole", "p:part")),
        received(case(2), matching=("v:b", "f:part")),
        received(case(3), matching=("v:c", "f:more", "p:whole", "p:part")),
        received(case(4), matching=("v:d", "f:whole")),
        received(case(5), matching=("v:a",)),
    )
    one, two, three, four = possible(engine, 1, 2, 3, 4)
    assert (one.best[0].submission_id, one.best[0].victims) == (case(5), 1)
    assert {found.submission_id for found in one.best[1:] if found.alike == 1} == set(
        map(case, (2, 3, 4))
    )
    assert set(ids(two)) == {case(1), case(3)}
    assert set(ids(three)) == {case(1), case(2), case(4)}
    assert set(ids(four)) == {case(1), case(3)}


def test_a_sound_that_many_names_have_tells_of_no_campaign(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n), matching=("f:s",)) for n in range(COMMON + 2)))
    [found] = possible(engine, 1, campaigns=True)
    assert (found.campaign, found.count) == (False, 0)


def test_what_was_linked_is_left_out_until_the_link_is_undone(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n), matching=("v:a",)) for n in (1, 2, 3)))
    told.tell(joined(case(1), case(2)))
    assert [ids(one) for one in possible(engine, 1, 2)] == [[case(3)], [case(3)]]
    told.tell(parted(case(1), case(2)))
    assert set(ids(possible(engine, 1)[0])) == {case(2), case(3)}


def test_what_does_not_exist_for_who_asks_is_neither_named_nor_counted(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n), matching=("v:a",)) for n in (1, 2, 3)))
    told.tell(triaged(case(1), mandates=("wgad",)), triaged(case(3), mandates=("wgad",)))
    [found] = possible(engine, 1, actor=officer("wgad"))
    assert ids(found) == [case(3)]
    assert found.count == 1


def test_a_campaign_is_told_and_not_compared_one_by_one(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n), matching=("d:k", *TEXT)) for n in range(COMMON + 2)))
    told.tell(received(case(900), matching=("d:k", "t:0", *(f"t:x{n}" for n in range(7)))))
    one, apart = possible(engine, 1, 900)
    assert (one.campaign, one.count) == (True, 0)
    assert (apart.campaign, apart.count) == (False, 0)
    [some] = possible(engine, 1, campaigns=True)
    assert some.campaign
    assert 0 < some.count <= candidates.SHOWN + 1


def test_a_campaign_that_does_not_exist_for_who_asks_is_none(engine: Engine) -> None:
    told = Told(engine)
    told.tell(*(received(case(n), matching=("d:k", *TEXT)) for n in range(COMMON + 2)))
    told.tell(*(triaged(case(n), mandates=("wgad",)) for n in (1, 3)))
    for campaigns in (False, True):
        [found] = possible(engine, 1, actor=officer("wgad"), campaigns=campaigns)
        assert (found.campaign, ids(found)) == (False, [case(3)])


def test_nothing_is_asked_about_nothing(engine: Engine) -> None:
    Told(engine)
    assert possible(engine) == []


def test_the_hashes_of_what_was_erased_are_gone_also_after_a_rebuild(engine: Engine) -> None:
    told = Told(engine)
    told.tell(
        received(case(1), matching=("v:a", "d:k", *TEXT)),
        received(case(2), matching=("v:a", "d:k")),
    )
    source = PersonErased(
        submission_id=case(1),
        erasure_id="e-1",
        what="source",
        basis="safety",
        asked_by="family",
        erased_by="protection-1",
        erased_at=AT,
    )
    told.tell(source)
    assert ids(possible(engine, 2)[0]) == [case(1)]  # who the source is, is no part of them
    told.tell(replace(source, what="submission"))
    rebuilt = Applier(engine, TRIAGE)
    for again in (False, True):
        if again:
            rebuilt.drop()
            rebuilt.prepare()
            rebuilt.apply(told.facts)
        with engine.connect() as conn:
            assert set(conn.scalars(select(tokens.c.submission_id))) == {case(2)}
        assert not possible(engine, 2)[0].best
