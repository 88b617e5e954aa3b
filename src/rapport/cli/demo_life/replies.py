"""What invented colleagues reply to the standard situations: one openly, one that soothes; under CC0."""

from types import MappingProxyType
from typing import Final

REPLIES: Final = MappingProxyType[str, tuple[str, str]](
    {
        "not_heard": (
            "No, it is not too much to ask. You said it in one breath, and I would like to stay with it: you "
            "want someone to notice. I wonder what he would have seen last night, had he looked. And do you "
            "show that you are tired, or do you drive on?",
            "That sounds so lonely, and of course it is not too much. You do everything for everyone. You "
            "deserve to be noticed, and here you will be. Take all the time you need today.",
        ),
        "flat": (
            "Some talk about what happened that week, some about what did not. You lost a job, found "
            "another, and somewhere between the two the taste went. We could look for the last thing that "
            "tasted of something, and what your daughter saw when she asked.",
            "There is no wrong thing to say here, and silence is fine too. A redundancy is a shock, and it "
            "is quite normal that joy takes a while to come back. Be gentle with yourself.",
        ),
        "always_them": (
            "You asked honestly, so I answer honestly: I do not know yet, and I would like to find out with"
            " you. Three times the same story is hard luck, or it is also something of yours. Shall we take"
            " one morning with him, word by word, and see where it turned?",
            "It takes courage to say what everyone thinks, and it must hurt to be called difficult for it. "
            "From what you say I see nothing that you should have done differently. Some managers cannot "
            "bear it.",
        ),
        "angry_at_you": (
            "You are right, I looked at the clock, while you spoke of your father. I am sorry. And you came "
            "all the same, and told me: that matters. Let us look at both: what it was like last week, and "
            "what should be different by now for this to be worth your money.",
            "I hear how hurt you are, and I am so glad that you came and said it. It was never meant like "
            "that. Please sit down, and let us begin again where we were last time, quite calmly.",
        ),
        "advice_please": (
            "I could tell you, and on Tuesday you would have one more opinion to set against the others. "
            "What I notice is that everybody’s answer is in the room but yours. If nobody ever learned what"
            " you chose, which one would you be relieved about?",
            "What a hard place to be in, with everyone pulling at you. Whatever you choose will be right if"
            " you follow your heart, and I shall be behind you either way. You have more time than you "
            "think.",
        ),
        "small_grief": (
            "Fourteen years of mornings at six: that is not silly, and you need not be sorry. You stopped "
            "talking about it when your son meant well. I would like to hear about him, if you wish. And I "
            "wonder whether your sleep ends where his morning began.",
            "Please do not apologise. A dog is family, and of course you miss him. Tears are good, they "
            "show how much love there was. It will become easier with time, I promise you that.",
        ),
    }
)
# How colleagues rate them, in general: openly, and soothing.
MARKS: Final = (
    MappingProxyType({"warmth": 5, "empathy": 6, "genuineness": 6, "challenge": 6, "clarity": 5}),
    MappingProxyType({"warmth": 6, "empathy": 5, "genuineness": 4, "challenge": 2, "clarity": 4}),
)
