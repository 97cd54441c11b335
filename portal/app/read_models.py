"""Every read model of the portal, as its areas name them."""

from typing import Final

from portal.app.areas import AREAS
from shared.read_models.model import ReadModel

READ_MODELS: Final[tuple[ReadModel, ...]] = tuple(
    model for area in AREAS for model in area.read_models
)
