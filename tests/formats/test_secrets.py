"""A secrets file is refused before a server runs if others could read it, or it would let strangers in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats import secrets

SECRET = "0123456789abcdef" * 2
GOOD = f"""[auth]
redirect_uri = "https://lab.example.org/studies/one/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "intercoder"
client_secret = "very secret"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""


def written(folder: Path, content: str | bytes, mode: int = 0o600, name: str = "secrets.toml") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return path


def told(folder: Path, content: str | bytes) -> str:
    with pytest.raises(ToolkitError) as refused:
        secrets.read(written(folder, content))
    assert "very secret" not in str(refused.value)
    assert SECRET not in str(refused.value)
    return str(refused.value)


def test_a_good_file_tells_where_the_page_is(tmp_path: Path) -> None:
    door = secrets.read(written(tmp_path, GOOD))
    assert (door.host, door.port, door.base, door.providers) == (
        "lab.example.org",
        443,
        "studies/one",
        ("default",),
    )
    assert SECRET not in repr(door)


def test_several_providers_have_a_table_each(tmp_path: Path) -> None:
    top, _, provider = GOOD.partition("client_id")
    content = f"{top}\n[auth.university]\nclient_id{provider}\n[auth.clinic]\nclient_id{provider}"
    assert secrets.read(written(tmp_path, content)).providers == ("university", "clinic")
    assert "clinic: client_secret is missing" in told(tmp_path, content.replace("very secret", "", 2)[::1])


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o666, 0o610])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ToolkitError, match=rf"mode {mode:o}\); protect it with: chmod 600"):
        secrets.read(written(tmp_path, GOOD, mode))


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_one_that_its_owner_alone_may_read_is_taken(tmp_path: Path, mode: int) -> None:
    secrets.read(written(tmp_path, GOOD, mode))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("[auth]", "[other]", "has no table [auth]"),
        ("https://lab", "http://lab", "redirect_uri is no https address"),
        ("oauth2callback", "callback", "does not end in /oauth2callback"),
        ("oauth2callback", "oauth2callback?x=1", "does not end in /oauth2callback"),
        ("https://lab", "https://ana:pw@lab", "does not end in /oauth2callback"),
        ("https://lab.example.org", "https://lab.example.org:port", "redirect_uri is no https address"),
        (SECRET, "short", "cookie_secret is missing"),
        (SECRET, "x" * 64, "cookie_secret is missing"),
        ('cookie_secret = "', 'cookies = "', "cookie_secret is missing"),
        ('client_id = "intercoder"', "client_id = 7", "client_id is missing"),
        ('client_secret = "very secret"', "", "client_secret is missing"),
        ("https://id.", "http://id.", "server_metadata_url is no https address"),
        ("https://id.example.org/", "https://login.microsoftonline.com/common/v2.0/", "lets in everybody"),
        ("https://id.example.org/", "https://login.microsoftonline.com/Organizations/", "lets in everybody"),
    ],
)
def test_what_would_not_do_is_told(tmp_path: Path, before: str, after: str, what: str) -> None:
    assert before in GOOD
    assert what in told(tmp_path, GOOD.replace(before, after))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    assert len(told(tmp_path, "[auth]\nx = 1\n").splitlines()) == 5


def test_this_machine_may_be_reached_without_tls(tmp_path: Path) -> None:
    content = GOOD.replace("https://lab.example.org", "http://localhost:8501")
    assert secrets.read(written(tmp_path, content)).port == 8501


@pytest.mark.parametrize(
    "content", ["[auth\n", b"\xff\xfe", 'client_secret = "very secret', "a = 1\na = 2\n"]
)
def test_what_is_no_toml_is_told_without_repeating_it(tmp_path: Path, content: str | bytes) -> None:
    assert "very" not in told(tmp_path, content)


def test_a_file_by_another_name_a_folder_and_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=r"does not end in \.toml"):
        secrets.read(written(tmp_path, GOOD, name="secrets.txt"))
    with pytest.raises(ToolkitError, match="No such file"):
        secrets.read(tmp_path / "none.toml")
    (tmp_path / "folder.toml").mkdir(mode=0o700)
    with pytest.raises(ToolkitError, match="is no file"):
        secrets.read(tmp_path / "folder.toml")


values = st.recursive(
    st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=2)
    ),
    max_leaves=6,
)
KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url", "other")


@given(st.dictionaries(st.sampled_from(KEYS), values))
def test_no_table_crashes_it(auth: dict[str, object]) -> None:
    faults = [*secrets._of_page(auth), *secrets._of_providers(secrets._providers(auth))]  # noqa: SLF001
    assert faults  # no such table is a good one


def test_a_faulty_file_is_one(tmp_path: Path) -> None:
    with pytest.raises(FaultyFile):
        secrets.read(written(tmp_path, "[auth]\n"))
