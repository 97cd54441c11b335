"""The mandates as forms list them."""

from portal.web.i18n import names
from shared import reference


def mandate_groups() -> dict[str, list[reference.Mandate]]:
    """Return the mandates as a form lists them."""
    kinds = {"thematic": "Thematic mandates", "country": "Country mandates"}
    return {
        title: [reference.mandates()[code] for code in names.mandates(kind)]
        for kind, title in kinds.items()
    }
