"""The sentences of refusals, found where rules and pages say them.

A sentence is written out where it is raised, or is a constant; ``no`` and ``nor`` give it to a rule
that several acts share. Whatever is put together, no translator gets to see.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from portal.web.i18n.languages import CATALOGUES

ROOT: Final = CATALOGUES.parent
_RULES: Final[Mapping[str, int]] = MappingProxyType({"Refused": 0, "Forbidden": 0, "say": 0})
_PAGES: Final[Mapping[str, int]] = MappingProxyType({"CommandRefused": 1, "Stopped": 1, "say": 0})
PLACES: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {"services": _RULES, "shared": _RULES, "portal": _PAGES}
)
"""Who says a refusal there, and which of its arguments is the sentence."""
_GIVEN: Final = frozenset({"no", "nor"})
_PASSED_ON: Final = _GIVEN | {"why"}
_TEXTS: Final = (ast.Constant, ast.JoinedStr, ast.BinOp)
_NOT_HERE: Final = ("shared/core/decider.py", "shared/core/said.py")
"""Where sentences only pass through."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence, or its forms for one and for many; none where they are put together.

    ``values``: the names of what stands in it; None where that is not said here.
    """

    place: str
    said: tuple[str, ...] | None
    values: frozenset[str] | None = None


@cache
def found() -> tuple[Found, ...]:
    """Return each refusal of services, shared parts and portal."""
    return tuple(
        one
        for place, says in PLACES.items()
        for path in sorted((ROOT / place).rglob("*.py"))
        if not path.relative_to(ROOT).as_posix().startswith(_NOT_HERE)
        for one in in_file(path, says)
    )


def in_file(path: Path, says: Mapping[str, int]) -> Iterator[Found]:
    for call in ast.walk(_parsed(path)):
        if isinstance(call, ast.Assign) and says is _RULES and _is_given(call):
            yield Found(f"{path}:{call.lineno}", _written(path, [call.value]))
        if not isinstance(call, ast.Call):
            continue
        place = f"{path}:{call.lineno}"
        for one in call.keywords:
            if says is _RULES and one.arg in _GIVEN and not _passes(one.value):
                yield Found(place, _written(path, [one.value]))
        name, forms = _says(call.func)
        texts = call.args[says[name] :][:forms] if name in says else []
        if texts and not _passes(texts[0]):
            values = frozenset(one.arg for one in call.keywords if one.arg)
            yield Found(place, _written(path, texts), values)


def _says(func: ast.expr) -> tuple[str, int]:
    """Return who says it, and in how many forms."""
    if isinstance(func, ast.Attribute) and func.attr == "many":
        return ast.unparse(func.value), 2
    return func.id if isinstance(func, ast.Name) else "", 1


def _is_given(assigned: ast.Assign) -> bool:
    """Whether it names a sentence that is handed on in the next line."""
    named = {getattr(target, "id", "") for target in assigned.targets}
    return bool(named & _GIVEN) and isinstance(assigned.value, _TEXTS)


def _passes(text: ast.expr) -> bool:
    """Whether the sentence comes from elsewhere, where it is found."""
    name = text.attr if isinstance(text, ast.Attribute) else getattr(text, "id", "")
    return name in _PASSED_ON


def _written(path: Path, texts: Sequence[ast.expr]) -> tuple[str, ...] | None:
    said = [_text(path, text) for text in texts]
    return None if None in said else tuple(one for one in said if one)


def _text(path: Path, text: ast.expr) -> str | None:
    match text:
        case ast.Constant(value=str(said)):
            return said
        case ast.Name(id=name):
            return _constant(path, name)
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return _constant(_imported(path, module), name)
        case _:
            return None


def _constant(path: Path | None, name: str) -> str | None:
    """Return what a name at the top of a module stands for, there or where it comes from."""
    if path is None:
        return None
    for line in _parsed(path).body:
        match line:
            case ast.Assign(targets=[ast.Name(id=own)], value=value) if own == name:
                return _text(path, value)
            case ast.AnnAssign(target=ast.Name(id=own), value=ast.expr() as value) if own == name:
                return _text(path, value)
            case ast.ImportFrom(module=str(module), names=names) if name in {
                one.name for one in names
            }:
                return _constant(_file(module), name)
    return None


def _imported(path: Path, module: str) -> Path | None:
    for line in ast.walk(_parsed(path)):
        if isinstance(line, ast.ImportFrom) and module in {one.name for one in line.names}:
            return _file(f"{line.module}.{module}")
    return None


def _file(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    return path if path.exists() else None


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())
