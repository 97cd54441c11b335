"""Commands made from their own fields: whatever somebody could ask for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from shared.core.message import derive_id
from shared.core.testing import AT
from shared.reference import CRITERIA

MANDATES, STATES = ("sr-torture", "wgad"), ("KEN", "FRA")
IDS = [str(derive_id("decider", n)) for n in range(2)]
WORDS = [*MANDATES, *STATES, *CRITERIA, "AFR", "WEOG", "en", "fr", "full", "partial", "x", "a" * 64]


def made_of(hint: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Return values of a command's field."""
    return _made_of(hint, name)


@cache  # to build what makes values takes longer than to make them
def _made_of(hint: Any, name: str) -> st.SearchStrategy[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return made_of(args[0], name)
    if origin is Literal:
        return st.sampled_from(args)
    if origin in {Union, UnionType}:
        return st.one_of(*(made_of(one, name) for one in args))
    if origin is tuple and (len(args) != 2 or args[1] is not Ellipsis):
        return st.tuples(*(made_of(one, name) for one in args))
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(made_of(args[0]), made_of(args[1]), max_size=3)
    if origin in {tuple, frozenset, Sequence, Collection, list}:
        many = st.lists(made_of(args[0], name), max_size=3)
        return many.map(frozenset if origin is frozenset else tuple)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        return st.builds(
            hint,
            **{one.name: made_of(hints[one.name], one.name) for one in fields(hint)},
        )
    if hint is str:
        return st.sampled_from(IDS if name.endswith(("_id", "_ids")) else WORDS)
    return {
        bool: st.booleans(),
        int: st.integers(-1, 6),
        float: st.floats(-1, 6),
        date: st.integers(-90, 90).map(lambda days: (AT + timedelta(days=days)).date()),
        datetime: st.integers(-90, 90).map(lambda days: AT + timedelta(days=days)),
        NoneType: st.none(),
    }[hint]
