"""Several processes that do the same at one moment, and a place between looking and writing where they meet.

A control that only hopes to be interrupted there passes on an idle machine and fails on a busy one.
"""

import os
import random
import sys
import traceback
from pathlib import Path

from faults.scratch_site import Site

TESTS = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
# For code in which a guard was taken away: who has looked at something waits here until all have, once each.
MEET = """
import os, time
from pathlib import Path
def meet(over="met", patience=30):
    folder, began = Path(os.environ["RAPPORT_DATA"]) / f"{over}", time.monotonic()
    folder.mkdir(exist_ok=True)
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < TOGETHER and time.monotonic() - began < patience:
        time.sleep(0.01)
"""


def run_together(site: Site, code: str, processes: int) -> list[str]:
    """What each of so many processes printed; in the code, NUMBER is which it is and TOGETHER how many."""
    names = f"{code!r}, {str(site.data)!r}, {processes}"
    site.python(f"{TESTS}from faults.together import run_copies; run_copies({names})")
    return [_said(str(site.data), number).read_text().strip() for number in range(processes)]


def run_copies(code: str, folder: str, processes: int) -> None:
    """Load the site once, for most of what a process costs is that; then run the code in so many copies.

    The copies wait at a pipe that nobody writes to: it opens when all are there.
    """
    from rapport.site.config import urls  # noqa: F401 - loads all pages

    gate, opening = os.pipe()
    copies = []
    for number in range(processes):
        copies.append(os.fork())
        if not copies[-1]:
            os.close(opening)
            os.read(gate, 1)
            _run_copy(code, _said(folder, number), {"NUMBER": number, "TOGETHER": processes})
    os.close(opening)
    for copy in copies:
        os.waitpid(copy, 0)


def _run_copy(code: str, said: Path, names: dict[str, object]) -> None:
    status = 1
    random.seed()
    try:
        with said.open("w") as sys.stdout:
            exec(code, names)
        status = 0
    except BaseException:
        # At once, so that those of several copies do not mix.
        sys.stderr.write(f"copy {names['NUMBER']} failed:\n{traceback.format_exc()}")
    finally:
        os._exit(status)


def _said(folder: str, number: int) -> Path:
    """Where a copy says what it prints."""
    return Path(folder) / f"said-{number}"
