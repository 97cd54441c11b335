"""One consumer group under the classic protocol: its members, leader and assignments.

The rules are those of Apache Kafka's GroupMetadataManager (4.x) for classic groups: dynamic and
static members, one generation after another, a session and a rebalance timeout each. Members live
in memory only; after a restart they join again. A new group does not wait for more members
(`group.initial.rebalance.delay.ms` is 0).
"""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from deploy.local.broker.codes import Code
from deploy.local.broker.members import Join, Joined, Member, MemberSeen, Synced


class State(StrEnum):
    """States of a group, named as Kafka reports them."""

    EMPTY = "Empty"
    PREPARING = "PreparingRebalance"
    COMPLETING = "CompletingRebalance"
    STABLE = "Stable"


@dataclass(slots=True)
class Group:
    """A group; methods are called from the event loop only."""

    group_id: str
    state: State = State.EMPTY
    generation: int = 0
    protocol_type: str = ""
    protocol: str | None = None
    leader: str | None = None
    members: dict[str, Member] = field(default_factory=dict)
    _pending: dict[str, asyncio.TimerHandle] = field(default_factory=dict)
    _timer: asyncio.TimerHandle | None = None

    # joining

    async def join(self, ask: Join) -> Joined:
        """Enter or re-enter; answers when the generation is complete."""
        if not ask.protocol_type or not ask.protocols or not self._agrees(ask):
            return self._refused(ask, Code.INCONSISTENT_GROUP_PROTOCOL)
        occupant = self._static(ask.instance_id)
        if not ask.member_id:
            if occupant:
                return await self._replaced(occupant, ask)
            if ask.must_know_id and ask.instance_id is None:
                return self._given_id(ask)
            return await self._entered(_new_id(ask), ask)
        if occupant and occupant.member_id != ask.member_id:
            return self._refused(ask, Code.FENCED_INSTANCE_ID)
        if handle := self._pending.pop(ask.member_id, None):
            handle.cancel()
            return await self._entered(ask.member_id, ask)
        if member := self.members.get(ask.member_id):
            return await self._rejoined(member, ask)
        return self._refused(ask, Code.UNKNOWN_MEMBER_ID)

    def _agrees(self, ask: Join) -> bool:
        if not self.members:
            return True
        return ask.protocol_type == self.protocol_type and any(
            all(name in member.protocols for member in self.members.values())
            for name in ask.protocols
        )

    def _static(self, instance_id: str | None) -> Member | None:
        if instance_id is None:
            return None
        return next((m for m in self.members.values() if m.instance_id == instance_id), None)

    def _refused(self, ask: Join, code: Code) -> Joined:
        return Joined(code, member_id=ask.member_id)

    def _given_id(self, ask: Join) -> Joined:
        member_id = _new_id(ask)
        loop = asyncio.get_running_loop()
        self._pending[member_id] = loop.call_later(ask.session, self._gave_up, member_id)
        return Joined(Code.MEMBER_ID_REQUIRED, member_id=member_id)

    def _gave_up(self, member_id: str) -> None:
        del self._pending[member_id]
        if self.state is State.PREPARING:
            self._complete_if_all_joined()

    async def _entered(self, member_id: str, ask: Join) -> Joined:
        self.protocol_type = ask.protocol_type
        member = self.members[member_id] = Member.of(member_id, ask)
        return await self._await_generation(member)

    async def _rejoined(self, member: Member, ask: Join) -> Joined:
        changed = member.protocols != ask.protocols
        member.take(ask)
        settled = self.state is State.COMPLETING or (
            self.state is State.STABLE and member.member_id != self.leader
        )
        if settled and not changed:
            self._touch(member)
            return self._present(member)
        return await self._await_generation(member)

    async def _replaced(self, old: Member, ask: Join) -> Joined:
        """A static member came back under its instance id: the former one is fenced (KIP-345)."""
        old.dismiss(Code.FENCED_INSTANCE_ID)
        member = Member.of(_new_id(ask), ask)
        member.assignment = old.assignment
        self.members = {
            (member if m is old else m).member_id: (member if m is old else m)
            for m in self.members.values()
        }
        leader = self.leader
        if leader == old.member_id:
            self.leader = member.member_id
        if self.state is State.STABLE and self._elected() == self.protocol:
            self._touch(member)
            # Named leader is the fenced id, so that the returned member follows and asks no one
            # to assign anew.
            return Joined(Code.NONE, self.generation, self.protocol, leader or "", member.member_id)
        return await self._await_generation(member)

    async def _await_generation(self, member: Member) -> Joined:
        member.joining = asyncio.get_running_loop().create_future()
        waiting = member.joining
        if self.state is State.PREPARING:
            self._complete_if_all_joined()
        else:
            self._rebalance()
        return await waiting

    # rebalancing

    def _rebalance(self) -> None:
        first = self.state is State.EMPTY
        for member in self.members.values():
            member.synced(Synced(Code.REBALANCE_IN_PROGRESS))
        self.state = State.PREPARING
        if first:
            self._complete()
        else:
            self._after(
                max((m.rebalance for m in self.members.values()), default=0), self._complete
            )
            self._complete_if_all_joined()

    def _complete_if_all_joined(self) -> None:
        if not self._pending and all(m.joining for m in self.members.values()):
            self._complete()

    def _complete(self) -> None:
        """Begin the next generation with those who joined; absent dynamic members are out."""
        self._after(None)
        for member in list(self.members.values()):
            if not member.joining and member.instance_id is None:
                member.dismiss(Code.UNKNOWN_MEMBER_ID)
                del self.members[member.member_id]
        joined = [member for member in self.members.values() if member.joining]
        if self.members and not joined:  # only static members, all away: give them their time
            self._after(max(m.rebalance for m in self.members.values()), self._complete)
            return
        self.generation += 1
        if not joined:
            self.state, self.protocol, self.leader = State.EMPTY, None, None
            return
        self.protocol = self._elected()
        if self.leader not in {member.member_id for member in joined}:
            self.leader = joined[0].member_id
        self.state = State.COMPLETING
        self._after(max(m.rebalance for m in joined), self._drop_unsynced)
        for member in joined:
            self._touch(member)
            member.joined(self._present(member))

    def _elected(self) -> str | None:
        """The protocol that all can, by the first choice of most."""
        shared = set.intersection(*(set(m.protocols) for m in self.members.values()))
        votes = Counter(
            next(name for name in member.protocols if name in shared)
            for member in self.members.values()
            if shared
        )
        return votes.most_common(1)[0][0] if votes else None

    def _present(self, member: Member) -> Joined:
        seen: tuple[MemberSeen, ...] = ()
        if member.member_id == self.leader:
            seen = tuple(
                MemberSeen(m.member_id, m.instance_id, m.protocols.get(self.protocol or "", b""))
                for m in self.members.values()
            )
        return Joined(
            Code.NONE, self.generation, self.protocol, self.leader or "", member.member_id, seen
        )

    def _drop_unsynced(self) -> None:
        for member in [m for m in self.members.values() if not m.syncing]:
            member.dismiss(Code.UNKNOWN_MEMBER_ID)
            del self.members[member.member_id]
        self._rebalance()

    def _after(self, seconds: float | None, then: Callable[[], None] | None = None) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if seconds is not None and then:
            self._timer = asyncio.get_running_loop().call_later(seconds, then)

    # within a generation

    def check(self, member_id: str, generation: int, instance_id: str | None) -> Code:
        """Whether this member and generation are current; keeps the session alive."""
        occupant = self._static(instance_id)
        if occupant and occupant.member_id != member_id:
            return Code.FENCED_INSTANCE_ID
        member = self.members.get(member_id)
        if member is None or (instance_id is not None and occupant is None):
            return Code.UNKNOWN_MEMBER_ID
        if generation != self.generation:
            return Code.ILLEGAL_GENERATION
        self._touch(member)
        return Code.NONE

    async def sync(
        self,
        member_id: str,
        generation: int,
        instance_id: str | None,
        assignments: dict[str, bytes],
    ) -> Synced:
        """A member asks for its assignment; the leader brings everybody's."""
        code = self.check(member_id, generation, instance_id)
        if code:
            return Synced(code)
        member = self.members[member_id]
        if self.state is State.PREPARING:
            return Synced(Code.REBALANCE_IN_PROGRESS)
        if self.state is State.STABLE:
            return Synced(Code.NONE, member.assignment)
        member.syncing = asyncio.get_running_loop().create_future()
        waiting = member.syncing
        if member_id == self.leader:
            self.state = State.STABLE
            self._after(None)
            for each in self.members.values():
                each.assignment = assignments.get(each.member_id, b"")
                if each.syncing:
                    self._touch(each)
                each.synced(Synced(Code.NONE, each.assignment))
        return await waiting

    def heartbeat(self, member_id: str, generation: int, instance_id: str | None) -> Code:
        """Keep a member's session alive."""
        code = self.check(member_id, generation, instance_id)
        if not code and self.state is State.PREPARING:
            return Code.REBALANCE_IN_PROGRESS
        return code

    def may_commit(self, member_id: str, generation: int, instance_id: str | None) -> Code:
        """Whether offsets may be committed; a simple consumer's may while nobody is a member."""
        if generation < 0 and self.state is State.EMPTY:
            return Code.NONE
        if generation < 0 and not member_id and instance_id is None:
            return Code.UNKNOWN_MEMBER_ID
        code = self.check(member_id, generation, instance_id)
        if not code and self.state is State.COMPLETING:
            return Code.REBALANCE_IN_PROGRESS
        return code

    def leave(self, member_id: str, instance_id: str | None) -> Code:
        """Remove a member, by member id or, for a static member, by instance id."""
        if handle := self._pending.pop(member_id, None):
            handle.cancel()
            if self.state is State.PREPARING:
                self._complete_if_all_joined()
            return Code.NONE
        member = self._static(instance_id) if instance_id is not None else None
        if member and member_id and member.member_id != member_id:
            return Code.FENCED_INSTANCE_ID
        if instance_id is None:
            member = self.members.get(member_id)
        if member is None:
            return Code.UNKNOWN_MEMBER_ID
        self._remove(member)
        return Code.NONE

    def _remove(self, member: Member) -> None:
        member.dismiss(Code.UNKNOWN_MEMBER_ID)
        del self.members[member.member_id]
        if self.leader == member.member_id:
            self.leader = next(iter(self.members), None)
        if self.state is State.PREPARING:
            self._complete_if_all_joined()
        else:
            self._rebalance()

    # sessions

    def _touch(self, member: Member) -> None:
        loop = asyncio.get_running_loop()
        member.deadline = loop.time() + member.session
        if member.watch is None:
            member.watch = loop.call_at(member.deadline, self._look_at, member)

    def _look_at(self, member: Member) -> None:
        """One timer for each member: it is set again for as long as the session was kept alive."""
        loop = asyncio.get_running_loop()
        member.watch = None
        if self.members.get(member.member_id) is not member:
            return
        if member.joining or member.syncing:  # it waits for us, not we for it
            self._touch(member)
        elif loop.time() < member.deadline:
            member.watch = loop.call_at(member.deadline, self._look_at, member)
        else:
            self._remove(member)


def _new_id(ask: Join) -> str:
    return f"{ask.instance_id or ask.client_id}-{uuid.uuid4()}"
