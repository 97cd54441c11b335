"""The words of what became of a partner."""

from collections.abc import Mapping
from typing import Final

from portal.homes.partnerstatus.queries import What
from portal.web.i18n.texts import lazy

STATUS: Final[Mapping[What, object]] = {
    "suspended": lazy("Its recognition as a contact point is suspended"),
    "flagged": lazy("The register has it as at risk"),
    "dissolved": lazy("The register has it as dissolved"),
    "law": lazy("A law or list of the State punishes contact with the United Nations"),
}
