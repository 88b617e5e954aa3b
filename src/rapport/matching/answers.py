"""One client's answers as a frozen, validated value object (contract.md, "Answers").

Messages name the key and what was expected. What arrived is told by its type or, for codes and
numbers, by its value; free text is never repeated.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from rapport import vocabulary
from rapport.errors import BadInput, Problem, quoted
from rapport.matching.cells import is_timezone
from rapport.matching.geography import STATE_TIMEZONES
from rapport.matching.hours import parse_week_hour

DEFAULT_MAX_MILES: Final = 25.0  # contract.md, "Limits, exactly"
LONGEST_TEXT: Final = 20_000
HIGHEST_IMPORTANCE: Final = 3
HIGHEST_WANTED: Final = 3
HUGE: Final = 10**15  # numbers from here on are not spelled out in messages
CLIENT_KINDS: Final = (*vocabulary.KINDS, "either")

T = TypeVar("T")


class Weighted(NamedTuple):
    """A code and how much it counts: importance 0–3, or for tasks how much it is wanted, −3…3."""

    code: str
    weight: int


class Answers(NamedTuple):
    """What a client asked for. Codes are those of `rapport.vocabulary`; None means not said."""

    state: str
    age_group: str
    service: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    concerns: tuple[Weighted, ...]
    client_id: str = ""
    kind: str = "either"
    zip: str = ""
    max_miles: float = DEFAULT_MAX_MILES
    timezone: str = ""
    payer: str = ""
    self_pay_ok: bool = False
    max_fee: float | None = None
    slots: tuple[int, ...] = ()
    goals: tuple[Weighted, ...] = ()
    tasks: tuple[Weighted, ...] = ()
    style: tuple[tuple[str, float], ...] = ()
    style_importance: int = 1
    gender: str = ""
    identities: tuple[str, ...] = ()
    faith: str = ""
    must: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    text: str = ""
    safe_now: bool = True

    @property
    def zone(self) -> str:
        """The zone of the client's hours: theirs, or the one most of their state keeps."""
        return self.timezone or STATE_TIMEZONES[self.state]

    @property
    def is_coachable(self) -> bool:
        """Whether every concern is one that a coach may be offered for, and the client said they are safe."""
        codes = {concern.code for concern in self.concerns}
        return self.safe_now and codes <= vocabulary.COACHABLE_CONCERNS


def read_answers(obj: object, *, file: str = "") -> Answers:
    """Read one client's answers from parsed JSON.

    Args:
        obj: what `json.loads` gave.
        file: name to say in messages.

    Returns:
        The answers; keys that are absent or null take the value of contract.md.

    Raises:
        BadInput: the first key that breaks a rule, with what was expected and what arrived.
    """
    reader = _Reader(_mapping(obj, "", file), file)
    wishes = reader.source.get("prefer")
    prefer = _Reader(_mapping({} if wishes is None else wishes, "prefer", file), file, "prefer.")
    values = {name: read(reader) for name, read in _KEYS.items()}
    values |= {name: read(prefer) for name, read in _PREFER_KEYS.items()}
    absent = [name for name in REQUIRED if not values.get(name)]
    if absent:
        raise BadInput(Problem(file=file, column=absent[0], expected="an answer", arrived="none"))
    if values["zip"] and len(values["zip"]) != 5:
        values["zip"] = values["zip"][:5]
    return Answers(**{name: value for name, value in values.items() if value is not None})


def _mapping(obj: object, key: str, file: str) -> Mapping[str, Any]:
    if isinstance(obj, Mapping):
        return obj
    raise BadInput(Problem(file=file, column=key, expected="a JSON object", arrived=_kind_of(obj)))


