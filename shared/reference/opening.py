"""Reasons for opening a source's identity (R5 of procedure.md section 6.2)."""

from types import MappingProxyType

REASONS = MappingProxyType(
    {
        "contact": "The source must be reached, and does not come back to the return channel",
        "danger": "The source is in danger, and has to be warned or protected",
        "credibility": "It must be known how the source knows what it says",
        "consent": "Consent is unclear and cannot be asked for in another way",
        "text": "A text that is to be sent or published may tell who the source is",
        "request": "The source asks what is kept about it, or wants it corrected or erased",
    }
)
"""The source reads the reason in these words."""
