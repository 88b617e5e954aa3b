"""Drill: every mail arrives, hardly any twice, and none says anything.

Mails are put into the outbox of a scratch installation, in transactions of which some fail, for clients and
providers whose names and sealed words hold a planted one. Several workers send them to a server of our own
that refuses, hangs up, forgets to answer and is slow; the workers are killed at every step. Then every mail
that arrived is compared with every row.
"""

import contextlib
import json
import quopri
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from rapport.cli.drills.inside_outbox import CANARY
from rapport.cli.drills.instance import Instance, scratch, twin
from rapport.cli.drills.outbox_workers import BETWEEN, STEPS, TOO_SLOW, WORKERS
from rapport.cli.drills.sink import Fault, Sink

ATTEMPTS, CONTROL_ATTEMPTS = 2000, 120
INSIDE, START = "inside_outbox", "from rapport.cli.drills.outbox_workers import main; main()"
# Of each thousand mails: how often the server fails in each way.
FAULTS = {
    Fault.BUSY: 10, Fault.FULL: 10, Fault.DROPPED: 5, Fault.CLOSING: 2, Fault.PICKY: 2, Fault.SLOW: 1,
    Fault.UNKNOWN: 2, Fault.REFUSED: 2,
}  # fmt: skip
# Each of these makes a double that no sender can avoid, so they are rare; at least one each in any run.
ONE_UNSAID_IN, ONE_DEATH_BETWEEN_IN, ONE_DEATH_IN = 6000, 6000, 1500
FEWEST_DEATHS, MOST_LIKELY = 2, 0.05
# So many mails share a lease.
BATCH = 20
# Below so many mails, the deaths that every run has are more than one in a thousand by themselves.
ENOUGH_TO_JUDGE, MOST_DOUBLES = 10_000, 0.001
# How long the mails of a dead worker wait: less where there are few, or the drill would mostly wait.
LEASE_SECONDS, SHORT_LEASE_SECONDS = 12, 4
# Without a mail for so long, what waits is taken for lost.
STALLED_SECONDS = 180.0
READ_EVERY = 20
MESSAGE_ID = re.compile(rb"^Message-ID: *(?:\r\n )?(<[^>]+>)", re.MULTILINE)


