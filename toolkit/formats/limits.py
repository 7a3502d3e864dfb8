"""How much of a file is read before it is refused: bounds for whatever a stranger may hand us.

A long interview has some 20,000 words: 120 kB as text, a few thousand lines, a few hundred turns. Each bound
lies far above that, and low enough that a hostile file costs seconds and not the machine.
"""

MEGABYTE = 2**20

LARGEST_TEXT = 20 * MEGABYTE
"""Bytes of a text file, and characters of a transcript from whatever file."""
MOST_LINES = 200_000
MOST_TURNS = 100_000

LARGEST_ARCHIVE = 200 * MEGABYTE
"""Bytes of an archive as it lies on disk."""
MOST_MEMBERS = 2_000
LARGEST_INFLATED = 200 * MEGABYTE
"""Bytes of all members read from one archive, counted while they are inflated."""
HIGHEST_RATIO = 200
"""Inflated to compressed bytes of one member, once it is past `RATIO_FREE`."""
RATIO_FREE = 4 * MEGABYTE
"""What repeats itself compresses well; below this size no ratio is harmful."""

LARGEST_XML = 32 * MEGABYTE
"""Bytes of one XML document: parsed, it takes several times as much memory."""
DEEPEST_XML = 200
"""Levels of nesting; a Word table within a table within a text box needs about 40."""

MOST_ATTRIBUTES = 500
"""Attributes of one element: to list them takes the square of their number. Word's have some twenty."""

LARGEST_DATABASE = 200 * MEGABYTE
"""Bytes of a database of another program; its texts are bounded one by one, as `LARGEST_TEXT`."""
MOST_TABLES = 10_000
MOST_ROWS = 1_000_000
"""Rows read from all tables of one database."""
MOST_STEPS = 300_000_000
"""Steps of its own that SQLite takes for one database: a row of ten columns takes about thirty."""
MOST_TAGS = 2_000_000
"""Tags of one web page, where each that begins and each that ends counts."""

MOST_PROJECT_MEMBERS = 20_000
"""Members of another program's project, in which each answer of a survey may be a text of its own."""
LARGEST_PROJECT_XML = 64 * MEGABYTE
"""Bytes of the XML of another program's project; 100,000 codings take about 60."""
