"""Tell the invented world, once: ``python -m deploy.local.world``, before the services start."""

import sys

from deploy.local.world.load import main

if __name__ == "__main__":
    sys.exit(main())
