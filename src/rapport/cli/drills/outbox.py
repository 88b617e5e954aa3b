"""Drill: every mail arrives, hardly any twice, and none says anything.

Mails are put into the outbox of a scratch installation, in transactions of which some fail, for clients and
providers whose names and sealed words hold a planted one. Several workers send them to a server of our own
that refuses, hangs up, forgets to answer and is slow; the workers are killed at every step. Then every mail
that arrived is compared with every row. Once more the disk is full for a while, and the power is cut.
"""

import contextlib
import quopri
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import Any

from rapport.cli.drills import outbox_running as running
from rapport.cli.drills.harm import server_for
from rapport.cli.drills.inside_outbox import CANARY
from rapport.cli.drills.instance import Instance, scratch, twin
from rapport.cli.drills.outages import Outages
from rapport.cli.drills.outbox_workers import BETWEEN, TOO_SLOW, WORKERS
from rapport.cli.drills.sink import Fault, Sink

ATTEMPTS, CONTROL_ATTEMPTS = 2000, 120
INSIDE = "inside_outbox"
# So many are sent while the disk is full and the power is cut.
HARMED = 400
SYNCED, CARELESS = ("only_synced",), ("waiting_for_the_disk",)
# Of each thousand mails: how often the server fails in each way.
FAULTS = {
    Fault.BUSY: 10, Fault.FULL: 10, Fault.DROPPED: 5, Fault.CLOSING: 2, Fault.PICKY: 2, Fault.SLOW: 1,
    Fault.UNKNOWN: 2, Fault.REFUSED: 2,
}  # fmt: skip
# Each of these makes a double that no sender can avoid, so they are rare; at least one in any run.
ONE_UNSAID_IN = 6000
# Below so many mails, the deaths that every run has are more than one in a thousand by themselves.
ENOUGH_TO_JUDGE, MOST_DOUBLES = 10_000, 0.001
# How long the mails of a dead worker wait: less where there are few, or the drill would mostly wait.
LEASE_SECONDS, SHORT_LEASE_SECONDS = 12, 4
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
    """One run on one database, and controls: without leases, written down before it is sent, never synced."""
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
    say("a full disk and a power cut, and the same on a disk that is not waited for")
    outages, controls["disk"] = harmed(url, min(HARMED, wanted))
    found = found | {"outages": outages, "broken": found["broken"] | outages.pop("broken")}
    return summary(instance, wanted, found, controls, begun)


def harmed(url: str, wanted: int) -> tuple[dict[str, Any], dict[str, int]]:
    """Mails sent while the disk is full for a while and the power is cut; and what is broken unsynced.

    What is harmed on PostgreSQL is a server made for this, where its programs are installed.
    """
    with server_for(url) as (server, cluster), scratch(server, mail_settings(0)) as instance:
        people = instance.inside("people", of=INSIDE)
        instance.inside("fill", {"people": people, "first": 0, "count": wanted}, of=INSIDE)
        with twin(instance) as bare:
            outages = Outages(instance, cluster, after=max(1, wanted // 4))
            asked = {"of": INSIDE, "without": SYNCED}
            found = sent(instance, wanted, arrived=Arrived(), outages=outages, **asked)
            careless = Outages(bare, cluster, after=max(1, wanted // 4), is_synced=False)
            asked["without"] = (*SYNCED, *CARELESS)
            try:
                control = sent(bare, wanted, arrived=Arrived(), outages=careless, **asked)["broken"]
            except RuntimeError:
                control = {"nothing can be read": 1}
    kept = {name: found[name] for name in ("arrived", "doubles", "broken")}
    return kept | {"came": dict(outages.came)}, control


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


def sent(
    instance: Instance,
    wanted: int,
    *,
    of: str,
    arrived: Arrived,
    without: tuple[str, ...] = (),
    outages: Outages | None = None,
) -> dict[str, Any]:
    """Let the workers send, and compare what arrived with what stands in the outbox, as `of` tells it.

    With `outages` nothing else goes wrong: no worker is killed by chance, and the mail server is well.
    """
    log, faults = instance.folder / "deaths.txt", Counter[Fault]()
    plan = _plan(wanted) if outages is None else lambda _number: Fault.NONE

    def noted(number: int) -> Fault:
        faults[plan(number)] += 1
        return plan(number)

    with Sink(plan=noted, keep=arrived.keep) as sink:
        instance.given = instance.given | mail_settings(sink.port)
        begun = time.monotonic()
        hurry = SHORT_LEASE_SECONDS if wanted < ENOUGH_TO_JUDGE else LEASE_SECONDS
        said = running.until_sent(
            instance, wanted, arrived.times.total, log, without, lease_seconds=hurry, outages=outages
        )
        seconds = time.monotonic() - begun
    deaths = Counter(log.read_text(encoding="utf-8").splitlines() if log.exists() else [])
    told = {"wanted": wanted, "faults": faults, "deaths": deaths, "outages": outages}
    found = _judged(instance.inside("ended", of=of), arrived, **told)
    found["broken"]["a planted word in a log"] = said.count(CANARY)
    found["broken"] = {kind: count for kind, count in sorted(found["broken"].items()) if count}
    return found | {
        "killed": dict(sorted(deaths.items())),
        "server_faults": {each.value: faults[each] for each in Fault if faults[each]},
        "mails_a_second": round(arrived.times.total() / seconds, 1),
    }


def _judged(
    ended: dict[str, Any],
    arrived: Arrived,
    *,
    wanted: int,
    faults: Counter[Fault],
    deaths: Counter[str],
    outages: Outages | None,
) -> dict[str, Any]:
    """What arrived, how often, and what of it is broken."""
    doubles = arrived.times.total() - len(arrived.times)
    explained = faults[Fault.UNSAID] + sum(deaths[step] for step in (*BETWEEN, TOO_SLOW))
    if outages is not None:
        # Each worker may have handed over one mail that it could not write down.
        explained += WORKERS * outages.came.total()
    refusals = faults[Fault.UNKNOWN] + faults[Fault.REFUSED]
    # Of mails, not refusals: a worker may die before it notes one, and the mail is tried again.
    failed = {name for name, state in ended["states"].items() if state == "failed"}
    broken = Counter(arrived.wrong) + _compared(arrived, ended, refusals)
    broken["doubles that no death explains"] = max(0, doubles - explained)
    if wanted >= ENOUGH_TO_JUDGE and doubles > MOST_DOUBLES * wanted:
        broken["more than one double in a thousand"] = 1
    return {
        "arrived": len(arrived.times),
        "refused_for_good": len(failed - set(arrived.times)),
        "doubles": doubles,
        "doubles_percent": round(100 * doubles / wanted, 3),
        "broken": broken,
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
