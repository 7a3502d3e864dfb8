"""A coder at work."""

from __future__ import annotations

import pytest

from tests.workflow.desk import Sitting
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Study


@pytest.fixture
def ana(study: Study, transcript: Transcript) -> Sitting:
    with study.transaction("researcher") as records:
        transcripts.add(records, transcript)
    return Sitting(study, transcript)


@pytest.fixture
def ben(ana: Sitting) -> Sitting:
    return Sitting(ana.study, ana.transcript, "Ben")
