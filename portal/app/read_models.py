"""All read models of the portal, as listed by its areas."""

from typing import Final

from portal.app.areas import AREAS
from shared.read_models.model import ReadModel

READ_MODELS: Final[tuple[ReadModel, ...]] = tuple(
    model for area in AREAS for model in area.read_models
)
