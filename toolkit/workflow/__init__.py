"""The journeys: one function for each thing a researcher wants.

A journey reads from the study, hands values to one workroom after another, and writes back in one
transaction. Its docstring is the command's help text. Modules are named by what is being done.
"""
