"""The keyed fingerprint of a draft: of its text and of its recommendations."""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

from portal.followup.visit_reports.queries import Item
from portal.web.accounts.filers import Pseudonyms
from portal.web.context import vault
from shared.core.message import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the holder approves; ``addressees``: each with its kind."""

    recommendation_id: str
    text: str
    addressees: Sequence[tuple[str, str]]
    paragraph: str = ""


def of_items(items: Sequence[Item]) -> list[Wording]:
    """Open the recommendations; erased words are empty."""
    texts: list[Sealed] = []
    for item in items:
        texts += [item.text, *(each.name for each in item.addressees)]
    opened = iter([text or "" for text in vault().reveal_all(texts)] if texts else [])
    return [
        Wording(
            recommendation_id=item.recommendation_id,
            text=next(opened),
            addressees=[(each.kind, next(opened)) for each in item.addressees],
            paragraph=item.paragraph,
        )
        for item in items
    ]


def text_hash(mission_id: str, text: str, items: Sequence[Wording]) -> str:
    """Return the fingerprint under the salt of this report, which nobody has who reads a store."""
    return keyed(vault(), mission_id, text, items)


def keyed(keys: Pseudonyms, mission_id: str, text: str, items: Sequence[Wording]) -> str:
    """Return the fingerprint under the salt that this vault has for the report."""
    salt = keys.pseudonym("visit report", mission_id)
    said = [
        [
            *(item.recommendation_id, item.text, sorted(map(list, item.addressees))),
            *([item.paragraph] if item.paragraph else []),  # what was approved before stays so
        ]
        for item in items
    ]
    content = json.dumps([text, said], ensure_ascii=False).encode()
    return hmac.digest(salt.encode(), content, "sha256").hex()
