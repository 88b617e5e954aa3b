"""The habits of the code that a machine can see, each proved on a planted violation."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from support import sources

LONGEST_FILE = 300
# A test file is a list of cases; splitting one too early separates a case from its neighbours.
LONGEST_TEST_FILE = 500
LONGEST_FUNCTION = 40
LONGEST_MODEL = 150
# Longer for a reason that splitting would not mend.
LONG_FILES = {
    "src/rapport/language/crisis_*phrases.py": "lists of phrases, read by people as a whole",
    "src/rapport/site/*/migrations/0*.py": "written by Django from the models, which people read",
}

BANNED_MODULES = ("utils", "util", "helpers", "helper", "common", "misc", "signals", "receivers")
BANNED_SUFFIXES = ("Handler", "Manager", "Processor", "Helper", "Util", "Utils", "Entity", "Service")
# Django calls these with keyword arguments that it alone decides.
CALLED_BY_DJANGO = (
    "__init__", "save", "delete", "clean", "get_context", "get_context_data", "get_form_kwargs", "formfield",
    "dispatch", "create_option", "handle", "deconstruct", "db_for_read", "db_for_write", "allow_relation",
    "allow_migrate",
)  # fmt: skip
CLOCKS = ("datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "timezone.now")
FILE_CALLS = ("open", "print", "input")
SEEDED = ("Generator", "default_rng", "SeedSequence", "PCG64", "BitGenerator", "Random")

Finder = Callable[[ast.Module], Iterator[str]]
LIBRARY = [
    path for path in sources.python("src") if path.relative_to(sources.SRC).parts[1] not in ("site", "cli")
]
ALL = sources.python("src", "benchmarks", "tests")


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """How long a definition is, its docstring not counted."""
    docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    words = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - words


def long_functions(module: ast.Module) -> Iterator[str]:
    yield from (node.name for node in sources.functions(module) if _lines(node) > LONGEST_FUNCTION)


def long_models(module: ast.Module) -> Iterator[str]:
    for node in sources.classes(module):
        if any("Model" in ast.unparse(base) for base in node.bases) and _lines(node) > LONGEST_MODEL:
            yield node.name


def signals(module: ast.Module) -> Iterator[str]:
    for imported in sources.imports(module):
        if imported.startswith("django.dispatch") or ".signals" in imported:
            yield imported


def vague_class_names(module: ast.Module) -> Iterator[str]:
    for node in sources.classes(module):
        for suffix in BANNED_SUFFIXES:
            inherited = any(ast.unparse(base).endswith(suffix) for base in node.bases)
            if node.name.endswith(suffix) and not inherited:
                yield node.name


def keyword_dictionaries(module: ast.Module) -> Iterator[str]:
    for node in sources.functions(module):
        if node.args.kwarg and node.name not in CALLED_BY_DJANGO and not node.name.startswith("_"):
            yield node.name


def clocks(module: ast.Module) -> Iterator[str]:
    for call in _calls(module):
        if call.endswith(CLOCKS):
            yield call


def files_and_terminals(module: ast.Module) -> Iterator[str]:
    yield from (call for call in _calls(module) if call in FILE_CALLS)


def global_generators(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            owner, _, last = called.rpartition(".")
            unseeded = last in ("default_rng", "Random") and not node.args
            if owner.split(".")[-1] == "random" and (last not in SEEDED or unseeded):
                yield called


def _calls(module: ast.Module) -> Iterator[str]:
    yield from (ast.unparse(node.func) for node in ast.walk(module) if isinstance(node, ast.Call))


RULES: dict[str, tuple[Finder, list[Path], str]] = {
    "function over 40 lines": (long_functions, ALL, "def f():\n" + "    x = 1\n" * 40),
    "model over 150 lines": (long_models, ALL, "class M(models.Model):\n" + "    x = 1\n" * 150),
    "signal": (signals, ALL, "from django.db.models.signals import post_save"),
    "signal decorator": (signals, ALL, "from django.dispatch import receiver"),
    "vague class name": (vague_class_names, ALL, "class MatchManager: ..."),
    "keyword dictionary": (keyword_dictionaries, sources.python("src"), "def f(**kwargs): ..."),
    "clock in the library": (clocks, LIBRARY, "import datetime\ndatetime.date.today()"),
    "file in the library": (files_and_terminals, LIBRARY, "open('roster.csv')"),
    "global generator": (global_generators, LIBRARY, "import numpy as np\nnp.random.normal()"),
    "generator without a seed": (global_generators, LIBRARY, "import numpy as np\nnp.random.default_rng()"),
}


@pytest.mark.parametrize("rule", RULES)
def test_rule_holds(rule: str) -> None:
    finder, paths, _ = RULES[rule]

    found = [f"{sources.name(path)}: {what}" for path in paths for what in finder(sources.tree(path))]

    assert found == []


@pytest.mark.parametrize("rule", RULES)
def test_rule_bites(rule: str) -> None:
    finder, _, planted = RULES[rule]

    assert list(finder(ast.parse(planted)))


@pytest.mark.parametrize(
    ("finder", "allowed"),
    [
        (vague_class_names, "class OpenManager(models.Manager): ..."),
        (vague_class_names, "class Quiet(logging.Handler): ..."),
        (keyword_dictionaries, "class M:\n    def save(self, **kwargs): ..."),
        (clocks, "def due(*, at): return at"),
        (global_generators, "import numpy as np\nnp.random.default_rng(7)"),
        (long_functions, "def f():\n    '''" + "\n" * 60 + "'''\n    return 1"),
    ],
)
def test_rule_lets_good_code_pass(finder: Finder, allowed: str) -> None:
    assert list(finder(ast.parse(allowed))) == []


def _too_long(lengths: dict[str, int]) -> list[str]:
    long = [name for name, lines in lengths.items() if lines > _allowed(name)]
    return [name for name in long if not any(fnmatch(name, pattern) for pattern in LONG_FILES)]


def _allowed(name: str) -> int:
    return LONGEST_TEST_FILE if Path(name).name.startswith("test_") else LONGEST_FILE


def test_files_stay_short() -> None:
    lengths = {sources.name(path): len(sources.text(path).splitlines()) for path in ALL}

    assert _too_long(lengths) == []
    assert all(any(fnmatch(name, pattern) for name in lengths) for pattern in LONG_FILES)


def test_long_file_is_found() -> None:
    lengths = {"a.py": LONGEST_FILE, "b.py": LONGEST_FILE + 1, "test_a.py": 500, "test_b.py": 501}

    assert _too_long(lengths) == ["b.py", "test_b.py"]


def _vague_modules(paths: list[str]) -> list[str]:
    return [path for path in paths if set(Path(path).with_suffix("").parts) & set(BANNED_MODULES)]


def test_modules_are_named_by_subject() -> None:
    assert _vague_modules([sources.name(path) for path in ALL]) == []


def test_vague_module_name_is_found() -> None:
    paths = ["src/rapport/site/utils.py", "src/rapport/common/__init__.py", "src/rapport/matching/fit.py"]

    assert _vague_modules(paths) == paths[:2]


@pytest.mark.parametrize(
    ("code", "planted"),
    [
        ("PGH004", "import os  # noqa\n"),
        ("PGH003", "x: int = ''  # type: ignore\n"),
        ("DTZ", "import datetime\n\nx = datetime.datetime.now()\n"),
        ("S301", "import pickle\n\nx = pickle.loads(b'')\n"),
        ("E501", f"x = '{'a' * 120}'\n"),
    ],
)
def test_linter_finds(code: str, planted: str) -> None:
    command = [
        str(Path(sys.executable).with_name("ruff")),
        "check",
        "--stdin-filename",
        "src/rapport/planted.py",
        "-",
    ]

    done = subprocess.run(
        command, input=planted, capture_output=True, text=True, cwd=sources.ROOT, check=False
    )

    assert done.returncode == 1
    assert code in done.stdout
