"""A trial's design as data: what is true in its world, who is randomised, what each arm does.

The same table of fields gives the JSON Schema, reads the file and words its faults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from rapport.errors import BadInput, Problem, quoted

Schema: TypeAlias = dict[str, Any]

# How an arm chooses among the providers with a place:
RULES: Final = {
    "random": "any of them",
    "record": "the best match level of past cases by domain (Constantino 2021)",
    "expected": "the best outcome expected from past cases by domain, chance allowed for",
    "answers": "the best fit that the two's answers tell",
    "model": "the best outcome expected from past cases and answers together",
    "noise": "the best by features that say nothing",
    "oracle": "the best in truth, which nobody knows: the bound",
}
SWEPT: Final = ("general", "domain", "pair", "cases", "capacity", "adoption")


@dataclass(frozen=True, slots=True)
class Field:
    """A number of a design: bounds, what it means, what holds when it is left out (None: required)."""

    low: float
    high: float
    means: str
    default: float | None = None
    is_whole: bool = False


FIELDS: Final[dict[str, Field]] = {
    "providers": Field(2, 2000, "providers, each of whom serves every arm", is_whole=True),
    "general": Field(0, 1, "share of the outcome's variance that is the provider in general"),
    "domain": Field(0, 1, "share that is the provider's skill with the client's elevated domains", 0.0),
    "pair": Field(0, 1, "share that is this client with this provider, whatever their records", 0.0),
    "answered": Field(0, 1, "of `pair`, what the two's answers tell", 0.25),
    "domains": Field(1, 50, "domains of the outcome measure", 12, is_whole=True),
    "elevated": Field(1, 12, "most elevated domains on which a client is matched", 3, is_whole=True),
    "cases": Field(1, 10_000, "past cases of each provider in each domain", 15, is_whole=True),
    "shared": Field(0, 1, "correlation over domains of the chance in one past case", 0.5),
    "reliably": Field(0, 5, "standard errors beyond expectation that make a provider effective", 1.96),
    "screened": Field(1, 1_000_000, "people screened", is_whole=True),
    "randomised": Field(8, 20_000, "people randomised", is_whole=True),
    "strata": Field(1, 20, "strata of the randomisation", 2, is_whole=True),
    "block": Field(2, 1000, "people in a permuted block", 4, is_whole=True),
    "began": Field(0.05, 1, "chance of beginning after randomisation", 1.0),
    "followed": Field(0.05, 1, "chance that an average client who began is followed up", 1.0),
    "followed_slope": Field(-3, 3, "log odds of follow-up for an SD of outcome", 0.0),
    "capacity": Field(1, 1000, "places over people randomised; left out: no limit", 0.0),
    "own_places": Field(0, 1, "1 if the places are shared out to the arms beforehand", 0.0, is_whole=True),
    "adoption": Field(0, 1, "how often an arm's choice is carried out; else it is random", 1.0),
    "assumed": Field(0.01, 5, "difference in SDs for which the power is worked out beforehand"),
    "runs": Field(10, 10_000, "trials for power by simulation", 400, is_whole=True),
}


PROFILE_FIELDS: Final[dict[str, Field]] = {
    "patients": Field(100, 100_000, "patients, the first half to learn from", is_whole=True),
    "providers": Field(2, 2000, "providers among whom they came by chance", is_whole=True),
    "classes": Field(2, 100, "classes of patients", 17, is_whole=True),
    "lowest": Field(0.01, 0.99, "rate of improvement in the hardest class"),
    "typical": Field(0.01, 0.99, "rate over all"),
    "highest": Field(0.01, 0.99, "rate in the easiest class"),
    "general": Field(0, 0.9, "provider's share of the log odds' variance"),
    "by_class": Field(0, 0.9, "share of provider and class together", 0.0),
    "runs": Field(10, 10_000, "cohorts", 400, is_whole=True),
}
PROFILE_ARMS: Final = {"fitting": "expected", "other": "random"}
KINDS: Final = {"trial": FIELDS, "profile": PROFILE_FIELDS}


@dataclass(frozen=True)
class Design:
    """A valid design; numbers as in `FIELDS` or `PROFILE_FIELDS`, `capacity` 0 where there is no limit.

    kind: `trial`, or `profile`, a cohort in which some were seen by a provider who fits their class.
    arms: rule by name, in order; control: one of them. published: (low, high) of d, or of the odds
    ratio of a profile. sweep: a field and the values it is tried at.
    """

    name: str
    title: str
    source: str
    kind: str
    arms: Mapping[str, str]
    control: str
    numbers: Mapping[str, float]
    published: tuple[float, float] | None = None
    sweep: tuple[str, tuple[float, ...]] | None = None

    def __getitem__(self, field: str) -> float:
        return self.numbers[field]

    def whole(self, field: str) -> int:
        """A field that counts something."""
        return int(self.numbers[field])

    def with_number(self, field: str, value: float) -> "Design":
        """The same with another value of one field."""
        numbers = {**self.numbers, field: value}
        return replace(self, numbers=numbers, sweep=None)


def read_design(data: object, *, file: str) -> Design:
    """A design from what a TOML or JSON file holds.

    Raises:
        BadInput: a key that is missing, unknown, or out of bounds, by its name.
    """
    if not isinstance(data, dict):
        raise _fault(file, "", "a table of keys", data)
    kind = data.get("kind", "trial")
    if kind not in KINDS:
        raise _fault(file, "kind", f"one of {', '.join(KINDS)}", kind)
    known = {"name", "title", "source", "kind", "published", *KINDS[kind]}
    known |= {"arms", "control", "sweep"} if kind == "trial" else set()
    for key in data:
        if key not in known:
            raise _fault(file, str(key), f"a key among {', '.join(sorted(known))}", str(key))
    texts = {key: _text(data, key, file) for key in ("name", "title", "source")}
    numbers = {key: _number(data.get(key), key, field, file) for key, field in KINDS[kind].items()}
    arms, control = PROFILE_ARMS, str(data.get("control", "other"))
    if kind == "trial":
        arms = _arms(data.get("arms"), file)
        if control not in arms:
            raise _fault(file, "control", f"one of the arms ({', '.join(arms)})", data.get("control"))
        _check_sums(numbers, len(arms), file)
    elif not numbers["lowest"] < numbers["typical"] < numbers["highest"]:
        raise _fault(file, "typical", "a rate between lowest and highest", numbers["typical"])
    return Design(
        **texts,
        kind=kind,
        arms=arms,
        control=control,
        numbers=numbers,
        published=_published(data.get("published"), file),
        sweep=_sweep(data.get("sweep"), file),
    )


def design_schema() -> Schema:
    """The format of a trial's design, as JSON Schema (without `$schema`)."""
    arms = {
        "type": "object",
        "minProperties": 2,
        "additionalProperties": {"enum": list(RULES)},
        "description": "; ".join(f"{rule}: {means}" for rule, means in RULES.items()),
    }
    control = {"type": "string", "description": "the arm with which the others are compared"}
    values = {"type": "array", "items": {"type": "number"}, "minItems": 1}
    sweep = {
        "type": "object",
        "properties": {"field": {"enum": list(SWEPT)}, "values": values},
        "required": ["field", "values"],
        "additionalProperties": False,
    }
    trial = _schema_of("trial", {"arms": arms, "control": control, "sweep": sweep}, ["arms", "control"])
    return {"title": "Design of a simulated trial", "oneOf": [trial, _schema_of("profile", {}, ["kind"])]}


