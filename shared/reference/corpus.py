"""Lists of the reference corpus, and who imports what into it (F.8, decision 0230)."""

from collections.abc import Collection
from hashlib import sha256
from typing import Final, Protocol

from shared.core.actor import Actor
from shared.core.roles import Role

TAKEN_OUT: Final = ("person", "wrong", "asked")
"""It identifies somebody; it is not what the mechanism said; who published it asked for it."""
SOURCES: Final = ("UHRI", "UPR Info", "UPR matrix", "National sheet")
"""Whose a sheet is, or that of a provider. None changes or withdraws what is another's."""
FIELDS: Final = (
    *("text", "number", "countries", "by_states", "body", "symbol", "session", "published"),
    *("position", "themes", "persons", "claim", "assessment"),
)
"""``claim``: what the State says was done. ``assessment``: what others say.

It is in no text. What a provider's own sheet says is kept for its provider (decision 0231).
"""
WIDEST: Final = 40
"""Columns of a sheet about which somebody is asked."""
DESKS: Final = frozenset({Role.QUICK_RESPONSE_DESK, Role.DESK_OFFICER})
OF_MANDATES: Final = frozenset({Role.MANDATE_HOLDER, Role.HUMAN_RIGHTS_OFFICER})
PROVIDERS: Final = frozenset({Role.GOVERNMENT, Role.CONTACT_POINT, Role.NGO_MEMBER})
"""Their sheets are their own until the desk takes them, and stay apart from those of sources."""
UPLOADERS: Final = DESKS | OF_MANDATES | PROVIDERS | {Role.UN_PARTNER}
_KINDS: Final = {"government": "Government", "nhri": "NHRI", "ngo": "Organisation"}

OF_PROVIDERS: Final = tuple(_KINDS.values())
"""What everybody is told of their sheets' source."""


class Uploaded(Protocol):
    """``provider``: as whose own it stays apart. ``mandates``, ``only``: rows of these alone."""

    @property
    def uploaded_by(self) -> str: ...
    @property
    def provider(self) -> str | None: ...
    @property
    def mandates(self) -> Collection[str]: ...
    @property
    def only(self) -> Collection[str]: ...


def provider_of(actor: Actor) -> str | None:
    """Return as whose own the sheets of this person are known: a source that names no name."""
    if actor.has(*DESKS):
        return None
    if actor.has(Role.GOVERNMENT) and len(actor.states) == 1:
        return f"government:{min(actor.states)}"
    code = actor.organisation_id
    if code is None or not actor.has(Role.CONTACT_POINT, Role.NGO_MEMBER):
        return None
    kind = "nhri" if actor.has(Role.CONTACT_POINT) else "ngo"
    return f"{kind}:{sha256(code.encode()).hexdigest()[:12]}"


def public_source(source: str) -> str:
    """Return what everybody is told of a source: of a provider, of which kind it is."""
    return _KINDS.get(source.partition(":")[0], source)


def theirs(sheet: Uploaded, actor: Actor) -> bool:
    """Whether somebody may see a sheet, and undo its import: the desk any, others their own.

    A desk officer sees what both desks uploaded; a provider what any of theirs did.
    """
    if actor.has(Role.QUICK_RESPONSE_DESK):
        return True
    if sheet.provider is not None:
        return provider_of(actor) == sheet.provider
    if not sheet.mandates and not sheet.only:
        return actor.has(Role.DESK_OFFICER)
    of = actor.mandates.issuperset(sheet.mandates) and actor.states.issuperset(sheet.only)
    return sheet.uploaded_by == actor.actor_id and of


def speaks_for(sheet: Uploaded, actor: Actor) -> bool:
    """Whether somebody may say what its columns are, read what it says, and discard it."""
    if actor.has(Role.QUICK_RESPONSE_DESK):
        return True
    own = sheet.uploaded_by == actor.actor_id
    return own or (sheet.provider is not None and provider_of(actor) == sheet.provider)
