"""The files beside docs/deployment.md fit the program and one another."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from toolkit import cli
from toolkit.cli import opening
from toolkit.formats import secrets
from toolkit.workflow import studies

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "deployment"
GUIDE = (ROOT / "docs" / "deployment.md").read_text("utf-8")


def text_of(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def commands() -> Iterator[list[str]]:
    """Yield every `intercoder …` that the files run, as words behind the program."""
    for line in re.findall(r"^Exec\w+=\S*/intercoder (.*)$", text_of("intercoder.service"), re.MULTILINE):
        yield shlex.split(line)
    (words,) = re.findall(r"^CMD (\[.*\])$", text_of("Containerfile"), re.MULTILINE)
    yield json.loads(words)
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            program, *words = shlex.split(line, comments=True) or [""]
            if program == "sudo":
                program, *words = words[2:]
            if program.endswith("intercoder"):
                yield words


def test_every_command_and_option_there_exists() -> None:
    seen = set()
    for words in commands():
        _, bound, _ = cli.app.parse_args(without_meta(words), exit_on_error=False, print_error=False)
        assert bound.arguments
        seen.add(next(word for word in words if word in cli.app))
    assert seen >= {"open", "health", "verify", "coder", "coders", "create", "upgrade"}


def without_meta(words: list[str]) -> list[str]:
    """Leave out what all commands take, and studies, which are opened when they are read."""
    kept = list(words)
    if "--as" in kept:
        at = kept.index("--as")
        del kept[at : at + 2]
    return [kept[0], *("my.study" if word.endswith(".study") else word for word in kept[1:])]


@pytest.fixture(autouse=True)
def _no_study_is_opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    class Named:
        def seen_by(self, _: object) -> Named:
            return self

        def close(self) -> None:
            pass

    monkeypatch.setattr(studies, "open_study", lambda _, **__: Named())
    monkeypatch.setattr(studies, "hidden", lambda _: "")
    with opening.looking():
        yield


def test_all_of_them_speak_of_one_port() -> None:
    ports = {name: set(re.findall(r"\b85\d\d\b", text_of(name))) for name in names()}
    assert all("8501" in found for found in ports.values())
    assert set.union(*ports.values()) <= {"8501", "8502"}  # the second one of several processes


def names() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir())


def test_the_guide_names_every_file_there_is() -> None:
    assert names() == ["Caddyfile", "Containerfile", "intercoder.service", "nginx.conf"]
    for name in names():
        assert f"](deployment/{name})" in GUIDE


def test_a_page_that_listens_elsewhere_has_people_sign_in() -> None:
    for words in commands():
        if words[0] == "open":
            assert "--secrets" in words
            assert "--without-sign-in" not in words
    (inside,) = [words for words in commands() if "--address" in words]
    assert inside[1] == "/study/my.study"


def test_the_secrets_file_of_the_guide_is_one_when_it_is_filled_in(tmp_path: Path) -> None:
    (content,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "secrets.toml"
    path.write_text(content, "utf-8")
    path.chmod(0o600)
    with pytest.raises(Exception, match="cookie_secret is missing"):
        secrets.read(path)
    path.write_text(
        content.replace('cookie_secret = "…"', f'cookie_secret = "{"0123456789abcdef" * 2}"'), "utf-8"
    )
    assert secrets.read(path).host == "lab.example.org"


def test_the_proxies_pass_on_what_a_page_needs() -> None:
    nginx = text_of("nginx.conf")
    for needed in (
        "proxy_http_version 1.1;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_set_header Host $http_host;",
        "hash $seat;",
        "proxy_cookie_flags ~ secure;",
    ):
        assert needed in nginx
    most = re.search(r"maxUploadSize = (\d+)", (ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert most is not None
    assert f"client_max_body_size {most[1]}m;" in nginx
    assert nginx.count("{") == nginx.count("}")
    for name in ("nginx.conf", "Caddyfile"):
        assert "metrics" in text_of(name)
        assert "agent" in text_of(name)


def test_the_unit_is_one(tmp_path: Path) -> None:
    """Paths of programs and users that are not on this machine are put aside."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed, so the unit was NOT checked")
    unit = re.sub(r"^(Exec\w+=)\S+", r"\1/bin/true", text_of("intercoder.service"), flags=re.MULTILINE)
    unit = re.sub(r"^(User|Group)=.*$", r"\1=root", unit, flags=re.MULTILINE)
    path = tmp_path / "intercoder.service"
    path.write_text(unit, "utf-8")
    checked = subprocess.run(
        [program, "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
    )
    told = [line for line in checked.stderr.splitlines() if "intercoder.service" in line]
    assert told == []
