"""What an area stores: its part that the consuming process takes, which shows no page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, MetaData

from shared.read_models.model import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """``kept``: tables that cannot be rebuilt from facts; each needs a migration.

    ``objects``: columns with the names of files that facts tell of; ``drafts``: columns with the
    ids of drafts whose files wait for them.
    """

    read_models: Sequence[ReadModel] = ()
    kept: Sequence[MetaData] = ()
    objects: Sequence[ColumnElement[str]] = ()
    drafts: Sequence[ColumnElement[str]] = ()
