"""The documents: true to the program, whole, and in the words of the glossary."""

import re
import sys
from pathlib import Path

import pytest

from support import generate_docs, sources

READERS = ("client", "provider", "coordinator", "operator", "researcher", "developer")
TERM = re.compile(r"^- \*\*(.+?)\*\*: \S", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)")
COMMAND_LINE = re.compile(r"^(?:\./run|rapport) ([a-z-]+)", re.MULTILINE)
SETTING = re.compile(r"\bRAPPORT_[A-Z_]+|\bDATABASE_URL\b")
OWN_WORDS = ("test", "COMMAND")

PAGES = [path for path in sources.files() if path.suffix == ".md"]
GLOSSARY = sources.ROOT / "GLOSSARY.md"


@pytest.mark.parametrize("name", generate_docs.PAGES)
def test_generated_page_is_up_to_date(name: str) -> None:
    if sys.version_info[:2] != (3, 11):
        pytest.skip("argparse words its help a little differently in each Python; the pages are of 3.11")
    written = (generate_docs.FOLDER / name).read_text(encoding="utf-8")

    again = "PYTHONPATH=tests .venv/bin/python -m support.generate_docs"
    assert written == generate_docs.PAGES[name](), f"write it anew: {again}"


def test_commands_page_names_every_command_and_its_flags() -> None:
    page = generate_docs.commands_page()

    for command in generate_docs.cli.COMMANDS:
        assert f"## rapport {command}\n" in page
        assert f"usage: rapport {command} [-h]" in page


def test_settings_page_names_every_setting() -> None:
    page = generate_docs.settings_page()

    assert all(f"| `{setting.name}` |" in page for setting in generate_docs.SETTINGS)


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_has_a_page(reader: str) -> None:
    page = sources.ROOT / "docs" / reader / "README.md"

    assert page in PAGES
    assert f"({reader}/README.md)" in (sources.ROOT / "docs" / "README.md").read_text()


def _broken_links(document: Path, text: str) -> list[str]:
    # The guides of the site link to its own addresses, which a journey follows.
    links = (
        link for link in LINK.findall(text) if "://" not in link and not link.startswith(("mailto:", "/"))
    )
    return [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", PAGES, ids=sources.name)
def test_links_lead_somewhere(document: Path) -> None:
    assert _broken_links(document, sources.text(document)) == []


def test_broken_link_is_found() -> None:
    assert _broken_links(GLOSSARY, "[a](README.md) [b](docs/nowhere.md)") == ["docs/nowhere.md"]


def test_documents_name_real_commands_and_settings() -> None:
    known = {*generate_docs.cli.COMMANDS, *OWN_WORDS}
    settings = {setting.name for setting in generate_docs.SETTINGS}
    texts = [sources.text(page) for page in PAGES]

    assert {word for text in texts for word in COMMAND_LINE.findall(text)} <= known
    assert {word for text in texts for word in SETTING.findall(text)} <= settings


def _terms() -> list[str]:
    return TERM.findall(sources.text(GLOSSARY))


def _in_use(term: str, texts: list[str]) -> bool:
    written = re.compile(rf"\b{re.sub('[ -]', '[ _-]?', term)}(?:s|es|d|ed)?(?:\b|_)", re.IGNORECASE)
    return any(written.search(text) for text in texts)


@pytest.fixture(scope="module")
def texts_in_use() -> list[str]:
    code = [sources.text(path) for path in sources.python("src")]
    return code + [sources.text(page) for page in PAGES if page.is_relative_to(sources.ROOT / "docs")]


def test_glossary_has_terms_once_each() -> None:
    terms = _terms()

    assert len(terms) >= 30
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("term", _terms())
def test_glossary_term_is_in_use(term: str, texts_in_use: list[str]) -> None:
    assert _in_use(term, texts_in_use)


def test_term_that_nobody_uses_is_found() -> None:
    assert not _in_use("warm handshake", ["a warm welcome and a handshake"])
    assert _in_use("receipt code", ["class ReceiptCode"])


# What the field calls differently; the word on the right is ours.
OTHER_WORDS = {
    "user2": "the person's role",
    "counsellee": "client",
    "matchee": "client",
}


def test_code_uses_the_words_of_the_glossary() -> None:
    found = re.compile("|".join(rf"\b{word}s?\b" for word in OTHER_WORDS), re.IGNORECASE)

    assert [sources.name(path) for path in sources.python("src") if found.search(sources.text(path))] == []
