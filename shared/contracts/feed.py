"""What the feed shows of a fact (R10 of procedure.md section 6.2), field by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """``words``: what happened. All others are names of the fact's fields; None: not shown.

    ``recipient``: the field of a code, or of several, of which the first is shown. ``public``: the
    fact is public, so the desk of the recipient may see it. ``unsent``: nothing went to a State
    yet, so a mandate on a country, which says which State, is named only to who reads the
    submission. ``where``: which of these facts have a line; None: all of them.
    """

    words: str
    mandates: str | None = None
    recipient: str | None = None
    type: str | None = None
    reference: str | None = None
    public: bool = False
    unsent: bool = False
    where: Callable[[Any], bool] | None = None


Feed: TypeAlias = Mapping[type, Shown]
"""The facts that have a line; no other fact has one."""
