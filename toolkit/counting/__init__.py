"""Counts coding tables that are too large to hold, on an engine made for it.

The engine counts whole numbers, Python divides: what leaves this room are the numbers of `model.counts`, of
which `agreement` and `analysis` make what they make of any study. So every engine gives the same digits, and
no coefficient is written twice.

`sources` finds the files and their columns, `engines` opens them, `tables` checks them and gives their
columns our names, and `judgements` and `frequencies` say what is counted: one text for all engines, in
narwhals. An engine is one function in `engines` and one word in `model.counts.EngineName`.
"""
