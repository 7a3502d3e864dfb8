"""Where a study is: a file, or a name in a PostgreSQL database.

An address may hold a password. What is shown of it, in errors, titles and tables, never does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from toolkit.errors import ToolkitError

_ANY_SCHEME: Final = re.compile(r"(\w{2,}(?:\+\w+)?):/")
_OURS: Final = ("postgresql", "postgres")
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")  # PostgreSQL cuts longer names of schemas off
_PREFIX: Final = "intercoder_"

# libpq's own form, read strictly: a password with an @ or / in it would otherwise pass for a host, and hosts
# are told in errors.
_LETTER: Final = r"(?:[^%@:/?#\[\],&=\s]|%(?!00)[0-9A-Fa-f]{2})"
_HOST: Final = rf"(?:\[[0-9A-Fa-f:.%]+\]|{_LETTER}*)(?::\d{{0,5}})?"
_FORM: Final = re.compile(
    r"postgres(?:ql)?://"
    rf"(?:(?P<user>{_LETTER}*)(?P<secret>:(?:[^%@/?#\s]|%(?!00)[0-9A-Fa-f]{{2}})*)?@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)"
    rf"(?P<database>/{_LETTER}*)?"
    r"(?:\?(?P<query>.*))?"
)
_PAIR: Final = re.compile(r"(?P<key>[A-Za-z_]+)=(?P<value>(?:[^%&#@\s]|%(?!00)[0-9A-Fa-f]{2})*)")
_SHOWN: Final = ("host", "hostaddr", "port", "dbname", "user", "service")
_SECRET: Final = ("password", "sslpassword")


@dataclass(frozen=True)
class StudyFile:
    """A study in a SQLite file."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    @property
    def words(self) -> str:
        """What names it from any folder."""
        return str(self.path.resolve())


@dataclass(frozen=True)
class StudyOnServer:
    """A study in a PostgreSQL database, which may hold several.

    Attributes
    ----------
    connection
        The address without the study, as libpq reads it. It may hold a password.
    shown
        The same without secrets.
    study
        Which of the studies there; None as long as nobody said.
    """

    connection: str = field(repr=False)
    shown: str
    study: str | None = None

    def __str__(self) -> str:
        return _with_study(self.shown, self.study)

    @property
    def words(self) -> str:
        """What opens it again, secrets and all: not to be shown."""
        return _with_study(self.connection, self.study)

    @property
    def schema(self) -> str:
        """The PostgreSQL schema that holds the study and nothing else."""
        return f"{_PREFIX}{self.study}"

    @property
    def keys(self) -> frozenset[str]:
        """The settings of the connection that the address makes itself."""
        return frozenset(found["key"] for found in _PAIR.finditer(self.connection.partition("?")[2]))

    def named(self, study: str) -> StudyOnServer:
        """Return the address of a study in the same database.

        Raises
        ------
        ToolkitError
            If no study can have this name.
        """
        if not _NAME.fullmatch(study):
            what = f"no study can be called {study!r}"
            raise ToolkitError(self.shown, what, "use up to 40 letters from a to z, digits, _ and -")
        return replace(self, study=study)

    def betrayed_by(self, told: str) -> bool:
        """Tell whether a message holds a secret of this address."""
        found = _FORM.fullmatch(self.connection)
        secrets = [] if found is None else [(found["secret"] or "")[1:]]
        pairs = _PAIR.finditer(self.connection.partition("?")[2])
        secrets += [pair["value"] for pair in pairs if pair["key"] in _SECRET]
        return any(each and (each in told or unquote(each) in told) for each in secrets)


Address = StudyFile | StudyOnServer


def of(place: str | Path | Address) -> Address:
    """Read where a study is: `postgresql://…` is a database, anything else a file.

    Raises
    ------
    ToolkitError
        If it is the address of a database and cannot be read, or of one that is no PostgreSQL.
    """
    if isinstance(place, StudyFile | StudyOnServer):
        return place
    scheme = _ANY_SCHEME.match(str(place))
    return StudyFile(Path(place)) if scheme is None else _on_server(str(place), scheme[1])


def study_of(schema: str) -> str | None:
    """Return the study that a PostgreSQL schema holds by its name; None if it can be none of ours."""
    name = schema.removeprefix(_PREFIX)
    return name if name != schema and _NAME.fullmatch(name) else None


def _on_server(place: str, scheme: str) -> StudyOnServer:
    if scheme not in _OURS:
        what = "is no kind of database that can hold a study"
        raise ToolkitError(f"{scheme}://", what, "name a file, or postgresql://USER@HOST/DATABASE?study=NAME")
    found = _FORM.fullmatch(place)
    pairs = [] if found is None else _pairs(found["query"])
    if found is None or pairs is None:
        # It is not told back: what cannot be read may be a password.
        remedy = (
            "write postgresql://USER@HOST/DATABASE?study=NAME, and in a password %40 for @, %2F for /, "
            "%3F for ?, %23 for # and %25 for %"
        )
        raise ToolkitError(f"{scheme}://…", "the address cannot be read", remedy)
    start, secret = place.partition("?")[0], found["secret"] or ""
    shown = start.replace(f"{found['user']}{secret}@", f"{found['user']}:***@", 1) if secret else start
    address = StudyOnServer(
        _joined(start, [pair for pair in pairs if pair[0] != "study"]),
        _joined(shown, [pair for pair in pairs if pair[0] in _SHOWN]),
    )
    names = [unquote(value) for key, value in pairs if key == "study"]
    if len(names) > 1:
        raise ToolkitError(address.shown, "names more than one study", "leave one of them")
    return address.named(names[0]) if names else address


def _pairs(query: str | None) -> list[tuple[str, str]] | None:
    """Return the settings behind the question mark; None if there is anything else."""
    found = [_PAIR.fullmatch(part) for part in (query or "").split("&") if part]
    if None in found:
        return None
    return [(pair["key"], pair["value"]) for pair in found if pair is not None]


def _joined(start: str, pairs: list[tuple[str, str]]) -> str:
    query = "&".join(f"{key}={value}" for key, value in pairs)
    return f"{start}?{query}" if query else start


def _with_study(start: str, study: str | None) -> str:
    return start if study is None else f"{start}{'&' if '?' in start else '?'}study={study}"
