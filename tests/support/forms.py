"""What a form of a page carries unseen, as a browser sends it back."""

import re


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field, whatever the order of its attributes."""
    for tag in re.findall(r"<input[^>]*>", page):
        if f'name="{name}"' in tag and 'type="hidden"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            return found[1] if found else ""
    raise LookupError(name)
