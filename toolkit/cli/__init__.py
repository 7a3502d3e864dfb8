"""The command line: words in, words out.

`commands` is the table of commands and `program` what becomes of the words typed. What needs the journeys is
imported when a command runs: `opening` (of the studies named), `results` (printed, or saved with `--to`) and
`serving` (of the page). `progress` and `ending` tell how far a run is, and how it ended.
"""

from toolkit.cli.commands import COMMANDS
from toolkit.cli.program import app, main, told_in_full

__all__ = ["COMMANDS", "app", "main", "told_in_full"]
