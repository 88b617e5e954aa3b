"""The order of the house: the import contracts hold, and each bites on a planted violation."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from support.sources import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

# contract → (module that must not, what it must not import)
PLANTED = {
    "library-apart": ("rapport.measures.planted", "django.db"),
    "library-pure": ("rapport.matching.planted", "socket"),
    "library-layers": ("rapport.language.planted", "rapport.matching"),
    "engines-apart": ("rapport.engines.planted", "rapport.measures"),
    "story-order": ("rapport.site.people.planted", "rapport.site.matches"),
    "chapter-layers": ("rapport.site.intake.choices", "rapport.site.intake.models"),
    "library-callers": ("rapport.site.intake.models", "rapport.matching"),
    "commands-on-top": ("rapport.site.client.planted", "rapport.cli.main"),
}
# More ways to break the widest: upwards in the library, sideways between faces, a face from a chapter.
PLANTED_MORE = [
    ("library-layers", "rapport.measures.planted", "rapport.simulation"),
    ("library-layers", "rapport.errors", "rapport.vocabulary"),
    ("library-apart", "rapport.vocabulary", "rapport.site.people"),
    ("story-order", "rapport.site.foundation.planted", "rapport.site.people"),
    ("story-order", "rapport.site.matches.planted", "rapport.site.client"),
    ("story-order", "rapport.site.portal.planted", "rapport.site.client"),
    ("chapter-layers", "rapport.site.matches.queries", "rapport.site.matches.actions"),
]


def _lint(src: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml"), *arguments]
    environment = os.environ | {"PYTHONPATH": str(src), "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, cwd=src, env=environment, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source tree to plant a violation in."""
    only_python = shutil.ignore_patterns("__pycache__", "static", "templates", "data", "*.npy", "*.json")
    shutil.copytree(ROOT / "src" / "rapport", tmp_path / "rapport", ignore=only_python)
    return tmp_path


def _file(src: Path, module: str) -> Path:
    """The file of a module of the copy, made when the tree has none."""
    package = src.joinpath(*module.split("."))
    file = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    for made in (file.parent / "__init__.py", file):
        made.touch()
    return file


def _plant(src: Path, module: str, imported: str) -> None:
    if imported.startswith("rapport."):
        _file(src, imported)
    with _file(src, module).open("a") as source:
        source.write(f"\nimport {imported}\n")


def test_all_contracts_hold() -> None:
    done = _lint(ROOT / "src")

    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract["id"] for contract in CONTRACTS} == set(PLANTED)


@pytest.mark.parametrize(
    ("contract", "module", "imported"),
    [(contract, *planted) for contract, planted in PLANTED.items()] + PLANTED_MORE,
)
def test_contract_breaks_on_a_planted_import(copy: Path, contract: str, module: str, imported: str) -> None:
    _plant(copy, module, imported)

    done = _lint(copy, "--contract", contract)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout
    assert module in done.stdout
