"""Who is told what a mandate decided about information on a recommendation: who gave it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from portal.homes.notices.audiences import Audience
from shared.contracts.followup_information import (
    ImplementationInfoPublished,
    ImplementationInfoTakenBack,
    ImplementationInfoWithheld,
)

UNNAMED: Final = "information-unnamed"
"""It was published without the name of an organisation."""


def _about(f: Any) -> Mapping[str, Any]:
    return {"info_id": f.info_id}


def _published(f: ImplementationInfoPublished) -> Mapping[str, Any]:
    unnamed = f.provider != "government" and f.name is None
    return {**_about(f), **({"kind": UNNAMED} if unnamed else {})}


TOLD: Final[Mapping[type, tuple[tuple[Audience, ...], Callable[[Any], Mapping[str, Any]]]]] = (
    MappingProxyType(
        {
            ImplementationInfoPublished: (("provider",), _published),
            ImplementationInfoWithheld: (("provider",), _about),
            ImplementationInfoTakenBack: (("provider",), _about),
        }
    )
)
