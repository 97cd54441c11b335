"""Make the world's file anew, the same each time: ``python -m deploy.local.world.make``."""

from deploy.local.world import deeds
from deploy.local.world.tales.world import tell

if __name__ == "__main__":
    deeds.write(tell())
