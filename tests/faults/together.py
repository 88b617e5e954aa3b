"""Several processes that do the same at one moment, and a place between looking and writing where they meet.

A control that only hopes to be interrupted there passes on an idle machine and fails on a busy one.
"""

from pathlib import Path

from faults.scratch_site import Site

TESTS = f"import sys; sys.path.insert(0, {str(Path(__file__).parents[1])!r})\n"
GATE = "print('ready', flush=True); sys.stdin.readline()\n"
SECONDS = 120
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
    started = [
        site.begin_python(f"{TESTS}NUMBER, TOGETHER = {number}, {processes}\n{GATE}{code}")
        for number in range(processes)
    ]
    for process in started:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=SECONDS)[0].strip() for process in started]
