"""The study on disk: one SQLite file, reached through SQLAlchemy Core.

`schema` lays out the tables, `engine` opens the file so that what was acknowledged is on disk, `study` is the
open study with its transactions, and there is one module for each kind of record. Reading functions take a
`Connection`; writing functions take the `Records` of a transaction, which logs an event beside each change.
"""
