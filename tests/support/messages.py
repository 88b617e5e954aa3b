"""Every text that can be translated, found in the sources, with the files that it comes from.

Read from Python's own syntax tree and from Django's reading of templates: nobody needs xgettext.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from django.utils.translation.template import templatize

SOURCES: Final = Path(__file__).parents[2] / "src" / "rapport"
# Read by people of the service alone. They may stay in English; all else a client can meet.
STAFF: Final = ("site/desk/", "site/portal/", "site/directory/vignettes.py", "cli/")

# Which arguments are the text: one form or two; a name with a p has a context before them.
_MARKS: Final[Mapping[str, tuple[int, ...]]] = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), (0,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1,)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2)),
}
_IN_TEMPLATES: Final = re.compile(r"(?<![A-Za-z_])(_|gettext|ngettext|pgettext|npgettext)\(")
# What the library says as data: a service's name, how to reach it and when; the plain name of a profession;
# sentences for a client to say.
_DATA: Final[Mapping[str, tuple[str, slice]]] = {
    "language/resources.py": ("Resource", slice(0, 3)),
    "matching/taxonomy.py": ("Taxonomy", slice(3, 4)),
}
_SENTENCES: Final = ("text", "wish", "tells")


class Message(NamedTuple):
    """What is looked up: a context ("" is none), the text, and its plural where it counts ("" elsewhere)."""

    context: str
    one: str
    many: str = ""


Found = dict[Message, set[str]]


def all_messages() -> Found:
    """Every text of the sources, with the files that hold it, named from `src/rapport`."""
    found: Found = defaultdict(set)
    for file, message in _everywhere():
        found[message].add(file.relative_to(SOURCES).as_posix())
    return dict(found)


def client_messages() -> Found:
    """The texts that a client can meet: all that stand in any file but those of the staff."""
    return {
        message: files
        for message, files in all_messages().items()
        if any(not file.startswith(STAFF) for file in files)
    }


def _everywhere() -> Iterator[tuple[Path, Message]]:
    for file in sorted(SOURCES.rglob("*.py")):
        yield from ((file, each) for each in in_python(file.read_text(encoding="utf-8")))
    for file in sorted(SOURCES.rglob("templates/**/*.*")):
        yield from ((file, each) for each in in_template(file.read_text(encoding="utf-8")))
    for name, (made, texts) in _DATA.items():
        data = SOURCES / name
        yield from ((data, each) for each in _in_data(data.read_text(encoding="utf-8"), made, texts))
    raising = SOURCES / "alliance" / "raising.toml"
    yield from ((raising, each) for each in _of_sentences(raising.read_text(encoding="utf-8")))


def in_python(source: str) -> Iterator[Message]:
    """The texts that a Python file marks, by whatever name it calls the marks."""
    tree = ast.parse(source)
    names = {name: mark for node in ast.walk(tree) for name, mark in _names(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from _marked(names[node.func.id], node)


def _names(node: ast.AST) -> Iterator[tuple[str, str]]:
    """What a file calls the marks: imported, made here, or given another name."""
    if isinstance(node, ast.ImportFrom):
        yield from ((each.asname or each.name, each.name) for each in node.names if each.name in _MARKS)
    elif isinstance(node, ast.FunctionDef) and node.name in _MARKS:
        yield node.name, node.name
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in _MARKS:
        yield from ((each.id, node.value.id) for each in node.targets if isinstance(each, ast.Name))


def _marked(mark: str, call: ast.Call) -> Iterator[Message]:
    texts = [each.value if isinstance(each, ast.Constant) else None for each in call.args]
    chosen = [texts[place] for place in _MARKS[mark] if place < len(texts)]
    # A text that is worked out was marked where it is written down.
    if chosen and all(isinstance(each, str) for each in chosen):
        context = texts[0] if _MARKS[mark][0] else ""
        yield Message(str(context), *map(str, chosen))


def in_template(source: str) -> Iterator[Message]:
    """The texts that a template marks, in tags and in arguments of tags."""
    read = templatize(source)
    for begun in _IN_TEMPLATES.finditer(read):
        mark = "gettext" if begun[1] == "_" else begun[1]
        yield from _marked(mark, _call(read[begun.end() - 1 :]))


def _call(text: str) -> ast.Call:
    """The call whose arguments a text begins with: up to the first bracket that closes them all."""
    for end in re.finditer(r"\)", text):
        try:
            read = ast.parse("f" + text[: end.end()], mode="eval").body
        except SyntaxError:
            continue
        assert isinstance(read, ast.Call)
        return read
    raise ValueError(f"expected a call, arrived {text[:60]!r}")


def _in_data(source: str, made: str, texts: slice) -> Iterator[Message]:
    """Arguments of each call that makes a thing; one that has a name of its own is looked up."""
    tree = ast.parse(source)
    named = {
        node.target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == made:
            for each in node.args[texts]:
                said = named[each.id] if isinstance(each, ast.Name) else ast.literal_eval(each)
                yield Message("", str(said))


def _of_sentences(source: str) -> Iterator[Message]:
    for table in tomllib.loads(source).values():
        for row in table if isinstance(table, list) else ():
            yield from (Message("", row[key]) for key in _SENTENCES if row.get(key))
