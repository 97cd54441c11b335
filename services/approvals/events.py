"""Events of communications, of reference numbers and of the streams that decisions read.

All are published unchanged (decision 0002).
"""

from shared.contracts.approvals import APPROVALS, Fact

Event = Fact
CATALOGUE = APPROVALS.catalogue
