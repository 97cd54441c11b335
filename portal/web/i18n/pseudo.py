"""English in disguise: longer, with accents and between brackets, and still to be read.

What stands on a page without brackets was never given to translators; what is cut off has no room
for them.
"""

import re
from functools import cache

_PLAIN = "aceginorsuyzACEGINORSUYZ"
_WORN = "áçéğïñöŕšüýžÁÇÉĞÏÑÖŔŠÜÝŽ"
_ACCENTS = str.maketrans(_PLAIN, _WORN)
_KEPT = re.compile(r"(%\(\w+\)s|%%|\{\w+\}|<[^>]+>|&\w+;)")
_LONGER = 0.35
_PADDING = "one two three four five six seven eight nine ten eleven twelve "


@cache
def disguised(text: str) -> str:
    """Return the text in disguise; placeholders and tags stay what they are."""
    if not text:
        return text
    parts = _KEPT.split(text)
    worn = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    length = sum(len(part) for part in parts if not _KEPT.fullmatch(part))
    more = round(length * _LONGER)
    padding = (_PADDING * (more // len(_PADDING) + 1))[:more].strip()
    return f"⟦{worn} {padding}⟧" if padding else f"⟦{worn}⟧"
