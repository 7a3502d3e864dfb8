"""Engines that others have built: each opens the files of a table, and the same text counts on all of them.

Nothing here asks a network: DuckDB may fetch no extension, and Spark listens on this machine alone unless its
own settings say that it runs on several (spark-defaults.conf, SPARK_REMOTE).
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from narwhals.exceptions import NarwhalsError

from toolkit.counting.sources import Source
from toolkit.errors import ToolkitError
from toolkit.model.counts import EngineName

Frame = nw.LazyFrame[Any]
Opener = Callable[[Source, Mapping[str, str]], Frame]
"""From files and what their columns are called (by our names) to a frame with our names."""
FEW_ROWS: Final = 1_000_000
FEW_BYTES: Final = 64 * 1024 * 1024
"""Up to which a table is counted with pandas, if nobody says otherwise; in a CSV rows are not told."""
_PACKAGES: Final[Mapping[EngineName, str]] = MappingProxyType(
    {"pandas": "pandas", "duckdb": "duckdb", "polars": "polars", "spark": "pyspark"}
)
_HADOOP_PATTERN: Final = re.compile(r"([\\*?{}\[\]])")


def usual(*sources: Source) -> EngineName:
    """Return the engine for tables of this size: pandas if small, else DuckDB or Polars if there."""
    if all(_is_small(source) for source in sources):
        return "pandas"
    for name in ("duckdb", "polars"):
        if find_spec(name) is not None:
            return name
    return "pandas"


def _is_small(source: Source) -> bool:
    if source.n_rows is None:
        return source.size <= FEW_BYTES
    return source.n_rows <= FEW_ROWS


@contextmanager
def opened(name: EngineName, aside: Path) -> Iterator[Opener]:
    """Start an engine; its connections go when the block ends.

    Parameters
    ----------
    aside
        A folder for what it puts aside for a while; whoever made it removes it, also where it was killed.

    Raises
    ------
    ToolkitError
        If it is not installed, or says of a table that it cannot be read.
    """
    package = _PACKAGES[name]
    if find_spec(package) is None:
        remedy = f"install it with: pip install 'intercoder[{name}]', or choose another --engine"
        raise ToolkitError(f"--engine {name}", f"{package} is not installed", remedy)
    with ExitStack() as stack:
        open_with, faults = _ENGINES[name](stack, aside)
        try:
            yield open_with
        except (*faults, NarwhalsError, pa.ArrowException, UnicodeDecodeError, MemoryError) as fault:
            told = str(fault).strip().partition("\n")[0][:200] or type(fault).__name__
            raise ToolkitError(f"--engine {name}", f"could not count ({told})", "check the files") from fault


Faults = tuple[type[Exception], ...]


def _pandas(_: ExitStack, __: Path) -> tuple[Opener, Faults]:
    def open_with(source: Source, columns: Mapping[str, str]) -> Frame:
        theirs = list(columns.values())
        if source.kind == "parquet":
            pieces = [
                pd.read_parquet(file, columns=theirs, dtype_backend="pyarrow", partitioning=None)
                for file in source.files
            ]
        else:
            pieces = [_csv(file, theirs) for file in source.files]
        frame = pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else pieces[0]
        return nw.from_native(frame[theirs].set_axis(list(columns), axis=1)).lazy()

    return open_with, (OSError,)


def _csv(file: Path, names: list[str]) -> pd.DataFrame:
    """Read columns as text with Arrow, as pandas itself cuts off rows with more cells than the header."""
    read = arrow_csv.read_csv(
        file,
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=names, column_types=dict.fromkeys(names, pa.string())
        ),
    )
    made: pd.DataFrame = read.to_pandas(types_mapper=pd.ArrowDtype)
    return made


def _duckdb(stack: ExitStack, aside: Path) -> tuple[Opener, Faults]:
    import duckdb  # noqa: PLC0415 - an extra

    connection = stack.enter_context(
        duckdb.connect(
            config={
                "temp_directory": str(aside),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
    )

    def open_with(source: Source, columns: Mapping[str, str]) -> Frame:
        files = [glob.escape(str(file)) for file in source.files]
        if source.kind == "parquet":
            relation = connection.read_parquet(files, hive_partitioning=False)
        else:
            # A CSV comes alone. What DuckDB guesses of one leaves out rows that begin with #, and more.
            (file,) = files
            texts = {f"column_{place}": "VARCHAR" for place in range(len(source.header))}
            relation = connection.read_csv(
                file, header=True, sep=",", quotechar='"', escapechar='"', columns=texts, auto_detect=False,
                hive_partitioning=False,
            )  # fmt: skip
        return _renamed(nw.from_native(relation), source, columns)

    return open_with, (duckdb.Error,)


def _polars(_: ExitStack, __: Path) -> tuple[Opener, Faults]:
    import polars as pl  # noqa: PLC0415 - an extra

    def open_with(source: Source, columns: Mapping[str, str]) -> Frame:
        if source.kind == "parquet":
            frame = pl.scan_parquet(list(source.files), hive_partitioning=False, glob=False)
        else:
            frame = pl.scan_csv(list(source.files), infer_schema=False, glob=False)
        return _renamed(nw.from_native(frame), source, columns)

    return open_with, (pl.exceptions.PolarsError, OSError)


def _spark(stack: ExitStack, aside: Path) -> tuple[Opener, Faults]:
    with warnings.catch_warnings():
        # It does not know pandas 3 yet, which has no part in this.
        warnings.simplefilter("ignore")
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415 - likewise

    if not os.environ.get("SPARK_REMOTE") and not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ToolkitError("--engine spark", "there is no Java on this machine", "install Java 17 or later")
    builder = SparkSession.builder.appName("intercoder")
    if not os.environ.get("SPARK_REMOTE"):
        # What somebody has set for their cluster stands; these are for what they did not set.
        builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        builder = builder.config("spark.sql.warehouse.dir", str(aside)).config("spark.log.level", "ERROR")
        if not _has_a_cluster():
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            builder = builder.master("local[*]").config("spark.driver.bindAddress", "127.0.0.1")
            builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.local.dir", str(aside))
    session = builder.getOrCreate()
    stack.callback(session.stop)

    def open_with(source: Source, columns: Mapping[str, str]) -> Frame:
        # Hadoop takes the words behind the scheme as they are, but for patterns.
        files = ["file://" + _HADOOP_PATTERN.sub(r"\\\1", str(file.resolve())) for file in source.files]
        if source.kind == "parquet":
            frame = session.read.parquet(*files)
        else:
            frame = session.read.csv(files, header=True, multiLine=True, escape='"')
        # By place, as a dot in a name would be taken for a path.
        renamed = frame.toDF(*[f"column_{place}" for place in range(len(frame.columns))])
        return _renamed(nw.from_native(renamed), source, columns)

    return open_with, (PySparkException,)


def _has_a_cluster() -> bool:
    """Tell whether Spark's own settings name where it runs."""
    if os.environ.get("MASTER") or "--master" in os.environ.get("PYSPARK_SUBMIT_ARGS", ""):
        return True
    home = os.environ.get("SPARK_CONF_DIR") or os.path.join(os.environ.get("SPARK_HOME", ""), "conf")  # noqa: PTH118
    settings = Path(home) / "spark-defaults.conf"
    return settings.is_file() and "spark.master" in settings.read_text("utf-8", errors="replace")


def _renamed(frame: Any, source: Source, columns: Mapping[str, str]) -> Frame:  # noqa: ANN401 - of any engine
    """Take the columns we want by their place, and give them our names."""
    there = frame.collect_schema().names()
    chosen: Frame = frame.select(
        *(nw.col(there[source.header.index(theirs)]).alias(ours) for ours, theirs in columns.items())
    )
    return chosen


_ENGINES: Final[Mapping[EngineName, Callable[[ExitStack, Path], tuple[Opener, Faults]]]] = MappingProxyType(
    {"pandas": _pandas, "duckdb": _duckdb, "polars": _polars, "spark": _spark}
)
