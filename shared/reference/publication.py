"""Reasons for redacting a text, and for taking back a published text."""

from types import MappingProxyType

REDACTION_REASONS = MappingProxyType(
    {
        "no_consent": "No consent to publish the name",
        "minor": "A minor",
        "sexual_violence": "A victim of sexual violence",
        "third_person": "A third person: family, witness, lawyer",
        "source": "Somebody who must not be named, for another reason",
        "security": "It could put somebody in danger",
        "health": "Health or other private particulars",
        "contact": "Address, number or other contact details",
        "other": "Another reason",
    }
)

WITHDRAWAL_REASONS = MappingProxyType(
    {
        "redaction": "Something should have been redacted",
        "consent": "Consent to publish was withdrawn",
        "danger": "It puts somebody in danger",
        "mistake": "It was published by mistake, or is wrong",
        "decision": "A mandate-holder decided so",
    }
)
