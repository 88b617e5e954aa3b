"""Texts that may stand in no file of the repository: registries, this machine, other people's instruments.

The rule is checked without carrying the text: names are put together from pieces, and the items of
restricted instruments are known by the hashes of six of their words in a row.
"""

import hashlib
import re
from importlib import metadata
from itertools import pairwise

import pytest

from support import sources

# A lock file that names a registry sends everyone's installation there.
REGISTRIES = tuple(
    "".join(pieces)
    for pieces in (
        ("py", "pi.org"), ("pythonhosted", ".org"), ("py", "pi.python.org"), ("registry.npm", "js.org"),
        ("registry.yarn", "pkg.com"), ("npmmirror", ".com"), ("conda.", "anaconda.org"), ("crates", ".io"),
    )
)  # fmt: skip
MACHINE_PATHS = re.compile(
    "|".join(rf"(?<![\w./-])/{folder}/" for folder in ("wo" + "rk", "ro" + "ot", "ho" + "me"))
)
REQUIREMENT_FILES = (
    "requirements.txt",
    "requirements-test.txt",
    "requirements-bench.txt",
    "requirements-ray.txt",
)
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$")

WORDS_IN_A_ROW = 6
# First half of the SHA-256 of six words in a row, from items of WAI, SRS, ORS, OQ-45, CORE-OM and C-NIP.
RESTRICTED = frozenset(
    {
        "0a1b465e8a8e78fdbf48987ef9df0de0",
        "119f844b537b673fdbf9c15512451fd4",
        "17759843d3d0de6d984584fd36ae1c15",
        "1e460960ffa893d506c7be39f95ca9f6",
        "1f088d0570e99051826297f5cbd05cf1",
        "2737611dca7b0dd3ae7cb63cf838d4b2",
        "3a99a6407335867316cccbc5131eb743",
        "3ddeacda4a8ee14a7c84ad3c31fb81ac",
        "3f598049ed9d3609ac8cc2b7161e514d",
        "478691fd131d847fccc6ddb237e3ab70",
        "4dff1a74165afededd3e14cfb39afe57",
        "50312def53234664b964a9ae4da8b35f",
        "57d94e8f25f2c58d8797bfff07eb0cfa",
        "59167f06866b59a545f93a7e187bfe26",
        "5eaf17423930d4c32321d246216782d2",
        "6684fc99a13902f2dd18b677bc4551ac",
        "6d3de0376a10e4fcfd91d9633d21e5cc",
        "7032a211d26d9fb4432d356e9cad0996",
        "823c64b1540c54e6f2e0e45fa4eda729",
        "834363eb12d4197c1ed6272cbd95bd6c",
        "86b9f86df10abc0a46b0aaf8cd52514c",
        "9bc49fabcde4656801c2689528c5d8c4",
        "9ed2a1af7de06c0c56ed728b9d85a9a9",
        "b67ba90c9bede48d67ec87f445bd543e",
        "b80eeb23677e3e3552cfd264ac230eaa",
        "c96b087a388ebd5a11f68476f08acebe",
        "caf110c76c24dc744d4a13404647fb9e",
        "cd4d67c4aabf3b961b5ca2708e0b3367",
        "d53f1054f95164de2ca4da4fdec64b13",
        "da5bbdc6f4a38ff004f1a51c54117295",
        "e75cf84194e49760713074a91404626e",
        "eaa7dff178dc6f4fe79070d7ebb7c6f3",
        "edc116a08daaceb39aea27cb4e791e27",
        "f816f716946bc81b29895c20a0033f00",
        "fbb50d914fe602cf8fc7e51daad50798",
        "fe9ce32f8455e768d693a85371526c49",
    }
)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower()))


def _hash(words: list[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]


def _restricted(text: str, *, known: frozenset[str]) -> list[str]:
    words = _words(text)
    rows = (words[start : start + WORDS_IN_A_ROW] for start in range(len(words) - WORDS_IN_A_ROW + 1))
    return [shown for row in rows if (shown := _hash(row)) in known]


def _naming_a_registry(text: str) -> list[str]:
    return [host for host in REGISTRIES if host in text.lower()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {sources.name(path): sources.text(path) for path in sources.files()}


def test_no_file_names_a_registry(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if _naming_a_registry(text)] == []


def test_registry_is_found() -> None:
    assert _naming_a_registry("--index-url https://" + "py" + "pi.org/simple") == ["py" + "pi.org"]


def test_no_file_names_a_path_of_a_machine(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if MACHINE_PATHS.search(text)] == []


@pytest.mark.parametrize("planted", ["open('/wo" + "rk/x')", "cd /ro" + "ot/y", "see /ho" + "me/z"])
def test_path_of_a_machine_is_found(planted: str) -> None:
    assert MACHINE_PATHS.search(planted)


def test_relative_path_is_no_path_of_a_machine() -> None:
    assert not MACHINE_PATHS.search("../shared/data and docs/ho" + "me/ and a.example/wo" + "rk/")


def test_no_file_carries_a_restricted_item(texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if _restricted(text, known=RESTRICTED)] == []


def test_restricted_item_is_found() -> None:
    known = frozenset({_hash(["the", "kettle", "sings", "when", "rain", "falls"])})

    assert _restricted("I know: The kettle sings,\nwhen rain falls.", known=known)
    assert not _restricted("The kettle sings when snow falls.", known=known)


def _requirements(name: str) -> dict[str, tuple[str, str]]:
    found = (PINNED.match(line) for line in (sources.ROOT / name).read_text().splitlines())
    return {match["name"]: (match["version"], match["marker"] or "") for match in found if match}


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_requirements_are_pinned_by_hash_and_name_no_address(name: str) -> None:
    lines = (sources.ROOT / name).read_text().splitlines()
    unexpected = [line for line in lines if not PINNED.match(line) and not _is_hash(line)]

    assert unexpected == []
    # Every pin is followed by at least one hash: pip refuses the file otherwise.
    assert all(_is_hash(after) for line, after in pairwise(lines) if PINNED.match(line))


def _is_hash(line: str) -> bool:
    return re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) is not None


@pytest.mark.parametrize("planted", ["django @ https://a/x.whl", "-e .", "numpy", "numpy==2.0", "-i x"])
def test_requirement_without_pin_is_found(planted: str) -> None:
    assert not PINNED.match(planted)
    assert not _is_hash(planted)


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_every_wanted_package_is_pinned(name: str) -> None:
    wanted = (sources.ROOT / name.replace(".txt", ".in")).read_text().splitlines()
    names = [re.split(r"[<>=\[]", line)[0].lower() for line in wanted if line and not line.startswith("-c")]

    assert set(names) <= {pinned.lower() for pinned in _requirements(name)}


def test_installed_packages_are_the_pinned_ones() -> None:
    # What only another system needs carries a marker.
    pinned = _requirements("requirements.txt") | _requirements("requirements-test.txt")
    here = {name: version for name, (version, marker) in pinned.items() if not marker}

    assert {name: metadata.version(name) for name in here} == here
