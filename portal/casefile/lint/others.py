"""Those who told a mandate something of a State otherwise than by a submission (R6).

Each area that keeps such names has them in the registry of areas; who asks learns only places in a
text. The vault records that the lint read them.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection

from portal.casefile.lint import terms
from portal.casefile.lint.folding import folded
from portal.casefile.lint.rules import Term
from portal.web.area import Unnamed, registered
from portal.web.context import vault


def other_sources(
    conn: Connection, mandate: str, state: str, *, public: Collection[str] = ()
) -> list[Term]:
    """Return the terms that identify them, but for names that are ``public``. None once erased."""
    told = [one for area in registered() for one in area.sources(conn, mandate, state)]
    names = vault().for_the_lint().reveal_all([one.name for one in told]) if told else []
    opened = [(one, name) for one, name in zip(told, names, strict=True) if name]
    aside = _aside(opened)
    return [
        term
        for one, name in opened
        if name not in public
        for term in terms.of_other(one.name.subject, name, aside=folded(name).text in aside)
    ]


def is_aside(name: str, told: Sequence[Unnamed]) -> bool:
    """Whether these words stop no text, by what was said of what others typed."""
    names = vault().for_the_lint().reveal_all([one.name for one in told])
    return folded(name).text in _aside((one, x) for one, x in zip(told, names, strict=True) if x)


def _aside(opened: Iterable[tuple[Unnamed, str]]) -> set[str]:
    """Return the words of which somebody said that they name nobody, and nobody the contrary.

    That counts for whoever typed them: else each of many, or one more, would stop a text anew.
    """
    said: dict[str, set[bool]] = {}
    for one, name in opened:
        if one.aside is not None:
            said.setdefault(folded(name).text, set()).add(one.aside)
    return {words for words, told in said.items() if told == {True}}
