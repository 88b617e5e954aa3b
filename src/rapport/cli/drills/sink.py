"""A mail server of our own on this machine: it keeps what it is given, and fails as it is told to."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable
from enum import Enum
from types import TracebackType

HOME = "127.0.0.1"
LONGEST_LINE = 1 << 20
END = b"."


class Fault(Enum):
    """What goes wrong with one mail."""

    NONE = "taken"
    BUSY = "450 after RCPT"
    UNKNOWN = "550 after RCPT"
    FULL = "452 after DATA"
    REFUSED = "554 after DATA"
    CLOSING = "421 after MAIL"
    PICKY = "421 after RCPT"
    DROPPED = "hangs up after DATA, mail not taken"
    UNSAID = "hangs up after DATA, mail taken"
    SLOW = "takes its time"


Plan = Callable[[int], Fault]
Keep = Callable[[str, bytes], None]


class _HungUp(Exception):
    pass


class Sink:
    """An SMTP server in a thread. `plan` gives the fault of each mail by its number; `keep` gets every mail.

    `trust` is a TLS context for STARTTLS, or from the start when `is_wrapped`; `login` is what AUTH PLAIN
    must bring, when given.
    """

    def __init__(
        self,
        *,
        plan: Plan = lambda number: Fault.NONE,  # noqa: ARG005
        keep: Keep | None = None,
        trust: ssl.SSLContext | None = None,
        is_wrapped: bool = False,
        login: bytes = b"",
        slow_seconds: float = 0.2,
    ) -> None:
        self.mails: list[tuple[str, bytes]] = []
        self.began = 0
        self.connections = 0
        self.port = 0
        self._plan, self._keep = plan, keep or (lambda recipient, mail: self.mails.append((recipient, mail)))
        self._trust, self._is_wrapped, self._login = trust, is_wrapped, login
        self._slow_seconds = slow_seconds
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Sink":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """What RAPPORT_MAIL_URL would be."""
        scheme = "smtps" if self._is_wrapped else "smtp+starttls" if self._trust else "smtp"
        return f"{scheme}://{HOME}:{self.port}"

    async def _listen(self) -> asyncio.Server:
        wrapped = self._trust if self._is_wrapped else None
        return await asyncio.start_server(self._serve, HOME, 0, limit=LONGEST_LINE, ssl=wrapped)

    async def _end(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = _Talk(self, reader, writer)
        with contextlib.suppress(_HungUp, OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await talk.hold()
        writer.close()

    def next_fault(self) -> Fault:
        """Of the mail that now begins."""
        self.began += 1
        return self._plan(self.began)


class _Talk:
    """One connection: who sends, to whom, and what goes wrong with it."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._sink, self._reader, self._writer = sink, reader, writer
        self._recipient, self._fault = "", Fault.NONE
        self._is_let_in = not sink._login

    async def hold(self) -> None:
        await self._say("220 sink")
        while line := (await self._reader.readline()).rstrip(b"\r\n"):
            verb, _, rest = line.partition(b" ")
            answer = getattr(self, f"_{verb.decode('ascii', 'replace').lower()}", None)
            await (answer(rest) if answer else self._say("500 what?"))

    async def _say(self, *lines: str) -> None:
        last = len(lines) - 1
        said = (f"{text[:3]}-{text[4:]}" if n < last else text for n, text in enumerate(lines))
        self._writer.write("".join(f"{text}\r\n" for text in said).encode())
        await self._writer.drain()

    async def _ehlo(self, _: bytes) -> None:
        offers = ["250 sink"]
        is_open = self._writer.get_extra_info("ssl_object") is None
        if self._sink._trust and is_open:
            offers.append("250 STARTTLS")
        if self._sink._login:
            offers.append("250 AUTH PLAIN")
        await self._say(*offers)

    async def _starttls(self, _: bytes) -> None:
        await self._say("220 go on")
        await self._writer.start_tls(self._sink._trust)

    async def _auth(self, rest: bytes) -> None:
        self._is_let_in = rest == b"PLAIN " + self._sink._login
        await self._say("235 come in" if self._is_let_in else "535 no")

    async def _mail(self, _: bytes) -> None:
        self._fault = self._sink.next_fault()
        if self._fault is Fault.SLOW:
            await asyncio.sleep(self._sink._slow_seconds)
        if self._fault is Fault.CLOSING:
            await self._say("421 closing")
            raise _HungUp
        await self._say("250 ok" if self._is_let_in else "530 sign in first")

    async def _rcpt(self, rest: bytes) -> None:
        if self._fault is Fault.PICKY:
            await self._say("421 closing")
            raise _HungUp
        self._recipient = rest.decode().partition("<")[2].partition(">")[0]
        codes = {Fault.BUSY: "450 later", Fault.UNKNOWN: f"550 nobody {self._recipient}"}
        await self._say(codes.get(self._fault, "250 ok"))

    async def _data(self, _: bytes) -> None:
        await self._say("354 go on")
        lines = []
        while (line := (await self._reader.readuntil(b"\r\n"))[:-2]) != END:
            lines.append(line[1:] if line.startswith(b".") else line)
        if self._fault is Fault.DROPPED:
            raise _HungUp
        refusals = {Fault.FULL: "452 full", Fault.REFUSED: "554 no"}
        if self._fault in refusals:
            await self._say(refusals[self._fault])
            return
        self._sink._keep(self._recipient, b"\r\n".join(lines) + b"\r\n")
        if self._fault is Fault.UNSAID:
            raise _HungUp
        await self._say("250 taken")

    async def _rset(self, _: bytes) -> None:
        await self._say("250 ok")

    async def _quit(self, _: bytes) -> None:
        await self._say("221 bye")
        raise _HungUp