def _kind_of(value: object) -> str:
    """How to speak of a value without repeating a person's words."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, (int, float)):
        return repr(value) if abs(value) < HUGE or value != value else "a huge number"
    if isinstance(value, str):
        return quoted(value) if re.fullmatch(r"[\w:/+\-]{0,30}", value, re.ASCII) else "a text"
    return "a list" if isinstance(value, list) else f"a {type(value).__name__}"


class _Reader:
    """Reads keys of one JSON object; None for a key that is absent or null."""

    def __init__(self, source: Mapping[str, Any], file: str, prefix: str = "") -> None:
        self.source = source
        self._file = file
        self._prefix = prefix

    def wrong(self, key: str, expected: str, arrived: object) -> BadInput:
        return BadInput(
            Problem(file=self._file, column=self._prefix + key, expected=expected, arrived=_kind_of(arrived))
        )

    def code(self, key: str, codes: Sequence[str]) -> str | None:
        found: str | None = self._checked(
            key, lambda value: value in codes, "one of " + ", ".join(codes), str
        )
        return found

    def text(self, key: str, pattern: str, expected: str) -> str | None:
        found: str | None = self._checked(
            key, lambda value: re.fullmatch(pattern, value) is not None, expected, str
        )
        return found

    def open_code(self, key: str) -> str | None:
        found = self.text(key, r"[\w\-]{0,200}", "a code of letters, digits, _ and -")
        return found.lower() if found else None

    def number(self, key: str, low: float, high: float) -> float | None:
        value = self._checked(
            key, lambda found: low <= found <= high, f"a number from {low:g} to {high:g}", (int, float)
        )
        return None if value is None else float(value)

    def whole(self, key: str, low: int, high: int) -> int | None:
        found: int | None = self._checked(
            key, lambda value: low <= value <= high, f"a whole number from {low} to {high}", int
        )
        return found

    def truth(self, key: str) -> bool | None:
        value = self.source.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(key, "true or false", value)
        return value

    def each(self, key: str, read: Callable[[str, object], T]) -> tuple[T, ...] | None:
        value = self.source.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self.wrong(key, "a list", value)
        return tuple(dict.fromkeys(read(key, item) for item in value))

    def _checked(self, key: str, holds: Callable[[Any], bool], expected: str, kind: Any) -> Any:
        value = self.source.get(key)
        if value is None:
            return None
        # NaN compares false with every bound, so it is refused with the rest.
        if isinstance(value, bool) or not isinstance(value, kind) or not holds(value):
            raise self.wrong(key, expected, value)
        return value

    def item_code(self, codes: Sequence[str], key: str, item: object) -> str:
        if not isinstance(item, str) or item not in codes:
            raise self.wrong(key, "one of " + ", ".join(codes), item)
        return item

    def item_tag(self, key: str, item: object) -> str:
        if not isinstance(item, str) or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", item):
            raise self.wrong(key, "language tags such as en or es-MX", item)
        return item.lower()

    def item_open(self, key: str, item: object) -> str:
        if not isinstance(item, str) or not re.fullmatch(r"[\w\-]{1,200}", item):
            raise self.wrong(key, "codes of letters, digits, _ and -", item)
        return item.lower()

    def item_hour(self, key: str, item: object) -> int:
        hour = parse_week_hour(item) if isinstance(item, str) else None
        if hour is None:
            raise self.wrong(key, "hours of the week such as mon-09", item)
        return hour

    def item_must(self, key: str, item: object) -> tuple[str, str]:
        kind, _, value = item.partition(":") if isinstance(item, str) else ("", "", "")
        if kind not in vocabulary.MUST_KINDS or not re.fullmatch(r"[\w\-]{1,200}", value):
            raise self.wrong(key, "gender:, identity:, faith:, concern: or approach: and a code", item)
        return kind, value.lower()

    def weighted(
        self, codes: Sequence[str], name: str, low: int, high: int, key: str, item: object
    ) -> Weighted:
        """One `{"code": …, name: …}`; a weight left out counts 1."""
        inner = _Reader(_mapping(item, self._prefix + key, self._file), self._file, f"{self._prefix}{key}.")
        found = inner.code("code", codes)
        if found is None:
            raise inner.wrong("code", "one of " + ", ".join(codes), None)
        weight = inner.whole(name, low, high)
        return Weighted(found, 1 if weight is None else weight)

    def weighted_list(
        self, key: str, codes: Sequence[str], name: str, low: int, high: int
    ) -> tuple[Weighted, ...] | None:
        found = self.each(key, partial(self.weighted, codes, name, low, high))
        if found and len({each.code for each in found}) < len(found):
            raise self.wrong(key, "each code once", "one twice")
        return found

    def numbers_by_code(
        self, key: str, codes: Sequence[str], low: float, high: float
    ) -> tuple[tuple[str, float], ...] | None:
        value = self.source.get(key)
        if value is None:
            return None
        inner = _Reader(_mapping(value, self._prefix + key, self._file), self._file, f"{self._prefix}{key}.")
        strange = [name for name in inner.source if name not in codes]
        if strange:
            raise self.wrong(key, "keys among " + ", ".join(codes), strange[0])
        found = ((name, inner.number(name, low, high)) for name in codes)
        return tuple((name, number) for name, number in found if number is not None)


_KEYS: Final[Mapping[str, Callable[[_Reader], Any]]] = {
    "state": lambda r: r.code("state", vocabulary.STATES),
    "age_group": lambda r: r.code("age_group", vocabulary.AGE_GROUPS),
    "service": lambda r: r.code("service", vocabulary.SERVICES),
    "languages": lambda r: r.each("languages", r.item_tag),
    "formats": lambda r: r.each("formats", partial(r.item_code, vocabulary.FORMATS)),
    "concerns": lambda r: r.weighted_list(
        "concerns", vocabulary.CONCERNS, "importance", 0, HIGHEST_IMPORTANCE
    ),
    "client_id": lambda r: r.text(
        "client_id", r"[^\x00-\x1f\ud800-\udfff]{0,200}", "an id of at most 200 characters"
    ),
    "kind": lambda r: r.code("kind", CLIENT_KINDS),
    "zip": lambda r: r.text("zip", r"[0-9]{5}(-[0-9]{4})?", "a ZIP code of five digits"),
    "max_miles": lambda r: r.number("max_miles", 0, 13_000),
    "timezone": lambda r: r._checked("timezone", is_timezone, "an IANA time zone", str),
    "payer": lambda r: r.open_code("payer"),
    "self_pay_ok": lambda r: r.truth("self_pay_ok"),
    "max_fee": lambda r: r.number("max_fee", 0, 1_000_000),
    "slots": lambda r: r.each("slots", r.item_hour),
    "goals": lambda r: r.weighted_list("goals", vocabulary.GOALS, "importance", 0, HIGHEST_IMPORTANCE),
    "tasks": lambda r: r.weighted_list("tasks", vocabulary.TASKS, "wanted", -HIGHEST_WANTED, HIGHEST_WANTED),
    "style": lambda r: r.numbers_by_code("style", vocabulary.STYLE_AXES, *vocabulary.STYLE_RANGE),
    "style_importance": lambda r: r.whole("style_importance", 0, HIGHEST_IMPORTANCE),
    "parts": lambda r: r.numbers_by_code("parts", vocabulary.PARTS, 0, 10),
    "text": lambda r: r._checked(
        "text", lambda v: len(v) <= LONGEST_TEXT, f"at most {LONGEST_TEXT} characters", str
    ),
    "safe_now": lambda r: r.truth("safe_now"),
}
_PREFER_KEYS: Final[Mapping[str, Callable[[_Reader], Any]]] = {
    "gender": lambda r: r.open_code("gender"),
    "identities": lambda r: r.each("identities", r.item_open),
    "faith": lambda r: r.open_code("faith"),
    "must": lambda r: r.each("must", r.item_must),
}
REQUIRED: Final = Answers._fields[:6]
