"""The guides as tests read them: every one in every language, and its words without Markdown."""

import re

from rapport.site.guides import queries

EVERY = [guide for language in queries.LANGUAGES for guide in queries.all_guides(language)]
NAMES = [f"{guide.language}/{guide.slug}" for guide in EVERY]
# A heading or a line of a list ends a sentence, also without a full stop.
ENDED = re.compile(r"[.!?:…”\"]\s*$")


def words_of(markdown: str) -> str:
    """What a reader reads: no marks, no addresses, no numbers of references."""
    text = re.sub(r"\[(\d+)\]", "", markdown)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^[#>\-\s*]+", "", text, flags=re.MULTILINE).replace("*", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(line if ENDED.search(line) else f"{line}." for line in lines)
