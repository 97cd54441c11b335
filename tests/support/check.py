"""The page on which people check what they entered, before it is sent for good."""

import re
from html import unescape
from typing import Any

from werkzeug.datastructures import MultiDict

from tests.support.portal import HERE, Visitor

CHECKED = {"checked": "send"}
_KEPT = re.compile(r'<textarea class="kept" name="(\w+)" hidden>\n(.*?)</textarea>', re.DOTALL)


def kept(page: str) -> list[tuple[str, str]]:
    """Return what the page carries: names and values."""
    return [(name, unescape(value)) for name, value in _KEPT.findall(page)]


def press(visitor: Visitor, address: str, page: str, button: str) -> Any:
    """Press a button of that page: "send" or "change"."""
    assert f'name="checked" value="{button}"' in page, page
    fields = [("csrf_token", visitor.form_token()), *kept(page), ("checked", button)]
    return visitor.client.post(address, data=MultiDict(fields), headers=HERE)
