"""What an area stores: its part that the consuming process takes, which shows no page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import MetaData

from shared.read_models.model import ReadModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """``kept``: tables that cannot be rebuilt from facts; each needs a migration."""

    read_models: Sequence[ReadModel] = ()
    kept: Sequence[MetaData] = ()
