"""Counts and arranges codings into findings tables.

A findings table is one function `(transcripts, codings, codebook) -> Table`. Participants come before
segments, because the number of segments depends on how finely people cut. Every table rests on `passages`,
so that two coders who coded the same words do not count twice, and tells in its notes what it left out.
"""
