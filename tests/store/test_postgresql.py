"""A study on a PostgreSQL server: one writer after the other, nothing lost, and every fault in one line."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests import server
from tests.conftest import small_codebook, small_conversation
from tests.server import PASSWORD, Server
from tests.tampering import all_of, tamper
from toolkit import cli
from toolkit.errors import Several, ToolkitError
from toolkit.model.transcript import Span
from toolkit.store import codings, contents, schema, transcripts, verification
from toolkit.store.study import Study
from toolkit.workflow import applying, assigning, copying, noting, studies

_numbers = itertools.count(1)

BUSY_CODER = """
import sys
from toolkit.model.transcript import Span
from toolkit.workflow import applying, showing
from toolkit.workflow.studies import open_study

place, coder, first, count = sys.argv[1:]
study = open_study(place)
sha256 = showing.desk(study, "P01", coder).transcript.sha256
for number in range(int(first), int(first) + int(count)):
    start = 3 + number % 3
    span = Span(start, start + 1 + number // 3 % 100)
    wish = applying.Apply(f"{coder}-{number}", "P01", sha256, span, "trust")
    if applying.change(study, coder, [wish]) == (None,):
        print(wish.id, flush=True)
"""


@pytest.fixture(scope="module")
def running() -> Server:
    return server.server()


@pytest.fixture
def database(running: Server) -> str:
    """A database without studies."""
    name = f"lab{next(_numbers)}"
    running.do("postgres", f"CREATE DATABASE {name}")
    return name


@pytest.fixture
def place(running: Server, database: str) -> str:
    """The address of a study that is to be made, with a password in it."""
    return f"{running.address_with_password(database)}?study=pilot"


@pytest.fixture
def study(place: str) -> Iterator[Study]:
    made = studies.start(place, small_codebook(), title="Pilot")
    with made.transaction("researcher") as records:
        transcripts.add(records, small_conversation())
    yield made
    made.close()


def problems(study: Study) -> list[str]:
    with study.reading() as connection:
        return list(verification.problems(connection))


def ids(study: Study) -> set[str]:
    with study.reading() as connection:
        found = [coding.id for coding in codings.everything(connection)]
    assert len(found) == len(set(found))
    return set(found)


def apply(study: Study, name: str, number: int = 0, coder: str = "Ana") -> None:
    start = 3 + number % 3
    sha256 = small_conversation().sha256
    wish = applying.Apply(name, "P01", sha256, Span(start, start + 1 + number // 3 % 100), "trust")
    assert applying.change(study, coder, [wish]) == (None,)


def busy(study: Study, coder: str, first: int, count: int) -> subprocess.Popen[str]:
    words = [studies.words(study), coder, str(first), str(count)]
    return subprocess.Popen([sys.executable, "-c", BUSY_CODER, *words], stdout=subprocess.PIPE, text=True)


# One after the other ----------------------------------------------------------------------------------


def test_eight_threads_and_two_processes_lose_nothing_and_double_nothing(study: Study) -> None:
    for coder in ("Ana", "Ben", "Cem"):
        assigning.assign(study, "P01", coder=coder)
    with busy(study, "Ben", 0, 40) as ben, busy(study, "Cem", 0, 40) as cem:

        def code(first: int) -> None:
            for number in range(first, first + 10):
                apply(study, f"Ana-{number}", number)

        threads = [threading.Thread(target=code, args=(10 * n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        told = {*ben.communicate()[0].split(), *cem.communicate()[0].split()}

    assert told == {f"{coder}-{number}" for coder in ("Ben", "Cem") for number in range(40)}
    assert ids(study) == told | {f"Ana-{number}" for number in range(80)}
    assert problems(study) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_coder_who_is_killed_leaves_what_was_acknowledged_and_stops_nobody(study: Study) -> None:
    with busy(study, "Ana", 0, 10_000) as coder:
        assert coder.stdout is not None
        acknowledged = {coder.stdout.readline().strip() for _ in range(20)}
        os.kill(coder.pid, signal.SIGKILL)
        acknowledged |= set(coder.stdout.read().split())

    apply(study, "after", 0, "Ben")
    assert acknowledged | {"after"} <= ids(study)
    assert problems(study) == []


def test_a_server_that_restarts_loses_nothing_acknowledged_and_the_next_act_works(
    study: Study, running: Server
) -> None:
    apply(study, "before", 0)

    def half_way() -> None:
        with study.transaction("Ana") as records:
            transcripts.add(records, small_conversation("P02"))
            running.stop(at_once=True)
            transcripts.add(records, small_conversation("P03"))

    with pytest.raises(ToolkitError, match=r"pilot: the connection to the database was lost; .* do it again"):
        half_way()
    with pytest.raises(ToolkitError, match="check host and port, and that it runs") as gone:
        apply(study, "meanwhile", 1)
    assert PASSWORD not in str(gone.value)
    running.start()

    apply(study, "after", 2)
    assert ids(study) == {"before", "after"}
    assert studies.transcript_names(study) == ("P01",)
    assert problems(study) == []


def test_connections_that_died_while_nobody_looked_are_not_noticed(study: Study, running: Server) -> None:
    apply(study, "before", 0)
    running.stop()
    running.start()

    apply(study, "after", 1)
    assert ids(study) == {"before", "after"}


def test_a_reader_sees_one_state_and_cannot_write(study: Study) -> None:
    with study.reading() as connection:
        assert codings.count(connection) == 0
        apply(study, "meanwhile")
        assert codings.count(connection) == 0

    def write() -> None:
        with study.reading() as connection:
            connection.execute(text("DELETE FROM codings"))

    with pytest.raises(ToolkitError, match="read-only transaction"):
        write()
    assert ids(study) == {"meanwhile"}


def test_names_are_ordered_as_in_a_file(study: Study) -> None:
    names = ["b", "A", "a", "B", "_", "-", "ä", "Z", "z", "\U0001f600", "\uffee"]
    for name in names:
        apply(study, name, names.index(name))

    with study.reading() as connection:
        query = text("SELECT id FROM codings ORDER BY id")
        assert list(connection.execute(query).scalars()) == sorted(names)


# The log and its guards -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET actor = 'B'", "DELETE FROM events", "TRUNCATE events"]
)
def test_the_log_is_append_only_for_every_program(study: Study, statement: str) -> None:
    def attempt() -> None:
        with study.transaction("B") as records:
            records.connection.execute(text(statement))

    with pytest.raises(IntegrityError, match="append-only"):
        attempt()
    assert problems(study) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TRIGGER events_refuse_truncate", "the guard events_refuse_truncate"),
        ("ALTER TABLE events DISABLE TRIGGER events_refuse_delete", "the guard events_refuse_delete"),
        (
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN END$$",
            "the guard events_refuse_update",
        ),
        ("CREATE TRIGGER t BEFORE INSERT ON codings EXECUTE FUNCTION refuse()", "the trigger t is not ours"),
        ("CREATE RULE r AS ON INSERT TO codings DO INSTEAD NOTHING", "the rule r is not ours"),
        ("ALTER TABLE codings ENABLE ROW LEVEL SECURITY", "the row security of codings is not ours"),
        ("DELETE FROM coders", "points to a record of coders that is not there"),
        ("ALTER TABLE codings DROP CONSTRAINT codings_coder_fkey", ""),
    ],
)
def test_verification_finds_what_an_owner_of_the_database_may_do(
    study: Study, statement: str, told: str
) -> None:
    apply(study, "one")
    assert problems(study) == []

    tamper(study, statement)

    assert any(told in problem for problem in problems(study)) == bool(told)


# Several studies in one database ----------------------------------------------------------------------


def test_studies_of_one_database_do_not_see_one_another(study: Study, place: str) -> None:
    other = studies.start(place.replace("pilot", "main-2"), small_codebook(), title="Main")
    apply(study, "one")
    before = all_of(other)

    assert ids(other) == set()
    assert studies.transcript_names(other) == ()
    with study.transaction("Ana"), other.transaction("Ana"):
        pass  # writers of one do not wait for those of another
    assert all_of(other) == before
    assert (problems(study), problems(other)) == ([], [])
    other.close()


def test_the_only_study_need_not_be_named_and_several_have_to_be(study: Study, place: str) -> None:
    database = place.partition("?")[0]
    only = studies.open_study(database)
    assert (only.profile, str(only.address)) == (study.profile, study.where)
    only.close()
    studies.start(place.replace("pilot", "main"), small_codebook()).close()

    with pytest.raises(ToolkitError, match=r"holds 2 studies; .*\?study=NAME: there are main, pilot"):
        studies.open_study(database)
    with pytest.raises(ToolkitError, match="study=no: there is no such study; there are main, pilot"):
        studies.open_study(f"{database}?study=no")
    with pytest.raises(ToolkitError, match="does not say what the study is called there"):
        studies.start(database, small_codebook())
    with pytest.raises(ToolkitError, match="study=main: is already there"):
        studies.start(f"{database}?study=main", small_codebook())


def test_a_database_without_studies_says_so(running: Server, database: str) -> None:
    running.do(database, "CREATE SCHEMA intercoder_fake", "CREATE TABLE study (x int)")

    with pytest.raises(ToolkitError, match="holds no study that you may open; make one"):
        studies.open_study(running.address(database))
    assert copying.listed(running.address(database)).notes == ("There is none.",)
    with pytest.raises(ToolkitError, match="study=fake: is already there"):
        studies.start(running.address(database, "fake"), small_codebook())


def test_the_studies_of_a_database_are_listed_with_their_titles(study: Study, place: str) -> None:
    studies.start(place.replace("pilot", "main"), small_codebook(), title="Main = <b>").close()

    table = copying.listed(place)

    assert [row[:3] for row in table.rows] == [
        ("main", "Main = <b>", schema.SCHEMA_NUMBER),
        ("pilot", "Pilot", schema.SCHEMA_NUMBER),
    ]
    assert PASSWORD not in str(table)
    with pytest.raises(ToolkitError, match="a file holds one study"):
        copying.listed(__file__)


def test_a_making_that_fails_leaves_no_schema(running: Server, place: str, database: str) -> None:
    broken = small_codebook()
    object.__setattr__(broken, "version", None)

    with pytest.raises(IntegrityError, match="not-null") as refused:
        studies.start(place, broken)

    assert "Failing row" not in str(refused.value)
    assert copying.listed(place).rows == ()


# Copying ----------------------------------------------------------------------------------------------


def test_a_study_goes_to_a_server_and_back_and_is_the_same(study: Study, place: str, tmp_path: Path) -> None:
    apply(study, "one")
    noting.memo(study, coder="Ana", about="study", text="Mixed: שלום \U0001f600 % ' \\ \"")
    told = copying.copy(study, str(tmp_path / "here.study"))
    with closing(studies.open_study(tmp_path / "here.study")) as file:
        assert problems(file) == []
        again = copying.copy(file, place.replace("pilot", "back"))
    with closing(studies.open_study(place.replace("pilot", "back"))) as back:
        assert all_of(back) == all_of(study)
        assert told.notes[1] == again.notes[1] == f"Both hold the same: SHA-256 {all_of(study).sha256}."
        apply(back, "two", 1)
        assert all_of(back).sha256 != all_of(study).sha256
        assert problems(back) == []
    assert PASSWORD not in str((told, again))


def test_a_copy_is_never_made_over_a_study(study: Study, place: str) -> None:
    before = all_of(study)
    with pytest.raises(ToolkitError, match="study=pilot: is already there"):
        copying.copy(study, place)
    assert all_of(study) == before


def test_a_damaged_study_is_not_copied(study: Study, place: str) -> None:
    tamper(study, "UPDATE transcripts SET participant = 'ZZ'")
    with pytest.raises(Several, match="no copy was made"):
        copying.copy(study, place.replace("pilot", "copy"))
    assert len(copying.listed(place).rows) == 1


@pytest.mark.parametrize("to_file", [True, False])
def test_a_copy_that_is_not_the_same_is_not_kept(
    study: Study, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, to_file: bool
) -> None:
    sums = iter((contents.Contents({}, "a"), contents.Contents({}, "b")))
    monkeypatch.setattr(contents, "summed_up", lambda _: next(sums))
    target = str(tmp_path / "copy.study") if to_file else place.replace("pilot", "copy")

    with pytest.raises(ToolkitError, match="the copy is not the same as the study; nothing was kept"):
        copying.copy(study, target)

    assert list(tmp_path.iterdir()) == []
    assert len(copying.listed(place).rows) == 1


# Faults -----------------------------------------------------------------------------------------------


def other_address(running: Server, database: str, what: str) -> str:
    right = running.address_with_password(database)
    return {
        "password": running.address_with_password(database, "wr0ng-s3cret"),
        "database": running.address_with_password("nowhere"),
        "user": running.address_with_password(database, user="nobody-known"),
        "server": right.replace(f":{running.port}/", ":1/"),
        "host": right.replace("127.0.0.1", "no-such-host.invalid"),
        "setting": f"{right}?nonsense=1",
        "no password": re.sub(":[^:@/]*@", "@", right),
    }[what]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("password", "password authentication failed.*check user and password"),
        ("database", 'database "nowhere" does not exist; check the name'),
        ("user", "password authentication failed.*check user and password"),
        ("server", "refused.*check host and port, and that it runs"),
        ("host", "check host and port, and that it runs"),
        ("setting", "invalid URI query parameter"),
        ("no password", "asks for a password; put it into ~/.pgpass"),
    ],
)
def test_what_cannot_be_reached_is_one_line_without_the_password(
    running: Server, database: str, monkeypatch: pytest.MonkeyPatch, what: str, told: str
) -> None:
    monkeypatch.setenv("PGPASSFILE", "/nowhere")
    for act in (
        studies.open_study,
        lambda place: studies.start(f"{place}{'&' if '?' in place else '?'}study=x", small_codebook()),
        copying.listed,
    ):
        with pytest.raises(ToolkitError, match=told) as refused:
            act(other_address(running, database, what))
        assert len(refused.value.lines()) == 1
        assert "s3cret" not in str(refused.value)


def test_a_password_may_stand_in_libpqs_own_places(
    study: Study, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = re.sub(":[^:@/]*@", "@", place)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    studies.open_study(bare).close()
    monkeypatch.delenv("PGPASSWORD")
    found = tmp_path / "pass"
    escaped = PASSWORD.replace(":", "\\:")
    found.write_text(f"*:*:*:keeper:{escaped}\n")
    found.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(found))
    studies.open_study(bare).close()


def test_without_rights_a_study_is_refused_and_with_some_it_can_be_read(
    study: Study, running: Server, database: str
) -> None:
    user = f"reader_{database}"
    inside = 'SCHEMA "intercoder_pilot"'
    running.do(database, f"CREATE USER {user} PASSWORD 'x'")
    place = f"{running.address_with_password(database, 'x', user)}?study=pilot"
    with pytest.raises(ToolkitError, match="you have no right to open it; ask its owner to: GRANT USAGE"):
        studies.open_study(place)
    with pytest.raises(ToolkitError, match=r"permission denied for database.*ask the owner"):
        studies.start(place.replace("pilot", "mine"), small_codebook())
    running.do(database, f"GRANT USAGE ON {inside} TO {user}")
    with pytest.raises(ToolkitError, match="permission denied for table study; ask the owner"):
        studies.open_study(place)
    assert copying.listed(place).notes == ("1 of them you have no right to read.",)
    running.do(database, f"GRANT SELECT ON ALL TABLES IN {inside} TO {user}")
    with closing(studies.open_study(place)) as mine:
        assert problems(mine) == []
        with pytest.raises(ToolkitError, match=r"permission denied.*ask the owner"):
            apply(mine, "one")
    running.do(
        database,
        f"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN {inside} TO {user}",
        f'REVOKE UPDATE, DELETE ON "intercoder_pilot".events FROM {user}',
    )
    with closing(studies.open_study(place)) as mine:
        apply(mine, "one")
    assert (ids(study), problems(study)) == ({"one"}, [])


def test_a_nul_character_is_refused_and_nothing_is_stored(study: Study) -> None:
    before = all_of(study)

    def store() -> None:
        with study.transaction("A\x00") as records:
            transcripts.add(records, small_conversation("P02"))

    with pytest.raises(ToolkitError, match="a NUL character cannot be stored; leave it out"):
        store()
    assert all_of(study) == before


def test_a_database_of_few_letters_is_refused(running: Server) -> None:
    running.do(
        "postgres",
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0",
    )
    with pytest.raises(ToolkitError, match=r"is a database for the letters of LATIN1 only; .*UTF8"):
        studies.start(running.address("latin", "x"), small_codebook())


def test_without_psycopg_there_is_a_word_of_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(
        ToolkitError, match=r'h/d: needs the library psycopg.*pip install "psycopg\[binary\]"'
    ):
        studies.open_study("postgresql://ana:secret@h/d")


def test_a_database_that_holds_something_else_in_a_studys_place_is_no_crash(study: Study, place: str) -> None:
    tamper(study, "DROP TABLE study", "CREATE TABLE study (x int)")
    with pytest.raises(ToolkitError, match=r"study=pilot: column .* does not exist"):
        studies.open_study(place)


# Upgrading --------------------------------------------------------------------------------------------


def test_an_upgrade_asks_for_a_dump_and_says_how(
    study: Study, place: str, running: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(
        study,
        "ALTER TABLE coders DROP COLUMN role",
        "ALTER TABLE verdicts DROP COLUMN led_to",
        "UPDATE study SET schema_number = 5",
    )
    with pytest.raises(ToolkitError, match=r"older Intercoder \(schema 5"):
        studies.open_study(place)
    with pytest.raises(
        ToolkitError, match=r"no copy .* is made from here; keep one with: pg_dump "
    ) as refused:
        studies.upgrade(place)
    command = shlex.split(str(refused.value).partition("keep one with: ")[2].partition(", then upgrade")[0])
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    monkeypatch.chdir(tmp_path)
    program = running.program(command[0])
    subprocess.run([program, *command[1:]], check=True)
    assert "CREATE SCHEMA intercoder_pilot" in (tmp_path / "pilot.schema-5.sql").read_text()

    assert studies.upgrade(place, dumped=True).endswith(
        "brought up to date; as it was, it was dumped by yourself"
    )
    assert studies.upgrade(place, dumped=True).endswith(f"is up to date (schema {schema.SCHEMA_NUMBER})")

    with closing(studies.open_study(place)) as again:
        apply(again, "one")
        assert problems(again) == []
        with again.reading() as connection:
            order = text("SELECT collation_name FROM information_schema.columns WHERE column_name = 'role'")
            assert set(connection.execute(order).scalars()) == {"C"}


def test_what_pg_dump_wrote_is_the_study_again(
    study: Study, running: Server, database: str, tmp_path: Path
) -> None:
    apply(study, "one")
    file = tmp_path / "pilot.sql"
    whole = running.address(database)
    dump = [running.program("pg_dump"), '--schema="intercoder_pilot"', f"--file={file}", whole]
    subprocess.run(dump, check=True)
    running.do("postgres", f"CREATE DATABASE {database}_again")
    again = running.address(f"{database}_again")
    subprocess.run([running.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", file, again], check=True)

    with closing(studies.open_study(again)) as restored:
        assert all_of(restored) == all_of(study)
        assert problems(restored) == []


# The command line -------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["intercoder", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        assert PASSWORD not in told.out + told.err
        assert "s3cret" not in told.out + told.err
        return Outcome(code, told.out, told.err)

    return call


def test_every_command_takes_an_address(run: Run, place: str, tmp_path: Path) -> None:
    book = Path(__file__).parents[2] / "codebook" / "genai-documentation-1.0.0.yaml"
    (tmp_path / "P01.txt").write_text("I: And?\n\nP01: I never know how to word them.\n")
    made = run("create", place, "--codebook", book)
    assert (made.code, "study=pilot: new study under codebook 1.0.0" in made.out) == (0, True)
    assert run("import", place, tmp_path / "P01.txt").code == 0
    span = ("--start", 15, "--end", 30, "--code", "audience")
    assert run("code", place, "--coder", "Ana", "--transcript", "P01", *span).code == 0
    assert "Ana" in run("codings", place.partition("?")[0]).out
    assert run("themes", place, "--to", tmp_path / "t.csv").code == 0
    assert run("verify", place).code == 0
    assert run("copy", place, tmp_path / "copy.study", "--to", tmp_path / "c.csv").code == 0
    assert "pilot" in run("studies", place.partition("?")[0]).out
    assert "is up to date" in run("upgrade", place).out
    twice = run("create", place, "--codebook", book)
    assert (twice.code, "is already there" in twice.err) == (1, True)


def test_no_wrong_call_tells_the_password(run: Run, place: str) -> None:
    for words in (
        ("verify", place, place),
        ("verify", place, "--study", place),
        ("verify", f"{place}x"),
        ("code", place, "--start", place),
        ("open", place, "--port", "99999"),
        ("verify", place.replace("%40", "@")),
        (place,),
        ("studies", place, place),
        ("create", place, "--codebook", place),
        ("import", place, place),
    ):
        outcome = run(*words)
        assert outcome.code == 1, words
        assert outcome.err.strip()


def test_a_raw_error_never_tells_what_was_said(study: Study) -> None:
    def add_twice() -> None:
        with study.transaction("researcher") as records:
            for _ in range(2):
                transcripts.add(records, small_conversation("P02"))

    with pytest.raises(DatabaseError, match="unique") as caught:
        add_twice()
    assert "P02" not in str(caught.value)
    assert isinstance(caught.value.orig, psycopg.Error)
    assert "P02" not in str(caught.value.orig)
