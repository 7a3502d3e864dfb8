"""Computes agreement between coders.

A coefficient is one function `(ReliabilityData) -> Estimate` whose docstring gives its formula, its shapes,
when not to use it, where it comes from and an example. It never raises on valid data and never returns
NaN: where it has no value it says why. To add one: write the function, name it in `table.COEFFICIENTS`, and
test it against one published value and one independent implementation.
"""
