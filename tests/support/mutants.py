"""Do the tests notice when the crisis screen is broken? Breaks it in many small ways and looks.

    PYTHONPATH=tests .venv/bin/python -m support.mutants [src/rapport/language/denial.py ...]

Each mutant changes one comparison, one `and` or `or`, one `not`, one condition, one whole number or one
returned truth value inside a function. Prints those that no test noticed. Takes minutes; not in the suite.
"""

import ast
import copy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LANGUAGE = "src/rapport/language"
TARGETS = (f"{LANGUAGE}/crisis.py", f"{LANGUAGE}/denial.py", f"{LANGUAGE}/wording.py")
UNIT = "tests/library/unit"
TESTS = (
    f"{UNIT}/test_crisis_denial.py", f"{UNIT}/test_crisis_wording.py", f"{UNIT}/test_crisis_screen.py",
    f"{UNIT}/test_crisis_red_team.py",
)  # fmt: skip
SECONDS = 120.0
OTHER_WAY = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What one node may be replaced with."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER_WAY:
        changed = copy.deepcopy(node)
        changed.ops[0] = OTHER_WAY[type(node.ops[0])]()
        yield changed
    elif isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = OTHER_WAY[type(node.op)]()
        yield changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.If | ast.IfExp):
        for always in (True, False):
            changed = copy.deepcopy(node)
            changed.test = ast.Constant(always)
            yield changed
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield ast.Constant(node.value + 1)


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """Each mutant's line as it was and is, and its whole source."""
    count = len(list(_spots(ast.parse(source))))
    for number in range(count):
        tree = ast.parse(source)
        node, changed = list(_spots(tree))[number]
        told = f"line {node.lineno}: {ast.unparse(node)}  ->  {ast.unparse(changed)}".replace("\n", " ")
        mutated = ast.fix_missing_locations(_Replace(node, changed).visit(tree))
        yield told[:160], ast.unparse(mutated)


def _spots(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                for node in ast.walk(statement):
                    for changed in changes(node):
                        yield node, changed


def noticed(place: Path) -> bool:
    """Whether some test fails in this copy of the sources."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider",
               "-k", "not linear and not megabyte and not survives", *TESTS]  # fmt: skip
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> None:
    targets = sys.argv[1:] or TARGETS
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        skipped = shutil.ignore_patterns("__pycache__")
        for folder in ("src", "tests/library/unit", "tests/support"):
            shutil.copytree(ROOT / folder, place / folder, ignore=skipped)
        shutil.copy(ROOT / "pyproject.toml", place)
        if noticed(place):
            raise SystemExit("mutants: the tests fail as it is")
        for target in targets:
            source = (place / target).read_text(encoding="utf-8")
            outcomes = []
            for told, mutated in mutants(source):
                (place / target).write_text(mutated, encoding="utf-8")
                outcomes.append(noticed(place))
                if not outcomes[-1]:
                    print(f"{target} {told}", flush=True)
            (place / target).write_text(source, encoding="utf-8")
            print(f"{target}: {sum(outcomes)} of {len(outcomes)} noticed", flush=True)


if __name__ == "__main__":
    main()
