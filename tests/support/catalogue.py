"""Spanish: the file of translations, brought up to the sources, and its compiled form.

`PYTHONPATH=tests python -m support.catalogue` keeps what is translated, adds what is new without words,
drops what is gone, and compiles. Somebody who speaks Spanish then fills what is empty, and runs it again.
"""

import os
import re
from pathlib import Path
from typing import Final

import django
import polib

from support.messages import SOURCES, Found, Message, client_messages

FOLDER: Final = SOURCES / "site" / "locale" / "es" / "LC_MESSAGES"
TEXTS: Final = FOLDER / "django.po"
COMPILED: Final = FOLDER / "django.mo"
HEADER: Final = {
    "Project-Id-Version": "Rapport",
    "Language": "es",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# What is filled in, and what a template holds as it is.
PLACES: Final = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|<[^>]+>")


def places(text: str) -> list[str]:
    """What is filled in, in any order: names between per cent signs or braces, and tags."""
    return sorted(PLACES.findall(text))


def key(entry: polib.POEntry) -> Message:
    """What an entry translates."""
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def said(entry: polib.POEntry) -> list[str]:
    """Its translations: one, or one for each form of the plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def read() -> polib.POFile:
    """The translations as they stand in the repository."""
    return polib.pofile(str(TEXTS), encoding="utf-8")


def brought_up(found: Found, before: polib.POFile) -> polib.POFile:
    """The same translations, one entry for each text of the sources, in the order of their files."""
    after, known = polib.POFile(encoding="utf-8"), {key(each): each for each in before}
    after.metadata = dict(HEADER)
    for message, files in sorted(found.items(), key=lambda each: (min(each[1]), each[0])):
        after.append(_entry(message, files, known.get(message)))
    return after


def _entry(message: Message, files: set[str], before: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.one,
        msgctxt=message.context or None,
        occurrences=[(file, "") for file in sorted(files)],
        flags=["python-format"] if "%(" in message.one + message.many else [],
    )
    if message.many:
        entry.msgid_plural = message.many
        entry.msgstr_plural = dict(before.msgstr_plural) if before else {0: "", 1: ""}
    else:
        entry.msgstr = before.msgstr if before else ""
    return entry


def main() -> None:
    """Bring the files up to the sources."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.site.config.settings")
    django.setup()
    after = brought_up(client_messages(), read())
    after.save(str(TEXTS))
    Path(COMPILED).write_bytes(after.to_binary())
    empty = [each.msgid for each in after if not all(said(each))]
    print(f"{len(after)} texts, {len(empty)} without Spanish words")
    for text in empty:
        print(f"  {text}")


if __name__ == "__main__":
    main()
