from portal.homes.trainings.read_model import TRAININGS
from portal.web.stored import Stored

STORED = Stored(read_models=(TRAININGS,))
