"""Narrow budgets, so that a test uses them up."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

NARROW: Final[Mapping[str, Any]] = MappingProxyType(
    {"pace_network": 5, "pace_total": 20, "pace_work": 64, "pace_wait_seconds": 10}
)
"""A network sends one submission for nothing, and all of them together send five."""
