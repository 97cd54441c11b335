"""The stack that a Python team would take instead: a measure beside ours, never a part of us."""
