"""All that the areas store: read models, and the tables that cannot be rebuilt. It has no page."""

from typing import Final

from sqlalchemy import ColumnElement, MetaData

from portal.app.packages import values
from portal.web.stored import Stored
from shared.read_models.model import ReadModel

_STORED: Final[tuple[Stored, ...]] = tuple(values("stored"))

READ_MODELS: Final[tuple[ReadModel, ...]] = tuple(
    model for one in _STORED for model in one.read_models
)
KEPT: Final[tuple[MetaData, ...]] = tuple(tables for one in _STORED for tables in one.kept)
OBJECTS: Final[tuple[ColumnElement[str], ...]] = tuple(
    column for one in _STORED for column in one.objects
)
DRAFTS: Final[tuple[ColumnElement[str], ...]] = tuple(
    column for one in _STORED for column in one.drafts
)
