"""Members of a consumer group, their requests and the answers to them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import NamedTuple

from deploy.local.broker.codes import Code


@dataclass(frozen=True, slots=True)
class Join:
    """A request to join a group; times in seconds, protocols with the first choice first."""

    member_id: str
    instance_id: str | None
    client_id: str
    client_host: str
    session: float
    rebalance: float
    protocol_type: str
    protocols: dict[str, bytes]
    must_know_id: bool


class MemberSeen(NamedTuple):
    """A member's description for its leader."""

    member_id: str
    instance_id: str | None
    metadata: bytes


class Joined(NamedTuple):
    """The answer to a join request; only the leader gets the members."""

    code: Code
    generation: int = -1
    protocol: str | None = None
    leader: str = ""
    member_id: str = ""
    members: tuple[MemberSeen, ...] = ()


class Synced(NamedTuple):
    """The assignment of a member."""

    code: Code
    assignment: bytes = b""


@dataclass(slots=True, eq=False)
class Member:
    """One member. It waits in `joining` for a generation, in `syncing` for its share of it."""

    member_id: str
    instance_id: str | None
    client_id: str
    client_host: str
    session: float
    rebalance: float
    protocols: dict[str, bytes]
    assignment: bytes = b""
    joining: asyncio.Future[Joined] | None = None
    syncing: asyncio.Future[Synced] | None = None
    deadline: float = 0.0
    watch: asyncio.TimerHandle | None = None

    @classmethod
    def of(cls, member_id: str, ask: Join) -> Member:
        """A member as it asked to be."""
        return cls(
            member_id,
            ask.instance_id,
            ask.client_id,
            ask.client_host,
            ask.session,
            ask.rebalance,
            ask.protocols,
        )

    def take(self, ask: Join) -> None:
        """Note what may have changed since it joined."""
        self.client_id, self.client_host = ask.client_id, ask.client_host
        self.session, self.rebalance, self.protocols = ask.session, ask.rebalance, ask.protocols

    def joined(self, answer: Joined) -> None:
        """Answer its waiting join, if one waits and its connection still does."""
        waiting, self.joining = self.joining, None
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def synced(self, answer: Synced) -> None:
        """Answer its waiting sync, likewise."""
        waiting, self.syncing = self.syncing, None
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def dismiss(self, code: Code) -> None:
        """Tell it that it is no member any more, and forget its timer."""
        self.joined(Joined(code, member_id=self.member_id))
        self.synced(Synced(code))
        if self.watch:
            self.watch.cancel()
            self.watch = None
