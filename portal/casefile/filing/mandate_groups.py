"""The mandates as forms list them."""

from shared import reference


def mandate_groups() -> dict[str, list[reference.Mandate]]:
    """Return the mandates as a form lists them."""
    kinds = {"thematic": "Thematic mandates", "country": "Country mandates"}
    return {
        title: [m for m in reference.mandates().values() if m.kind == kind]
        for kind, title in kinds.items()
    }
