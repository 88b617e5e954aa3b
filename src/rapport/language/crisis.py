"""Does a text speak of someone in danger?

Recall comes first: what is flagged is shown more help and is never shown less of anything else. No
flag says nothing: there is no "low risk" here. Only kinds leave this module, never words of the text.

Two ways of hearing stand beside each other. Phrases say what they heard; where they hear nothing, a
learnt judge says whether a sentence is worded like those of people in danger.

Every sentence is judged by itself, and what removes a flag (a plain denial, an idiom) stays within
its sentence and never reaches over a break; so adding sentences to a text never removes its flag.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from rapport.language import crisis_broad_phrases as broad
from rapport.language import crisis_indirect_phrases as indirect
from rapport.language import crisis_other_phrases as other
from rapport.language import crisis_phrases as english
from rapport.language import crisis_spanish_phrases as spanish
from rapport.language import crisis_speakers_phrases as speakers
from rapport.language.crisis_classes import CLASSES
from rapport.language.denial import DENYING, Denial
from rapport.language.phrases import Phrases
from rapport.language.spelling import Speller
from rapport.language.tables import table_from
from rapport.language.wording import alarming
from rapport.language.words import Sentence, sentences
from rapport.shipped import shipped

KINDS: Final = (
    "suicidal_thought", "self_harm", "overdose", "harm_to_others", "abuse_danger", "psychotic_command",
)  # fmt: skip
# What the phrases of each kind are called, in the files that have any.
_NAMES: Final = ("SUICIDE", "SELF_HARM", "OVERDOSE", "HARM_TO_OTHERS", "ABUSE_DANGER", "PSYCHOTIC")
WORDING: Final = "crisis_wording"  # no phrase was found, but it is worded like what people in danger say
_IDIOM: Final = "idiom"
# Which lines begin with which word (phrases.index_of).
PHRASE_INDEX: Final = "crisis_index.tsv"
IDIOM_INDEX: Final = "idiom_index.tsv"
_BLANK: Final = ""  # what stands in the place of an idiom; no phrase looks for it


class CrisisScreen(NamedTuple):
    """Whether to show help first, and why: kinds of danger in the order of `KINDS`, or `WORDING` alone."""

    flag: bool
    why: tuple[str, ...]


class _Listener(NamedTuple):
    """All that listening needs, made once on first use."""

    phrases: Phrases
    idioms: Phrases
    speller: Speller


def screen(text: str) -> CrisisScreen:
    """Does this text speak of suicide, self-harm, overdose, violence or commanding voices?

    text: any string, of any length and in any state; English and Spanish are understood. An empty
    text is not flagged. Plain denial ("I am not suicidal") is not flagged; denial with "but",
    "anymore", "yet" and the like is. `why` names what the phrases heard; where they heard nothing and
    the learnt judge did, it is ("crisis_wording",) alone. Takes time linear in the length of the text.

    >>> screen("I do not want to live any more").why
    ('suicidal_thought',)
    >>> screen("I am dying to see you")
    CrisisScreen(flag=False, why=())

    Source: item content of the C-SSRS screener and PHQ-9 item 9 as wording to listen for; the
    phrases are ours.
    Compared with: the red-team set in tests/support/red_team (figures in docs/researcher/language.md).
    """
    listener = _listener()
    kinds: set[str] = set()
    worded = False
    for heard in _heard(text, listener):
        kinds.update(match.meaning for match in listener.phrases.find(heard, heard=kinds) if match.firm)
        _silence(heard, listener.idioms)
        _listen(heard, listener, kinds)
        worded = worded or (not kinds and alarming(_undenied(heard, listener), heard.breaks))
        if len(kinds) == len(KINDS):
            break
    why = tuple(kind for kind in KINDS if kind in kinds) or (WORDING,) * worded
    return CrisisScreen(flag=bool(why), why=why)


def sentences_heard(text: str) -> Iterator[Sentence]:
    """What the learnt judge gets to hear of a text: known words, idioms and what is denied left out."""
    listener = _listener()
    for heard in _heard(text, listener):
        _silence(heard, listener.idioms)
        yield Sentence(_undenied(heard, listener), heard.breaks)


def _heard(text: str, listener: _Listener) -> Iterator[Sentence]:
    return map(listener.speller.spelled, sentences(text, known=listener.speller.known))


def _silence(heard: Sentence, idioms: Phrases) -> None:
    """Blank the idioms out, clause by clause: none reaches over a break."""
    for first, last in heard.clauses():
        clause = Sentence(heard.words[first:last])
        for idiom in idioms.find(clause):
            heard.words[first + idiom.start : first + idiom.end] = [_BLANK] * (idiom.end - idiom.start)


def _undenied(heard: Sentence, listener: _Listener) -> list[str]:
    """The words, blank where a clause plainly denies a phrase."""
    words = list(heard.words)
    for first, last in heard.clauses():
        clause = Sentence(heard.words[first:last])
        if not DENYING.isdisjoint(clause.words):
            denial = Denial(clause)
            for match in filter(denial.covers, listener.phrases.find(clause)):
                words[first + match.start : first + match.end] = [_BLANK] * (match.end - match.start)
    return words


def _listen(heard: Sentence, listener: _Listener, kinds: set[str]) -> None:
    """Add the kinds of danger that the phrases hear in one sentence."""
    denial = Denial(heard)
    for match in listener.phrases.find(heard, heard=kinds):
        if not denial.covers(match):
            kinds.add(match.meaning)


@cache
def _listener() -> _Listener:
    phrases = _phrases(phrase_lines(), PHRASE_INDEX)
    idioms = _phrases(idiom_lines(), IDIOM_INDEX)
    return _Listener(phrases, idioms, Speller(phrases.vocabulary | idioms.vocabulary))


def _phrases(lines: Iterator[tuple[str, str]], index: str) -> Phrases:
    return Phrases(lines, classes=CLASSES, index=table_from(shipped("rapport.language", index)))


def phrase_lines() -> Iterator[tuple[str, str]]:
    """Every phrase of danger, and its kind."""
    for kind, name in zip(KINDS, _NAMES, strict=True):
        for source in (english, indirect, other, broad, spanish, speakers):
            yield from ((line, kind) for line in _split(getattr(source, name, "")))


def idiom_lines() -> Iterator[tuple[str, str]]:
    """Every idiom that only sounds like danger."""
    return ((line, _IDIOM) for source in (other, spanish, broad) for line in _split(source.IDIOMS))


def _split(text: str) -> list[str]:
    return text.strip().splitlines()
