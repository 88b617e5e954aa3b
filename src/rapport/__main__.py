"""`python -m rapport` is the `rapport` command."""

import sys

from rapport.cli.main import main

sys.exit(main(sys.argv[1:]))
