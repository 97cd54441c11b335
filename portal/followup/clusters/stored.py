from portal.followup.clusters.read_model import CLUSTERS
from portal.web.stored import Stored

STORED = Stored(read_models=(CLUSTERS,))
