"""Counts and arranges codings into findings tables.

A findings table is one function `(Passages) -> Table`. Participants come before segments, because the number
of segments depends on how finely people cut. `passages` unites codings, so that two coders who coded the same
words do not count twice, and tells in notes what it left out.
"""
