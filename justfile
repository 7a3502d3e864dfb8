# The whole gate, as CI runs it.
check: lint types contracts docs test server smoke

# Format what can be formatted.
format:
    uv run --group lint ruff format .
    uv run --group lint ruff check --fix .

lint:
    uv run --group lint ruff format --check .
    uv run --group lint ruff check .
    uv run --group lint typos

types:
    uv run --group lint mypy

contracts:
    uv run --group lint lint-imports

test:
    uv run pytest -n auto

# The site, into docs/_build/html; a warning is a fault.
docs:
    uv run --group docs sphinx-build --quiet --fail-on-warning --builder html docs docs/_build/html

# Bring the catalogue of interface texts up to date with the code; what is new waits there for a translation.
words:
    uv run pybabel --quiet extract --mapping pyproject.toml --keywords say --keywords say_many:1,2 --keywords sayMany:1,2 --keywords later --keywords say_as:1c,2 --no-default-keywords --add-location file --sort-by-file --no-wrap --omit-header --output-file toolkit/ui/language/intercoder.pot toolkit
    uv run pybabel --quiet update --input-file toolkit/ui/language/intercoder.pot --output-dir toolkit/ui/language --output-file toolkit/ui/language/de.po --locale de --no-fuzzy-matching --no-wrap --ignore-pot-creation-date --ignore-obsolete

# Which lines and branches of the nouns, of reconciling and of agreement their own tests reach: all of them.
coverage:
    uv run pytest -n auto tests/model tests/reconcile tests/agreement tests/property toolkit/model toolkit/reconcile toolkit/agreement --cov

# The same studies on PostgreSQL, on a server that the tests start; skipped, and told so, where there is none.
# `test` has run what is about PostgreSQL alone.
server:
    uv run pytest --store postgresql -n auto --ignore tests/store/test_postgresql.py tests/store tests/workflow

# Set the golden LaTeX tables with pdflatex, xelatex and lualatex; on Debian as root it installs them.
typeset:
    bash .ci/typeset

# Ask a database of known weaknesses about the locked versions; says so where none is reached.
audit:
    uv run python .ci/audit

# Rehearse a release; run its wheel as uvx does, and the checkout installed with pip alone.
smoke:
    bash .ci/smoke

# The files of a release from the tagged commit, into dist/; publishes nothing (docs/releasing.md).
release:
    uv run python .ci/release

# The same from a commit that is no release yet, into another folder.
rehearse folder:
    uv run python .ci/release --rehearse --out {{ quote(folder) }}

# The tests on every supported Python that is here, with the oldest and the newest libraries: `just matrix --quick`.
matrix *options:
    uv run python .ci/matrix {{ options }}

# Ask every address the pages name whether it is still there; says so where none is reached.
links:
    uv run python .ci/links
