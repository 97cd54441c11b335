"""Membership of consumer groups, one request at a time."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from kafka.protocol.consumer import (
    HeartbeatRequest,
    JoinGroupRequest,
    LeaveGroupRequest,
    SyncGroupRequest,
)
from kafka.protocol.consumer.metadata import ConsumerProtocolSubscription

from deploy.local.broker.testing import Wire

pytestmark = pytest.mark.live

NONE, ILLEGAL_GENERATION, INCONSISTENT, INVALID_GROUP, UNKNOWN_MEMBER = 0, 22, 23, 24, 25
INVALID_SESSION, REBALANCING, ID_REQUIRED, FENCED = 26, 27, 79, 82


class Me(NamedTuple):
    """A member of a group, on its own connection."""

    wire: Wire
    group: str
    member_id: str = ""
    instance_id: str | None = None


def subscription(word: str = "t") -> bytes:
    return bytes(ConsumerProtocolSubscription(topics=[word], user_data=b"", version=1).encode())


def joining(me: Me, **wish: Any) -> Any:
    wish = {"session": 6000, "rebalance": 6000, "kind": "consumer", "protocols": ["range"], **wish}
    kind = JoinGroupRequest.JoinGroupRequestProtocol
    return JoinGroupRequest(
        group_id=me.group,
        session_timeout_ms=wish["session"],
        rebalance_timeout_ms=wish["rebalance"],
        member_id=me.member_id,
        group_instance_id=me.instance_id,
        protocol_type=wish["kind"],
        protocols=[
            kind(name=name, metadata=subscription(wish.get("topic", "t")))
            for name in wish["protocols"]
        ],
    )


def join(me: Me, **wish: Any) -> Any:
    return me.wire.ask(joining(me, **wish), 5)


def syncing(me: Me, generation: int, shares: dict[str, bytes] | None = None) -> Any:
    kind = SyncGroupRequest.SyncGroupRequestAssignment
    return SyncGroupRequest(
        group_id=me.group,
        generation_id=generation,
        member_id=me.member_id,
        group_instance_id=me.instance_id,
        assignments=[kind(member_id=who, assignment=what) for who, what in (shares or {}).items()],
    )


def sync(me: Me, generation: int, shares: dict[str, bytes] | None = None) -> Any:
    return me.wire.ask(syncing(me, generation, shares), 3)


def beat(me: Me, generation: int) -> int:
    request = HeartbeatRequest(
        group_id=me.group,
        generation_id=generation,
        member_id=me.member_id,
        group_instance_id=me.instance_id,
    )
    return int(me.wire.ask(request, 3).error_code)


def leave(me: Me) -> int:
    kind = LeaveGroupRequest.MemberIdentity
    who = kind(member_id=me.member_id, group_instance_id=me.instance_id)
    answer = me.wire.ask(LeaveGroupRequest(group_id=me.group, members=[who]), 4)
    assert answer.error_code == NONE
    return int(answer.members[0].error_code)


def entered(me: Me, **wish: Any) -> Me:
    """With a member id, not yet joined."""
    answer = join(me, **wish)
    assert answer.error_code == ID_REQUIRED
    return me._replace(member_id=answer.member_id)


@pytest.fixture
def alone(connect: Callable[[], Wire], new_group: Callable[[], str]) -> Me:
    """The only member, in generation 1, with its share."""
    me = entered(Me(connect(), new_group()))
    answer = join(me)
    assert (answer.error_code, answer.generation_id, answer.leader) == (NONE, 1, me.member_id)
    assert sync(me, 1, {me.member_id: b"all"}).assignment == b"all"
    return me


def test_a_member_that_does_not_know_its_id_is_given_one(
    wire: Wire, new_group: Callable[[], str]
) -> None:
    me = entered(Me(wire, new_group()))
    assert me.member_id.startswith("wire-")


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"session": 10}, INVALID_SESSION),
        ({"session": 10**9}, INVALID_SESSION),
        ({"kind": ""}, INCONSISTENT),
        ({"protocols": []}, INCONSISTENT),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    wire: Wire, new_group: Callable[[], str], wish: dict[str, Any], code: int
) -> None:
    assert join(Me(wire, new_group()), **wish).error_code == code


def test_a_group_has_a_name_and_knows_its_members(wire: Wire, new_group: Callable[[], str]) -> None:
    assert join(Me(wire, "")).error_code == INVALID_GROUP
    assert join(Me(wire, new_group(), "stranger")).error_code == UNKNOWN_MEMBER


def test_before_the_sync_nothing_is_settled(
    connect: Callable[[], Wire], new_group: Callable[[], str]
) -> None:
    me = entered(Me(connect(), new_group()))
    join(me)
    assert beat(me, 1) == NONE
    assert sync(me, 2).error_code == ILLEGAL_GENERATION
    assert sync(me._replace(member_id="stranger"), 1).error_code == UNKNOWN_MEMBER


def test_a_heartbeat_is_for_this_generation_and_a_member(alone: Me) -> None:
    assert beat(alone, 1) == NONE
    assert beat(alone, 2) == ILLEGAL_GENERATION
    assert beat(alone, 0) == ILLEGAL_GENERATION
    assert beat(alone._replace(member_id="stranger"), 1) == UNKNOWN_MEMBER


def test_asking_twice_for_the_share_gives_it_twice(alone: Me) -> None:
    assert sync(alone, 1).assignment == b"all"


def test_the_leader_that_joins_again_begins_a_generation(alone: Me) -> None:
    answer = join(alone)
    assert (answer.error_code, answer.generation_id, len(answer.members)) == (NONE, 2, 1)


def test_members_agree_on_a_protocol(connect: Callable[[], Wire], alone: Me) -> None:
    other = alone._replace(wire=connect(), member_id="")
    assert join(other, protocols=["sticky"]).error_code == INCONSISTENT
    assert join(other, kind="connect").error_code == INCONSISTENT


@pytest.fixture
def pair(connect: Callable[[], Wire], alone: Me) -> tuple[Me, Me]:
    """Two members in generation 2; the first leads."""
    second = entered(alone._replace(wire=connect(), member_id=""))
    second.wire.send(joining(second), 5)
    deadline = time.monotonic() + 5
    while beat(alone, 1) != REBALANCING:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert sync(alone, 1).error_code == REBALANCING
    led = join(alone)
    followed = second.wire.receive(joining(second), 5)
    assert (led.leader, followed.leader) == (alone.member_id, alone.member_id)
    assert (len(led.members), len(followed.members)) == (2, 0)
    second.wire.send(syncing(second, 2), 3)
    shares = {alone.member_id: b"one", second.member_id: b"two"}
    assert sync(alone, 2, shares).assignment == b"one"
    assert second.wire.receive(syncing(second, 2), 3).assignment == b"two"
    return alone, second


def test_a_follower_that_joins_again_unchanged_disturbs_nobody(pair: tuple[Me, Me]) -> None:
    leader, follower = pair
    answer = join(follower)
    assert (answer.error_code, answer.generation_id) == (NONE, 2)
    assert beat(leader, 2) == NONE


def test_a_follower_that_wants_something_else_begins_a_generation(pair: tuple[Me, Me]) -> None:
    leader, follower = pair
    follower.wire.send(joining(follower, topic="other"), 5)
    time.sleep(0.2)
    assert beat(leader, 2) == REBALANCING
    assert join(leader).generation_id == 3
    assert follower.wire.receive(joining(follower), 5).generation_id == 3


def test_when_the_leader_leaves_another_leads(pair: tuple[Me, Me]) -> None:
    leader, follower = pair
    assert leave(leader) == NONE
    assert beat(follower, 2) == REBALANCING
    answer = join(follower)
    assert (answer.leader, answer.generation_id) == (follower.member_id, 3)
    assert leave(leader) == UNKNOWN_MEMBER


def test_a_waiting_sync_is_told_when_the_leader_leaves(pair: tuple[Me, Me]) -> None:
    leader, follower = pair
    follower.wire.send(joining(follower, topic="other"), 5)
    time.sleep(0.2)
    join(leader)
    follower.wire.receive(joining(follower), 5)
    follower.wire.send(syncing(follower, 3), 3)
    time.sleep(0.2)
    leave(leader)
    assert follower.wire.receive(syncing(follower, 3), 3).error_code == REBALANCING


def test_a_silent_member_is_dropped_after_its_session(
    connect: Callable[[], Wire], new_group: Callable[[], str], short_session: int
) -> None:
    me = entered(Me(connect(), new_group()), session=short_session)
    join(me, session=short_session)
    sync(me, 1, {me.member_id: b"all"})
    time.sleep(short_session / 1000 * 0.6)
    assert beat(me, 1) == NONE
    time.sleep(short_session / 1000 * 0.6)
    assert beat(me, 1) == NONE
    time.sleep(short_session / 1000 * 1.5)
    assert beat(me, 1) == UNKNOWN_MEMBER


def test_who_does_not_rejoin_in_time_is_out(
    connect: Callable[[], Wire], new_group: Callable[[], str]
) -> None:
    slow = entered(Me(connect(), new_group()), rebalance=1000)
    join(slow, rebalance=1000)
    sync(slow, 1, {slow.member_id: b"all"})
    quick = entered(slow._replace(wire=connect(), member_id=""), rebalance=1000)
    began = time.monotonic()
    answer = join(quick, rebalance=1000)
    assert 0.7 < time.monotonic() - began < 4
    assert (answer.leader, len(answer.members)) == (quick.member_id, 1)
    assert beat(slow, 2) == UNKNOWN_MEMBER


def test_who_does_not_sync_in_time_is_out(
    connect: Callable[[], Wire], new_group: Callable[[], str]
) -> None:
    me = entered(Me(connect(), new_group()), rebalance=1000)
    join(me, rebalance=1000)
    time.sleep(1.7)
    assert beat(me, 1) == UNKNOWN_MEMBER


def test_a_static_member_replaces_itself_and_fences_its_past(
    connect: Callable[[], Wire], new_group: Callable[[], str]
) -> None:
    old = Me(connect(), new_group(), instance_id="one")
    old = old._replace(member_id=join(old).member_id)
    assert old.member_id.startswith("one-")
    sync(old, 1, {old.member_id: b"all"})
    new = old._replace(wire=connect(), member_id="")
    answer = join(new)
    new = new._replace(member_id=answer.member_id)
    # no new generation; it is told to follow whom it was before
    assert (answer.error_code, answer.generation_id, answer.leader) == (NONE, 1, old.member_id)
    assert sync(new, 1).assignment == b"all"
    assert beat(new, 1) == NONE
    assert beat(old, 1) == FENCED
    assert sync(old, 1).error_code == FENCED
    assert join(old).error_code == FENCED
    assert leave(old) == FENCED


def test_a_static_member_leaves_by_the_name_of_its_instance(
    connect: Callable[[], Wire], new_group: Callable[[], str]
) -> None:
    me = Me(connect(), new_group(), instance_id="one")
    me = me._replace(member_id=join(me).member_id)
    sync(me, 1, {me.member_id: b"all"})
    assert leave(me._replace(member_id="", instance_id="two")) == UNKNOWN_MEMBER
    assert leave(me._replace(member_id="")) == NONE
    assert beat(me, 1) == UNKNOWN_MEMBER
