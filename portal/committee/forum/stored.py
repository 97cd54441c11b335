from portal.committee.forum.read_model import FORUM
from portal.committee.forum.visited import tables
from portal.web.stored import Stored

STORED = Stored(read_models=(FORUM,), kept=(tables,))
