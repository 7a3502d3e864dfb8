"""Whoever opens one page does not wait for what the others need."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

from toolkit.ui.app import PAGES

LOADED = "import sys, toolkit.ui.app as app; app.CODE.module; print(*sys.modules)"


def test_pages_are_called_in_the_navigation_as_they_call_themselves() -> None:
    for page in PAGES:
        module = import_module(f"toolkit.ui.pages.{page.TITLE.lower()}")
        assert (page.TITLE, page.ICON) == (module.TITLE, module.ICON)
        assert page.module is module


def test_the_page_code_comes_without_the_libraries_for_tables_and_charts() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())

    assert "toolkit.ui.pages.code" in loaded
    assert not loaded & {"altair", "numpy", "pandas", "scipy", "sklearn", "spacy", "openpyxl", "docx"}
