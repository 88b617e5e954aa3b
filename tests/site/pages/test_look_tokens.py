"""The colours: words and edges must stand out on every ground they are used on, in light and in dark."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "src/rapport/site/foundation/static/rapport"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
# WCAG 2.2, 1.4.3 and 1.4.11.
WORDS, EDGES = 4.5, 3.0
GROUNDS = ("paper", "card", "wash")
INKS = ("ink", "soft", "brand", "brand-deep", "care", "goals", "tasks", "bond")
OTHER_PAIRS = (
    ("brand-ink", "brand"),
    ("brand-ink", "brand-deep"),
    ("care", "care-wash"),
    ("ink", "care-wash"),
    ("ink", "brand-wash"),
    ("soft", "brand-wash"),
    ("brand", "brand-wash"),
)


def scheme(name: str) -> dict[str, str]:
    light, _break, rest = TOKENS.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("@media")[0]
    pattern = r"--([a-z-]+): (#[0-9a-f]{6})"
    return dict(re.findall(pattern, light)) | (dict(re.findall(pattern, dark)) if name == "dark" else {})


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_on_every_ground_reach_aa(name: str) -> None:
    colours = scheme(name)
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + list(OTHER_PAIRS)

    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < WORDS} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_edges_of_what_can_be_pressed_stand_out(name: str) -> None:
    colours = scheme(name)

    weak = {ground: contrast(colours["edge"], colours[ground]) for ground in ("paper", "card")}

    assert {ground: ratio for ground, ratio in weak.items() if ratio < EDGES} == {}


def test_dark_names_every_colour_of_light() -> None:
    light, _break, rest = TOKENS.partition("@media (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--([a-z-]+): #", part)) for part in (light, rest.partition("@media")[0])]

    assert names[0] == names[1]


def test_high_contrast_names_every_colour_of_light() -> None:
    light = TOKENS.partition("@media")[0]
    forced = TOKENS.partition("@media (forced-colors: active)")[2]

    assert set(re.findall(r"--([a-z-]+): #", light)) == set(re.findall(r"--([a-z-]+): [A-Z]", forced))


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.css")), ids=lambda file: file.name)
def test_no_colour_is_named_outside_the_tokens(file: Path) -> None:
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", file.read_text(encoding="utf-8"))

    assert file.name in ("tokens.css", "print.css") or found == []


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.css")), ids=lambda file: file.name)
def test_stylesheets_load_nothing_from_elsewhere(file: Path) -> None:
    addresses = re.findall(r"url\(([^)]*)\)|@import", file.read_text(encoding="utf-8"))

    assert [address for address in addresses if not address.startswith('"fonts/')] == []


def test_every_typeface_comes_with_its_licence() -> None:
    faces = {file.stem for file in (STATIC / "fonts").glob("*.woff2")}
    licences = {file.name.removesuffix("-OFL.txt") for file in (STATIC / "fonts").glob("*-OFL.txt")}

    assert faces == licences == {"fraunces", "atkinson-hyperlegible-next"}
