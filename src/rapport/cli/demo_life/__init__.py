"""The life of the demo practice: invented people who live through the story in the order of time.

`plots` says what becomes of whom; each stage of the story is one function, in the order of `stages.STAGES`,
and does what it does through the real actions of its chapter, at the time of the plot.
"""
