"""A submission for the JSON API, with any marks that a test wants to find again."""

from typing import Any


def submission(**marks: Any) -> dict[str, Any]:
    return {
        "victims": "A trader (invented)",
        "perpetrators": "Two officers (invented)",
        "submitter_name": "Nadia Demo",
        "submitter_contact": "Mailbox 7",
        "date": "2026-11",
        "place": "Central market",
        "state": "KEN",
        "narrative": "What happened (invented).",
        "consent": {"act": "yes", "authorities": "yes", "public": "no", "name_form": "initials"},
        "urgent": True,
        "mandates": ["sr-torture"],
        "language": "en",
        **marks,
    }
