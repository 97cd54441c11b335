"""What an area stores: its part that the consuming process takes, which shows no page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, MetaData, Select

from shared.read_models.model import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """``kept``: tables that cannot be rebuilt from facts; each needs a migration.

    ``objects``: columns with the names of files that facts tell of; ``drafts``: columns with the
    ids of drafts whose files wait for them; ``given_up``: ``object_name`` of files that nobody
    reads any more, with ``since``.
    """

    read_models: Sequence[ReadModel] = ()
    kept: Sequence[MetaData] = ()
    objects: Sequence[ColumnElement[str]] = ()
    drafts: Sequence[ColumnElement[str]] = ()
    given_up: Sequence[Select[tuple[str, datetime]]] = ()
