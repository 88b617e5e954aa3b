"""When does a sentence plainly deny what it names?

"I am not suicidal", "I would never hurt myself": a denying word, and between it and the named thing
nothing but small words. It is no plain denial when the sentence limits it ("yet", "anymore", "right
now"), turns against it ("but"), gives a condition or a reason ("unless", "because of my kids"), or
when a break stands between. The sentence decides, and nothing outside it.
"""

from typing import Final

from rapport.language.phrases import Match
from rapport.language.words import Sentence

DENYING: Final = frozenset(
    {"not", "no", "never", "dont", "doesnt", "didnt", "isnt", "aint", "arent", "wasnt", "werent", "wouldnt",
     "wont", "without", "deny", "denies", "denied", "denying", "havent", "hasnt", "hadnt", "neither", "nunca",
     "jamas", "tampoco", "sin", "nor", "zero"}
)  # fmt: skip
# A "no" before one of these answers something; it denies nothing.
SPEAKERS: Final = frozenset(
    {"i", "im", "ive", "he", "she", "they", "we", "my", "yo", "hes", "shes", "it", "just"}
)
# What may stand between the denial and the named thing.
SMALL_WORDS: Final = frozenset(
    {"i", "im", "am", "is", "are", "was", "were", "be", "been", "being", "a", "an", "any", "the", "my",
     "to", "of", "about", "at", "all", "in", "on", "or", "nor", "and", "really", "actually",
     "currently", "feeling", "feel", "feels", "felt", "have", "had", "has", "having", "do", "did",
     "doing", "going", "want", "wants", "wanted", "wanting", "think", "thinks", "thought", "thoughts",
     "thinking", "plan", "plans", "planning", "intent", "intention", "intentions", "intend", "desire",
     "urge", "urges", "wish", "ever", "even", "considered", "considering", "consider", "like", "that",
     "would", "will", "could", "he", "she", "they", "we", "you", "his", "her", "their", "try", "tried",
     "trying", "history", "ideation", "ideas", "idea", "kill", "killing", "hurt", "hurting", "harm",
     "harming", "die", "dying", "suicide", "suicidal", "self", "myself", "himself", "herself", "anyone",
     "anybody", "others", "someone", "people", "else", "need", "wishing", "looking", "attempt",
     "attempts", "attempted", "past", "me", "him", "them", "estoy", "soy", "pensado", "quiero",
     "quiere", "en", "voy", "tengo", "pensamientos", "ganas", "de", "que", "es", "ha", "intentado",
     "pienso", "se", "haria", "le", "yo", "un", "una", "deseos", "pensando", "suicidarme", "matarme",
     "morir", "hacerme", "dano", "talk", "talked", "talking", "seem", "seems", "signs", "shown",
     "means", "mean", "anything", "nothing", "way", "chance", "reason", "point", "it", "this", "saying",
     "say", "said", "implying", "there", "violent", "homicidal"}
)  # fmt: skip
# From the denial on, one of these in the sentence turns against it, limits it, or gives it a condition or a
# reason ("because of my kids"). Before it they do nothing: "sad, but not suicidal" stays plain.
LIMITING: Final = frozenset(
    {"but", "though", "although", "however", "except", "unless", "until", "till", "yet", "anymore", "longer",
     "sometimes", "still", "almost", "cant", "cannot", "couldnt", "pretend", "pretending", "because", "cause",
     "only", "actively", "lately", "tonight", "today", "now", "moment", "week", "recently", "again", "used",
     "enough", "since", "maybe", "lie", "lied", "lying", "everyone", "tell", "promised", "promise", "suppose",
     "pero", "aunque", "excepto", "todavia", "aun", "ahora", "hoy", "solo", "ya", "porque", "puedo", "pues"}
)  # fmt: skip
LIMITING_PAIRS: Final = frozenset(
    {("just", "want"), ("just", "dont"), ("just", "tired"), ("just", "wish"), ("just", "need"),
     ("just", "cant"), ("so", "badly"), ("so", "much"), ("not", "only"), ("this", "bad"), ("more", "than"),
     ("as", "much"), ("not", "sure"), ("dont", "know"), ("or", "maybe"), ("if", "only"), ("i", "guess")}
)  # fmt: skip
# A denying word inside these denies them ("he has never hit me"); elsewhere it is part of the phrase.
DENIED_INSIDE: Final = frozenset({"abuse_danger"})
FURTHEST: Final = 9  # words between the denial and what is denied


class Denial:
    """The denials of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence: Final = sentence
        words = sentence.words
        pairs = zip(words, [*words[1:], ""], strict=True)
        limits = [i for i, pair in enumerate(pairs) if pair[0] in LIMITING or pair in LIMITING_PAIRS]
        self._last_limit: Final = limits[-1] if limits else -1

    def covers(self, match: Match) -> bool:
        """Whether what was found is plainly denied.

        A phrase that carries a denying word itself ("don't want to live") cannot be denied.
        """
        words = self._sentence.words
        if match.firm:
            return False
        inside = [at for at in range(match.start, match.end) if words[at] in DENYING]
        if inside:
            return match.meaning in DENIED_INSIDE and self._last_limit < inside[0]
        denied_at = self._denied_at(match.start)
        return denied_at is not None and self._last_limit < denied_at and not self._undone(denied_at)

    def _denied_at(self, start: int) -> int | None:
        """Where the denying word stands that only small words part from `start`; None if there is none."""
        words, breaks = self._sentence.words, self._sentence.breaks
        for position in range(start - 1, max(start - FURTHEST, 0) - 1, -1):
            if position + 1 in breaks:
                return None
            if words[position] in DENYING:
                return position
            if words[position] not in SMALL_WORDS:
                return None
        return None

    def _undone(self, position: int) -> bool:
        """Whether the denying word denies nothing: an answer ("no, I am"), a second denial, "why not"."""
        words = self._sentence.words
        if words[position] == "no" and words[position + 1] in SPEAKERS:
            return True
        before = words[max(position - 2, 0) : position]
        return any((word in DENYING and word != "no") or word in ("why", "who", "how") for word in before)
