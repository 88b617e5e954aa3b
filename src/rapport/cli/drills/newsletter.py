"""Drill: an edition reaches everybody who said yes, once, and nobody else.

Readers of two languages get an edition each, from several workers that are killed at every step, by a server
of our own that refuses, hangs up, forgets to answer and is slow. Then every mail that arrived is compared
with every reader.
"""

import contextlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from typing import Any

from rapport.cli.drills.inside_newsletter import LANGUAGES, PENDING, SUBJECTS
from rapport.cli.drills.instance import scratch, twin
from rapport.cli.drills.outbox import Arrived, mail_settings, sent, summary
from rapport.cli.drills.outbox_workers import WORKERS

ATTEMPTS, CONTROL_ATTEMPTS = 1000, 80
INSIDE = "inside_newsletter"
# Faster than any server here is, so that the rate does not hide what the workers do to each other.
SETTINGS = {"RAPPORT_NEWSLETTER_A_MINUTE": "30000"}
LINK = re.compile(r"https?://[^\s<>\"]+")
STOP = "/newsletter/stop/"


@dataclass
class Letters(Arrived):
    """What the server was given, and what was wrong with it as a newsletter."""

    def keep(self, recipient: str, mail: bytes) -> None:
        """One mail; only whoever said yes gets any."""
        self.wrong["to somebody who did not say yes"] += recipient.startswith(PENDING)
        super().keep(recipient, mail)

    def _read(self, recipient: str, mail: bytes) -> None:
        message = message_from_bytes(mail, policy=default)
        said = [str(part.get_content()) for part in message.walk() if not part.is_multipart()]
        links = {link for text in said for link in LINK.findall(text)}
        stops = {link for link in links if STOP in link}
        self.wrong["not addressed to whom it was sent to"] += message["To"] != recipient
        self.wrong["in another language"] += SUBJECTS[recipient[:2]] != message["Subject"]
        self.wrong["not text and HTML"] += len(said) != len(LANGUAGES)
        self.wrong["without help in its foot"] += not all("988" in text for text in said)
        self.wrong["not ended by one click"] += {f"<{link}>" for link in stops} != {
            message["List-Unsubscribe"]
        }
        self.wrong["not ended by a mail program"] += not message["List-Unsubscribe-Post"]
        self.wrong["a link of its own beside that"] += any("?" in link or "=" in link for link in links)
        self.wrong["a picture to ask for"] += "<img" in said[-1]


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and two controls: without leases, and written down before it is sent."""
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    small = min(CONTROL_ATTEMPTS, wanted)
    say("making a scratch installation")
    with scratch(url, mail_settings(0) | SETTINGS) as instance, contextlib.ExitStack() as stack:
        instance.inside("subscribe", {"first": 0, "count": small}, of=INSIDE)
        instance.inside("schedule", of=INSIDE)
        bare = {name: stack.enter_context(twin(instance)) for name in ("lease", "order")}
        instance.inside("subscribe", {"first": small, "count": wanted - small}, of=INSIDE)
        say(f"{wanted} readers, {WORKERS} workers, killing them")
        found = sent(instance, wanted, of=INSIDE, arrived=Letters())
        say("the controls, without the guards")
        controls = {
            name: sent(each, small, of=INSIDE, arrived=Letters(), without=(name,))["broken"]
            for name, each in bare.items()
        }
    return summary(instance, wanted, found, controls, begun)
