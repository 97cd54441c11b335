"""Forms as nobody's page shows them: every field with what does not belong there."""

import re
from collections.abc import Iterator
from uuid import uuid4

from tests.support.portal import Visitor

WORDS = ("x" * 5_000, "9" * 5_000, "²", "\x00", "[]", "https://[", "0001-01-01", "9999-12-31")
"""What is in no list, has too many digits, cannot be stored, or ends the calendar."""


def forged(visitor: Visitor, path: str, **kept: str) -> Iterator[tuple[str, int]]:
    """Send the form of a page with each of these words in every field, but for what is ``kept``."""
    page = visitor.get(path)
    assert page.status_code == 200, path
    inside = page.text.partition("<main")[2].partition("</main>")[0]
    names = set(re.findall(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"', inside))
    names -= {"csrf_token"}
    assert names, path
    for word in WORDS:
        typed = {
            **dict.fromkeys(names, word),
            "command_id": str(uuid4()),
            "checked": "send",
            **kept,
        }
        yield word[:20], visitor.post(path, typed).status_code
