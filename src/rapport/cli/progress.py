"""A bar on standard error for work of more than two seconds (contract.md)."""

import sys
import time
from typing import Final

QUIET_SECONDS: Final = 2.0
BAR: Final = 30


class Progress:
    """A bar on standard error, once the work has taken two seconds and someone is looking."""

    def __init__(self, command: str, whole: int) -> None:
        self._command, self._whole = command, max(1, whole)
        self._begin = self._last = time.monotonic()
        self._is_shown = False
        self._is_watched = sys.stderr.isatty()

    def show(self, done: int) -> None:
        """Draw the bar at `done` of the whole, at most ten times a second."""
        now = time.monotonic()
        if not self._is_watched or now - self._begin < QUIET_SECONDS or now - self._last < 0.1:
            return
        self._last, self._is_shown = now, True
        filled = BAR * done // self._whole
        share = 100 * done // self._whole
        sys.stderr.write(f"\r{self._command} [{'#' * filled}{'.' * (BAR - filled)}] {share:3d}%")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line clean."""
        if self._is_shown:
            sys.stderr.write("\r" + " " * (len(self._command) + BAR + 8) + "\r")
