"""Calls for input that were for everybody when they were issued, and were not withdrawn.

What tells the public of them reads this, and never the tables of contributions.
"""

from typing import Any, Final

from sqlalchemy import Select, or_, select

from portal.followup.inputs.read_model import calls

_c = calls.c
ANNOUNCED: Final[Select[Any]] = select(
    _c.call_id.label("key"),
    _c.issued_at.label("on"),
    _c.closes_on.label("until"),
    _c.state.label("states"),
    _c.mandate.label("mandates"),
    _c.call_id.label("page"),
).where(_c.public.is_(True), or_(_c.ended.is_(None), _c.ended != "withdrawn"))
