"""The invented world as it happens from a first day on, by the services' own rules."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

from deploy.local.world import telling
from deploy.local.world.deeds import Deed
from deploy.local.world.here import Here
from deploy.local.world.history import History
from shared.platform.settings import Settings
from shared.platform.vault import Vault

# Terms that begin from 28 November 2026 on have first weeks: on both days the same ones do.
TODAY = datetime(2027, 11, 27, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, tzinfo=UTC)
SETTINGS = Settings(demo=True)


def happened(told: list[Deed], opened: Vault, first_day: datetime) -> History:
    here = Here(first_day=first_day, keys=["a key"], vault=opened)
    filed = list(telling.filings(told, here))
    with TemporaryDirectory() as store:
        files = telling.keep_sheets(told, opened, store)
    here = replace(here, seals=telling.seals_for(opened, told, filed), files=files)
    return asyncio.run(
        telling.happen(told, filed, here, settings=SETTINGS, vault=opened, now=first_day)
    )
