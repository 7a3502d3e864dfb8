"""How the site is made of these pages: `just docs`, into docs/_build/html."""

from __future__ import annotations

from importlib.metadata import version as version_of

from toolkit import cli

project = "Intercoder"
author = "The Intercoder developers"
project_copyright = "2026, The Intercoder developers"
version = release = version_of("intercoder")

extensions = ["myst_nb", "cyclopts.ext.sphinx"]
exclude_patterns = ["_build", "jupyter_execute"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
# The notebook shows what it showed when it was kept; tests/test_notebook.py runs it and compares.
nb_execution_mode = "off"

# Quotation marks are set, hyphens are left: an option copied from a page begins with two of them.
smartquotes_action = "qe"

html_theme = "furo"
html_title = "Intercoder"
html_show_sphinx = False


def setup(_site: object) -> None:
    """Have every command tell all it says of itself, for the page that describes them."""
    cli.told_in_full()
