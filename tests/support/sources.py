"""The files of this repository and what stands in them, for the checks of the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"


@cache
def files() -> tuple[Path, ...]:
    """Every file that git has or would take: what a clone gets, before and after a commit."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in sorted(set(listed.split("\0")) - {""}) if (path := ROOT / name).is_file())


@cache
def text(path: Path) -> str:
    """The text of a file; empty for one that is no text, as pictures and fonts are."""
    content = path.read_bytes()
    try:
        return "" if b"\0" in content else content.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def python(*folders: str) -> list[Path]:
    """The Python files under these folders of the repository."""
    roots = [ROOT / folder for folder in folders]
    return [
        path for path in files() if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


def name(path: Path) -> str:
    """A file's path inside the repository, as messages show it."""
    return str(path.relative_to(ROOT))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    """Every class."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            yield node


def imports(module: ast.Module) -> Iterator[str]:
    """Every imported name in full: `a.b` of `import a.b`, `a.b.c` of `from a.b import c`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
