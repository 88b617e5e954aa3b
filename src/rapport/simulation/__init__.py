"""A synthetic practice with a known truth: it feeds the demo, the tests and the benchmarks.

`practice` makes who offers and who seeks; `world` makes how they would get on, and what they would
say of it session by session. Importing this package loads neither.
"""
