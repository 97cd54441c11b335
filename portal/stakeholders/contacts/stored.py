from portal.stakeholders.contacts.read_model import CONTACTS
from portal.web.stored import Stored

STORED = Stored(read_models=(CONTACTS,))
