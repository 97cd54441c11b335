"""The invented world of a demonstration: two years of work, there at the first start.

A file of the repository has what people did, with times counted back from the first start
(decision 0050). ``python -m deploy.local.world`` tells it once; ``python -m
deploy.local.world.make`` writes the file anew.
"""
