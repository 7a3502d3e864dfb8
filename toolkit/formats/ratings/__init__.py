"""Tables of ratings, from whatever program: which coder gave which unit which codes.

*Long*: one row for each coder and unit, in columns `coder`, `unit` and `code` (or `code_1`, `code_2` …, or
one column of 0 and 1 for each code). *Wide*: one row for each unit, one column for each coder. `grid` opens
the file, `layout` says which column is which, `cells` turns rows into ratings.
"""

from __future__ import annotations

from toolkit.errors import FaultyFile
from toolkit.formats.ratings.cells import rated
from toolkit.formats.ratings.grid import opened
from toolkit.formats.ratings.layout import laid_out
from toolkit.formats.ratings.reading import Options, RatingsReading
from toolkit.model.transcript import Source

NAME = "table of ratings"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


def read(source: Source, options: Options | None = None) -> RatingsReading:
    """Read a table of ratings.

    Where every coder gives at most one code to each unit, a unit a coder has no row for was not judged. Where
    some give several, rows tell what was given: no row says that nothing was, if the coder has a row for
    another unit of the interview (of the table, where no column names interviews).

    Parameters
    ----------
    source
        Delimited text in any common encoding, at most 20 MB, or a workbook whose first sheet is read.

    Raises
    ------
    ToolkitError
        If it is no such table or too large; with one fault for each row to mend, at most 100.
    """
    options = options or Options()
    grid = opened(source)
    layout = laid_out(grid, options)
    if layout.faults:
        raise FaultyFile(source.name, layout.faults)
    return rated(source.name, grid, layout, options)
