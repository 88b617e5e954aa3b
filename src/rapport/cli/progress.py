"""A bar on standard error for work of more than two seconds (contract.md)."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

QUIET_SECONDS: Final = 2.0
BAR: Final = 30


MEGA: Final = 1_000_000
MINUTE: Final = 60


class Progress:
    """A bar on standard error, once the work has taken two seconds and someone is looking.

    With `of_bytes` it says beside the bar how much is done, how fast, and how long it may still take;
    `begun` is what was done before, another time.
    """

    def __init__(self, command: str, whole: int, *, of_bytes: bool = False, begun: int = 0) -> None:
        self._command, self._whole = command, max(1, whole)
        self._of_bytes, self._begun, self._width = of_bytes, begun, 0
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
        line = f"{self._command} [{'#' * filled}{'.' * (BAR - filled)}] {share:3d}%"
        if self._of_bytes:
            line += self._pace(done, now - self._begin)
        # A shorter line leaves nothing of a longer one behind.
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = max(self._width, len(line))

    def _pace(self, done: int, seconds: float) -> str:
        pace = max(1.0, (done - self._begun) / seconds)
        left = (self._whole - done) / pace
        wait = f"{left / MINUTE:.0f} min" if left >= 2 * MINUTE else f"{left:.0f} s"
        return f" {done / MEGA:,.0f} of {self._whole / MEGA:,.0f} MB, {pace / MEGA:.1f} MB/s, {wait} left"

    def end(self) -> None:
        """Leave the line clean."""
        if self._is_shown:
            sys.stderr.write("\r" + " " * self._width + "\r")


@contextmanager
def reading(path: Path, command: str, *, begun: int = 0) -> Iterator[Callable[[int], None]]:
    """A function that is told how many bytes of a file are done, and draws the bar."""
    bar = Progress(command, path.stat().st_size if path.is_file() else 0, of_bytes=True, begun=begun)
    try:
        yield bar.show
    finally:
        bar.end()
