"""What a score means: instruments as data, scoring, reliability, reliable change.

`rapport.measures.catalogue` holds the instruments, `scoring` scores answers, `change` says when a
difference is more than noise, `reliability` what a set of items is worth in one's own data.
"""
