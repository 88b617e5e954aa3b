"""A roster laid out for a nation: who is listed under what as sets of bits, ready to be mapped from a file.

`tables` builds it of a roster, `questions` turns a client's answers into what is to be looked up, `screening`
(numpy) and `kernel` (compiled, optional) find who keeps every limit and what each limit costs, `search` ties
them to a roster, `packing` lays all of it into one buffer, and `changes` follows places and prices.
"""
