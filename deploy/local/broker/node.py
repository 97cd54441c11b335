"""The node: what it keeps, the groups it coordinates, and where it is reached."""

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
    """Who asks."""

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
        """Groups that have or had members, or have committed offsets."""
        return {g for g, group in self.groups.items() if group.generation or group.members} | {
            group_id for group_id, offsets in self.kept.offsets.items() if offsets
        }