@dataclass
class Arrived:
    """What the server was given: how often each mail, and what was wrong with them."""

    times: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def keep(self, recipient: str, mail: bytes) -> None:
        """One mail; every twentieth is read as a mail program would."""
        found = MESSAGE_ID.search(mail)
        name = found[1].decode() if found else ""
        self.times[name] += 1
        self.wrong["without a Message-ID"] += not name
        planted = CANARY.encode()
        self.wrong["a planted word in a mail"] += planted in mail or planted in quopri.decodestring(mail)
        if self.times.total() % READ_EVERY == 0:
            self._read(recipient, mail)

    def _read(self, recipient: str, mail: bytes) -> None:
        message = message_from_bytes(mail, policy=default)
        said = "".join(str(part.get_content()) for part in message.walk() if not part.is_multipart())
        self.wrong["a planted word in a mail"] += CANARY in said
        self.wrong["not addressed to whom it was sent to"] += message["To"] != recipient
        self.wrong["without help in its foot"] += "988" not in said
        self.wrong["not said to be sent by a program"] += message["Auto-Submitted"] != "auto-generated"


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and two controls: without leases, and written down before it is sent."""
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    say("making a scratch installation")
    with scratch(url, mail_settings(0)) as instance, contextlib.ExitStack() as stack:
        people = instance.inside("people", of=INSIDE)
        small = min(CONTROL_ATTEMPTS, wanted)
        instance.inside("fill", {"people": people, "first": 0, "count": small}, of=INSIDE)
        bare = {name: stack.enter_context(twin(instance)) for name in ("lease", "order")}
        if wanted > small:
            more = {"people": people, "first": small, "count": wanted - small}
            instance.inside("fill", more, of=INSIDE)
        say(f"{wanted} mails, {WORKERS} workers, killing them")
        found = sent(instance, wanted, of=INSIDE, arrived=Arrived())
        say("the controls, without the guards")
        controls = {
            name: sent(each, small, of=INSIDE, arrived=Arrived(), without=(name,))["broken"]
            for name, each in bare.items()
        }
    return summary(instance, wanted, found, controls, begun)


def summary(
    instance: Instance, wanted: int, found: dict[str, Any], controls: dict[str, Any], begun: float
) -> dict[str, Any]:
    """What a drill of mails answers."""
    caught = {name: sum(broken.values()) for name, broken in controls.items()}
    return {
        "database": instance.database,
        "attempts": wanted,
        "violations": sum(found["broken"].values()),
        # A control that did not fail makes the whole count nothing.
        "control_violations": sum(caught.values()) if all(caught.values()) else 0,
        "seconds": round(time.monotonic() - begun, 1),
        "detail": found | {"control_broken": controls},
    }


def mail_settings(port: int) -> dict[str, str]:
    """A mail server on this machine."""
    return {
        "RAPPORT_MAIL_URL": f"smtp://127.0.0.1:{port}",
        "RAPPORT_MAIL_FROM": "Notes <notes@drill.example>",
    }


def _plan(wanted: int) -> Callable[[int], Fault]:
    """The fault of each mail by its number: spread evenly, so that every run has its share."""
    every = {fault: 1000 // share for fault, share in FAULTS.items()}
    every[Fault.UNSAID] = min(ONE_UNSAID_IN, max(2, wanted // 2))

    def fault(number: int) -> Fault:
        # Offset by the place in the list: two faults never fall on all of each other's numbers.
        due = [each for place, (each, step) in enumerate(every.items()) if number % step == place % step]
        return due[-1] if due else Fault.NONE

    return fault


def _chances(wanted: int) -> dict[str, float]:
    """How likely a worker dies at each step of a mail, or of a batch of them."""
    rates = {step: ONE_DEATH_BETWEEN_IN if step in BETWEEN else ONE_DEATH_IN for step in STEPS}
    deaths = {step: max(FEWEST_DEATHS, wanted / rate) for step, rate in rates.items()}
    events = {step: wanted / BATCH if "lease" in step else wanted for step in STEPS}
    return {step: min(MOST_LIKELY, deaths[step] / events[step]) for step in STEPS}


def sent(
    instance: Instance, wanted: int, *, of: str, arrived: Arrived, without: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Let the workers send, and compare what arrived with what stands in the outbox, as `of` tells it."""
    log, faults = instance.folder / "deaths.txt", Counter[Fault]()
    plan = _plan(wanted)

    def noted(number: int) -> Fault:
        faults[plan(number)] += 1
        return plan(number)

    with Sink(plan=noted, keep=arrived.keep) as sink:
        instance.given = instance.given | mail_settings(sink.port)
        begun = time.monotonic()
        said = _workers(instance, wanted, arrived, log, without)
        seconds = time.monotonic() - begun
    deaths = Counter(log.read_text(encoding="utf-8").splitlines() if log.exists() else [])
    ended = instance.inside("ended", of=of)
    doubles = arrived.times.total() - len(arrived.times)
    explained = faults[Fault.UNSAID] + sum(deaths[step] for step in (*BETWEEN, TOO_SLOW))
    refusals = faults[Fault.UNKNOWN] + faults[Fault.REFUSED]
    # Of mails, not refusals: a worker may die before it notes one, and the mail is tried again.
    failed = {name for name, state in ended["states"].items() if state == "failed"}
    broken = Counter(arrived.wrong) + _compared(arrived, ended, refusals)
    broken["doubles that no death explains"] = max(0, doubles - explained)
    if wanted >= ENOUGH_TO_JUDGE and doubles > MOST_DOUBLES * wanted:
        broken["more than one double in a thousand"] = 1
    broken["a planted word in a log"] = said.count(CANARY)
    return {
        "arrived": len(arrived.times),
        "refused_for_good": len(failed - set(arrived.times)),
        "doubles": doubles,
        "doubles_percent": round(100 * doubles / wanted, 3),
        "killed": dict(sorted(deaths.items())),
        "server_faults": {each.value: faults[each] for each in Fault if faults[each]},
        "mails_a_second": round(arrived.times.total() / seconds, 1),
        "broken": {kind: count for kind, count in sorted(broken.items()) if count},
    }


def _compared(arrived: Arrived, ended: dict[str, Any], refusals: int) -> Counter[str]:
    states = Counter(ended["states"].values())
    sent = {name for name, state in ended["states"].items() if state == "sent"}
    return Counter(
        {
            "never sent": states["waiting"] + states["cancelled"],
            "said to be sent, never arrived": len(sent - set(arrived.times)),
            "arrived, not in the outbox": len(set(arrived.times) - set(ended["states"])),
            "failed without a refusal": max(0, states["failed"] - refusals),
            "of a transaction that failed": ended["undone"],
            "trail broken": ended["trail"],
            **ended.get("broken", {}),
        }
    )


def _workers(instance: Instance, wanted: int, arrived: Arrived, log: Path, without: tuple[str, ...]) -> str:
    """Run all workers until nothing waits, or nothing has arrived for long; what they said."""
    lease = LEASE_SECONDS if wanted >= ENOUGH_TO_JUDGE else SHORT_LEASE_SECONDS
    asked = {"chances": _chances(wanted), "lease_seconds": lease, "log": str(log), "without": without}
    errors = instance.folder / "workers.log"
    with errors.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-P", "-c", START],
            env=instance.environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
        )
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(asked).encode())
            process.stdin.close()
            _wait(process, arrived)
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait()
    return errors.read_text(errors="replace")


def _wait(process: subprocess.Popen[bytes], arrived: Arrived) -> None:
    """However busy the machine is: as long as mails arrive, there is more to wait for."""
    seen = -1
    while process.poll() is None and arrived.times.total() > seen:
        seen = arrived.times.total()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STALLED_SECONDS)
