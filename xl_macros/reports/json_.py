"""Results for programs: one JSON document, or a document a line."""

from typing import TextIO

from validators import RULES_VERSION
from xl_macros.reports.data import Data, encoded
from xl_macros.reports.formats import SCHEMA_VERSION, Asked, Writer


def json(out: TextIO, asked: Asked) -> Writer:  # noqa: ARG001 - every format's signature
    """One document, a file a line; "complete" is there, and false, when the batch was stopped."""
    out.write(f'{{"schema_version": {SCHEMA_VERSION}, "rules_version": {encoded(RULES_VERSION)}, "files": [')
    between, complete, over = "\n", False, ""
    try:
        while (result := (yield)) is not None:
            if "batch" in result:
                over = f', "batch": {encoded(result["batch"])}'
                continue
            out.write(between + encoded(published(result)))
            between = ",\n"
        complete = True
    finally:
        out.write(f"\n]{over}}}\n" if complete else '\n], "complete": false}\n')


def json_lines(out: TextIO, asked: Asked) -> Writer:  # noqa: ARG001
    """A line as soon as a file is done: what "files" holds, with the versions."""
    while (result := (yield)) is not None:
        versions = {"schema_version": SCHEMA_VERSION, "rules_version": RULES_VERSION}
        out.write(encoded(versions | published(result)) + "\n")
        out.flush()


def published(result: Data) -> Data:
    """A result without what only other reports and the batch need."""
    return {key: value for key, value in result.items() if key not in {"context", "compared"}}
