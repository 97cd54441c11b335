from portal.committee.coverage.read_model import COVERAGE
from portal.web.stored import Stored

STORED = Stored(read_models=(COVERAGE,))
