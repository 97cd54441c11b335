"""Every read model of the portal, one line an area."""

from portal.activity.read_model import ACTIVITY
from shared.read_model import ReadModel

READ_MODELS: tuple[ReadModel, ...] = (ACTIVITY,)
