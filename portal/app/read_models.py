"""All that the areas store: read models, and the tables that cannot be rebuilt. It has no page."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, MetaData, Select

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
GIVEN_UP: Final[tuple[Select[tuple[str, datetime]], ...]] = tuple(
    query for one in _STORED for query in one.given_up
)
