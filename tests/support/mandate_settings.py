"""Settings of mandates, and the table that is filled with them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from portal.casefile.mandatesettings.read_model import MANDATE_SETTINGS
from shared.contracts.stakeholders_mandates import MandateSettings, MandateSettingsChanged
from shared.read_models.model import Applier
from tests.support.ready import ready
from tests.support.twice import of_stakeholders, twice

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def changed(
    mandate: str, *, by: str = "holder-1", at: datetime = AT, **some: Any
) -> MandateSettingsChanged:
    """``some``: what the mandate sets; the rest is the office's."""
    return MandateSettingsChanged(
        mandate=mandate, settings=MandateSettings(**some), changed_by=by, changed_at=at
    )


@dataclass(slots=True)
class SettingsTold:
    """The table of settings in this database."""

    engine: Engine
    told: int = 0
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        (self.applier,) = ready(self.engine, [MANDATE_SETTINGS])

    def tell(self, *facts: Any) -> None:
        """Apply these facts, each of them twice, as Kafka may."""
        numbered = list(enumerate(facts, self.told + 1))
        self.told += len(numbered)
        twice([self.applier], [of_stakeholders(one, n, "mandate", AT) for n, one in numbered])
