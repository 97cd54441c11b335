"""The texts of recommendations, as each reader may read them."""

from collections.abc import Sequence

from portal.followup.recommendations.shared_with import Recommendation
from portal.web.context import vault
from shared.core.message import Sealed


def texts_of(several: Sequence[Recommendation]) -> list[str | None]:
    """Open those that are sealed, all at once. None: erased."""
    sealed = [one.text for one in several if isinstance(one.text, Sealed)]
    opened = iter(vault().reveal_all(sealed))
    return [next(opened) if isinstance(one.text, Sealed) else one.text for one in several]


def heads_of(several: Sequence[Recommendation]) -> list[str | None]:
    """Return what to call each in a list: its short title, or else its text."""
    titled = [one.title for one in several if one.title]
    titles = iter(vault().reveal_all(titled))
    named = [next(titles) if one.title else None for one in several]
    return [title or text for title, text in zip(named, texts_of(several), strict=True)]


def document_of(about: Recommendation) -> str | None:
    """Return where another mechanism said it. None: nowhere, or erased."""
    sealed = about.document
    return vault().reveal_all([sealed])[0] if isinstance(sealed, Sealed) else sealed
