"""The site starts without what it does not need: each of its processes pays for every import."""

import subprocess
import sys

SITE = """
import sys
from rapport.site.config.start import start
start()
from rapport.site.config import urls
print(*(name for name in {slow!r} if name in sys.modules))
"""
# Half a second of processor time together; quantiles come from scipy.special.
SLOW = ("scipy.stats", "scipy.optimize", "numba", "pytest")


def loaded(slow: tuple[str, ...]) -> list[str]:
    """Which of these modules the site has loaded once all its pages are there."""
    done = subprocess.run(
        [sys.executable, "-c", SITE.format(slow=slow)], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_site_starts_without_slow_modules() -> None:
    assert loaded(SLOW) == []


def test_loaded_module_is_found() -> None:
    assert loaded(("numpy",)) == ["numpy"]
