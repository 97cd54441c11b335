from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet

from deploy.local.world import deeds
from deploy.local.world.deeds import Deed
from deploy.local.world.history import History
from shared.platform import vault
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from tests.deploy.world.happening import TODAY, happened


@pytest.fixture(scope="session")
def told() -> list[Deed]:
    return list(deeds.read())


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('v')}/vault.db", durable=False)
    vault.tables.create_all(engine)
    yield Vault(engine, [Fernet.generate_key().decode()])
    engine.dispose()


@pytest.fixture(scope="session")
def history(told: list[Deed], opened: Vault) -> History:
    return happened(told, opened, TODAY)