def _schema_of(kind: str, more: Schema, required: list[str]) -> Schema:
    text: Schema = {"type": "string", "minLength": 1}
    published = {
        "type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2,
        "description": "lowest and highest effect that the study is compatible with",
    }  # fmt: skip
    properties: Schema = {"name": text, "title": text, "source": text, "kind": {"const": kind}}
    properties |= {**more, "published": published}
    for key, field in KINDS[kind].items():
        number = "integer" if field.is_whole else "number"
        properties[key] = {"type": number, "minimum": field.low, "maximum": field.high}
        properties[key]["description"] = field.means
        if field.default:
            properties[key]["default"] = field.default
    needed = [key for key, field in KINDS[kind].items() if field.default is None]
    return {
        "type": "object",
        "properties": properties,
        "required": ["name", "title", "source", *required, *needed],
        "additionalProperties": False,
    }


def _text(data: Mapping[str, Any], key: str, file: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _fault(file, key, "a text", value)
    return value


def _arms(value: object, file: str) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) < 2:
        raise _fault(file, "arms", "two arms or more, each a name with a rule", value)
    for name, rule in value.items():
        if rule not in RULES:
            raise _fault(file, f"arms.{name}", f"a rule ({', '.join(RULES)})", rule)
    return {str(name): str(rule) for name, rule in value.items()}


def _number(value: object, key: str, field: Field, file: str) -> float:
    if value is None and field.default is not None:
        return field.default
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not field.low <= value <= field.high or (field.is_whole and value != int(value)):  # type: ignore[operator, call-overload]
        kind = "a whole number" if field.is_whole else "a number"
        raise _fault(file, key, f"{kind} from {field.low:g} to {field.high:g} ({field.means})", value)
    return float(value)  # type: ignore[arg-type]


def _check_sums(numbers: Mapping[str, float], arms: int, file: str) -> None:
    shares = numbers["general"] + numbers["domain"] + numbers["pair"]
    if shares > 1:
        raise _fault(file, "general", "general, domain and pair that leave something of 1", shares)
    if numbers["elevated"] > numbers["domains"]:
        raise _fault(file, "elevated", f"at most the {numbers['domains']:g} domains", numbers["elevated"])
    if numbers["screened"] < numbers["randomised"]:
        at_least = f"at least the {numbers['randomised']:g} randomised"
        raise _fault(file, "screened", at_least, numbers["screened"])
    if numbers["block"] % arms:
        raise _fault(file, "block", f"a multiple of {arms}, the number of arms", numbers["block"])


def _published(value: object, file: str) -> tuple[float, float] | None:
    if value is None:
        return None
    if not _are_numbers(value) or len(value) != 2 or not value[0] <= value[1]:  # type: ignore[arg-type, index]
        raise _fault(file, "published", "the lowest and the highest d, as two numbers", value)
    return float(value[0]), float(value[1])  # type: ignore[index]


def _sweep(value: object, file: str) -> tuple[str, tuple[float, ...]] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) != {"field", "values"} or value["field"] not in SWEPT:
        raise _fault(file, "sweep", f"a field ({', '.join(SWEPT)}) and values", value)
    if not _are_numbers(value["values"]) or not value["values"]:
        raise _fault(file, "sweep.values", "one or more numbers", value["values"])
    key = value["field"]
    return key, tuple(_number(each, key, FIELDS[key], file) for each in value["values"])


def _are_numbers(value: object) -> bool:
    return isinstance(value, Sequence) and all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in value
    )


def _fault(file: str, key: str, expected: str, arrived: object) -> BadInput:
    shown = "nothing" if arrived is None else quoted(arrived)
    return BadInput(Problem(file=file, column=key, expected=expected, arrived=shown))
