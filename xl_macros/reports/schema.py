"""What JSON says, as types: from them comes the schema that is published, and tests hold what is printed against it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Cell(_Strict):
    """A cell of a sheet."""

    sheet: str
    cell: str


class Edit(Cell):
    """A cell and what it would hold."""

    value: str | int | float | bool | None


class Fix(_Strict):
    """What would put it right."""

    safe: Annotated[bool, Field(description="Changes no claim of the plan")]
    edits: list[Edit]


class Finding(_Strict):
    """One thing found at one place."""

    code: str
    severity: Literal["error", "warning", "info"]
    sheet: str | None
    cell: str | None
    range: str | None
    related: list[Cell | None]
    line: Annotated[str | None, Field(description="Code of the cost line, or its place")]
    message: str
    text: Annotated[str, Field(description="What is so")]
    todo: Annotated[str, Field(description="What to do")]
    args: Annotated[dict[str, Any], Field(description="What the message speaks of")]
    expected: Annotated[str | int | float | bool | None, Field(description="Money in đồng")]
    actual: str | int | float | bool | None
    fix: Fix | None
    key: Annotated[str, Field(description="Names the finding from one round to the next")]
    explained: Annotated[str | None, Field(description="The office's answer")]


class Table(_Strict):
    """A table that was read; đồng."""

    sheet: str
    range: str
    unit: str
    rows: int
    total: Annotated[int, Field(description="As the sheet states it, else what its lines come to")]
    lines: Annotated[int, Field(description="What its lines come to")]
    agrees: Annotated[bool, Field(description="Whether these are the same")]


class Counts(_Strict):
    """How many findings of each severity, and how many were answered."""

    error: int
    warning: int
    info: int
    explained: int


class File(BaseModel):
    """A workbook; what a command adds stands beside this."""

    model_config = ConfigDict(extra="allow")

    path: str
    sha256: str | None
    status: Annotated[
        Literal["ok", "doubtful", "errors", "no_table", "unreadable"],
        Field(description="doubtful: no errors, but lines do not come to the total that a table states"),
    ]
    counts: Counts
    tables: list[Table]
    findings: list[Finding]
    mark: Annotated[str | None, Field(description="What must stand beside the file's totals")] = None
    message: Annotated[str | None, Field(description="Why it was not read or not written")] = None


class Document(BaseModel):
    """What every command prints with --format json."""

    model_config = ConfigDict(extra="allow")

    schema_version: Literal[1]
    rules_version: str
    files: list[File]
    batch: Annotated[list[dict[str, Any]], Field(description="What is found over all files")] = []
    complete: Annotated[bool, Field(description="False where the batch was stopped")] = True
