"""`python -m rapport` is the `rapport` command."""

from rapport.cli.main import entry

entry()
