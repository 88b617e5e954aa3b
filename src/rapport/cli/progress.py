"""A bar on standard error for work of more than two seconds (contract.md)."""

import sys
import time
from typing import Final

QUIET_SECONDS: Final = 2.0
BAR: Final = 30


class Progress:
    """A bar on standard error, once the work has taken two seconds and someone is looking."""

    def __init__(self, whole: int) -> None:
        self._whole = max(1, whole)
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
        sys.stderr.write(f"\rsimulate [{'#' * filled}{'.' * (BAR - filled)}] {share:3d}%")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line clean."""
        if self._is_shown:
            sys.stderr.write("\r" + " " * (BAR + 20) + "\r")
