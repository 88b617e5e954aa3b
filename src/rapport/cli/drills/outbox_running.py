"""The workers of the drill of the outbox, from outside: begun, killed by chance or an outage, waited for."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from rapport.cli.drills import power
from rapport.cli.drills.instance import Instance
from rapport.cli.drills.outages import STALLED_SECONDS, Outages
from rapport.cli.drills.outbox_workers import BETWEEN, STEPS

START = "from rapport.cli.drills.outbox_workers import main; main()"
# A death in so many mails; one between handing over and writing down makes a double that
# no sender can avoid, so it is rare. At least two each in any run.
ONE_DEATH_BETWEEN_IN, ONE_DEATH_IN = 6000, 1500
FEWEST_DEATHS, MOST_LIKELY = 2, 0.05
# So many mails share a lease.
BATCH = 20


def until_sent(
    instance: Instance,
    wanted: int,
    arrived: Callable[[], int],
    log: Path,
    without: tuple[str, ...],
    *,
    lease_seconds: float,
    outages: Outages | None,
) -> str:
    """Run all workers until nothing waits, or nothing has arrived for long; what they said."""
    chances = _chances(wanted) if outages is None else {}
    asked = {"chances": chances, "lease_seconds": lease_seconds, "log": str(log), "without": without}
    errors = instance.folder / "workers.log"
    if instance.database == "sqlite" and outages is not None:
        power.begin_keeping(instance.data)
    with errors.open("wb") as out:
        begin = partial(_begun, instance, json.dumps(asked).encode(), out)
        process = begin()
        try:
            if outages is not None:
                process = outages.during(process, begin, arrived)
            _wait(process, arrived, outages.stalled_seconds if outages is not None else STALLED_SECONDS)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait()
    return errors.read_text(errors="replace")


def _begun(instance: Instance, asked: bytes, out: IO[bytes]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-P", "-c", START],
        env=instance.environment,
        stdin=subprocess.PIPE,
        stdout=out,
        stderr=out,
    )
    assert process.stdin is not None
    process.stdin.write(asked)
    process.stdin.close()
    return process


def _wait(process: subprocess.Popen[bytes], arrived: Callable[[], int], stalled_seconds: float) -> None:
    """However busy the machine is: as long as mails arrive, there is more to wait for."""
    seen = -1
    while process.poll() is None and arrived() > seen:
        seen = arrived()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(stalled_seconds)


def _chances(wanted: int) -> dict[str, float]:
    """How likely a worker dies at each step of a mail, or of a batch of them."""
    rates = {step: ONE_DEATH_BETWEEN_IN if step in BETWEEN else ONE_DEATH_IN for step in STEPS}
    deaths = {step: max(FEWEST_DEATHS, wanted / rate) for step, rate in rates.items()}
    events = {step: wanted / BATCH if "lease" in step else wanted for step in STEPS}
    return {step: min(MOST_LIKELY, deaths[step] / events[step]) for step in STEPS}
