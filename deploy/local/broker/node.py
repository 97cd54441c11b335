"""The node: its stored state, the groups that it coordinates, and its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from deploy.local.broker.groups import Group
from deploy.local.broker.kept import Kept

NODE_ID = 1

# Requests and answers are objects of kafka-python's generated codecs, which carry no types.
Request: TypeAlias = Any
Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Client:
    """The client of a request."""

    client_id: str
    host: str


@dataclass(slots=True)
class Node:
    """Everything that requests are answered from."""

    kept: Kept
    host: str
    port: int
    auto_create: bool
    min_session_ms: int
    partitions: int
    groups: dict[str, Group] = field(default_factory=dict)

    def group(self, group_id: str) -> Group:
        """The group of this name, made when it is first asked for."""
        return self.groups.setdefault(group_id, Group(group_id))

    def known_groups(self) -> set[str]:
        """Groups that have or had members, or have or had committed offsets."""
        had_members = {g for g, group in self.groups.items() if group.generation}
        return had_members | set(self.kept.offsets)

    def known_group(self, group_id: str) -> Group | None:
        """A group that is known, if only by its offsets."""
        return self.groups.get(group_id) or (
            Group(group_id) if group_id in self.kept.offsets else None
        )
