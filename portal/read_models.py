"""Every read model of the portal, one line an area."""

from shared.read_model import ReadModel

READ_MODELS: tuple[ReadModel, ...] = ()
