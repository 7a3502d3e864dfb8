"""The sample study: real in every part, invented in every word."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from toolkit.formats import codebooks
from toolkit.store.study import Study
from toolkit.workflow import files
from toolkit.workflow.importing import import_files
from toolkit.workflow.revising import release
from toolkit.workflow.studies import start

NOTICE: Final = (
    "Sample study: transcripts, codebook, coders and codings are invented by the Intercoder project for "
    "demonstration and are not data of any published study."
)
_CODEBOOK: Final = "codebook/genai-documentation-{}.yaml"
_VERSIONS: Final = ("0.1.0", "0.2.0", "1.0.0")
_TRANSCRIPTS: Final = ("P01.txt", "P04.vtt", "P08.docx")
_BUNDLES: Final = ("coder-A.jsonl", "coder-B.jsonl")


def sample(path: Path) -> Study:
    """Make a fresh copy of the sample study at `path`, through the same import everybody uses."""
    first, *later = (files.shipped(_CODEBOOK.format(version)) for version in _VERSIONS)
    reading = codebooks.read(files.source(first))
    study = start(path, reading.codebook, title="Documenting generative models (sample)", notice=NOTICE)
    folder = files.shipped("sample_transcripts")
    try:
        import_files(
            study, *(folder / name for name in _TRANSCRIPTS), participants=folder / "participants.csv"
        )
        for codebook in later:
            release(study, codebook)
        import_files(study, *(folder / name for name in _BUNDLES))
    except BaseException:
        study.close()
        path.unlink(missing_ok=True)
        raise
    return study


def fresh_path() -> Path:
    """Return a path for a copy of the sample study, in a new folder that only this user can read."""
    return Path(tempfile.mkdtemp(prefix="intercoder-")) / "sample.study"
