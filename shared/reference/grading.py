"""For how long a mandate-holder hands grading on at a time."""

from datetime import timedelta
from typing import Final

LONGEST: Final = timedelta(days=365)
"""From the day on which it is delegated to its last day."""
