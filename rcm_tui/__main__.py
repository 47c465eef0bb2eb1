"""`python -m rcm_tui` is `rcm`."""

import sys

from rcm_tui.cli.app import main

sys.exit(main())
