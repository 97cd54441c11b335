from portal.committee.statecontacts.read_model import STATE_CONTACTS
from portal.web.stored import Stored

STORED = Stored(read_models=(STATE_CONTACTS,))
