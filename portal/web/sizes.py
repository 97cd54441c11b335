"""Limits on the size of a request."""

from typing import Final

from shared.platform.settings import Settings

AT_ONCE: Final = 4
"""Files of the largest size that one form takes."""
FORM_BYTES: Final = 1024 * 1024
"""A form without its files."""


def with_files(settings: Settings) -> int:
    return AT_ONCE * settings.attachment_bytes + FORM_BYTES
