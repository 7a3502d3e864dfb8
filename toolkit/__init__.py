"""Intercoder: from interview transcripts to findings a research team can defend.

The package is laid out as a line of rooms, and every import points down it::

    cli | ui                                                                            doors
    workflow                                                                            journeys
    formats | text | reconcile | agreement | analysis | figures | counting | store      workrooms
    model                                                                               nouns
    errors

`docs/architecture.md` says which room a line of code belongs in.
"""

from importlib import metadata

try:
    __version__ = metadata.version("intercoder")
except metadata.PackageNotFoundError:
    # The sources are run where they were never installed.
    __version__ = "0+unknown"
