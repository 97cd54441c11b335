"""Calls for input that were for everybody when they were issued, and were not withdrawn.

What tells the public of them reads this, and never the tables of contributions.
"""

from typing import Any, Final

from sqlalchemy import Select, Table, and_, or_, select

from portal.followup.inputs.read_model import calls

_c = calls.c
CALLS: Final[Table] = calls
"""It holds no word of what was sent in."""
FOR_ALL: Final = and_(_c.public.is_(True), or_(_c.ended.is_(None), _c.ended != "withdrawn"))
"""Also those that are over: their pages stay."""
ANNOUNCED: Final[Select[Any]] = select(
    _c.call_id.label("key"),
    _c.issued_at.label("on"),
    _c.closes_on.label("until"),
    _c.state.label("states"),
    _c.mandate.label("mandates"),
    _c.call_id.label("page"),
).where(FOR_ALL)
