"""Computes agreement between coders.

A coefficient is one function `(ReliabilityData) -> Estimate` whose docstring gives its formula, its shapes,
when not to use it, where it comes from and an example. It never raises on valid data and never returns
NaN: where it has no value it says why.

Beside it stands its recipe `(Patterns) -> Recipe`: what a unit judged in each of the ways that occur adds to
a few sums, and how the value follows from them. That is all there is to a coefficient; computing all codes in
one pass (`patterns`), and every interval (`interval`, `linearised`), come with it. To add one: write both,
name them in `coefficients`, and test the function against one published value and one
independent implementation. A coefficient that needs more than patterns of judgements gives `sums.Sums`
itself.
"""
