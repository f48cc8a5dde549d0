"""What each of those compared does with a workbook, run by the Python of its own environment.

python bench/checks.py NAME FILE…      one of CHECKS over the files, the first once before as a warm-up; prints JSON:
                                       CPU seconds, the process's peak memory in bytes, how many findings

Everything is imported by the check that needs it. All but raw reading check the same: the lines' names are there,
quantities, prices and amounts are numbers above zero, the source is one of three, the amount is quantity × price
(but frictionless, which has no check over several columns short of an expression, has types and constraints only).
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

SOURCES = ["Ngân sách huyện", "Ngân sách xã", "Xã hội hóa"]
FACTORS = {
    "Mua sắm": ["Số lượng", "Đơn giá"],
    "Bồi dưỡng": ["Số lớp", "Số người/lớp", "Số ngày", "Số tiền/người/ngày"],
}
"""Cost sheet → the columns whose product is the amount."""
NAME, AMOUNT, SOURCE = "Nội dung chi", "Thành tiền", "Nguồn"

Check = Callable[[str], int]
"""A file → how many findings."""


def calamine() -> Check:
    """The floor: every cell of every sheet."""
    from python_calamine import CalamineWorkbook

    def read(path: str) -> int:
        book = CalamineWorkbook.from_filelike(BytesIO(Path(path).read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return 0

    return read


def vphu() -> Check:
    """Every rule over every sheet, with the messages: what `vphu validate` does with a file."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from xl_macros.batch.one_file import examine
    from xl_macros.batch.request import Request

    request = Request()
    return lambda path: len(examine(path, request)["findings"])


def openpyxl_pydantic() -> Check:
    """Every row of the cost sheets by openpyxl's faster way, all of a sheet in one call of pydantic."""
    import openpyxl
    from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model, model_validator

    def model(factors: list[str]) -> TypeAdapter[Any]:
        class Line(BaseModel):
            name: str = Field(alias=NAME, min_length=1)
            amount: float = Field(alias=AMOUNT, gt=0)
            source: str = Field(alias=SOURCE)

            @model_validator(mode="after")
            def consistent(self) -> "Line":
                product = 1.0
                for n in range(len(factors)):
                    product *= getattr(self, f"factor{n}")
                if self.source not in SOURCES or product != self.amount:
                    raise ValueError
                return self

        fields: dict[str, Any] = {f"factor{n}": (float, Field(alias=name, gt=0)) for n, name in enumerate(factors)}
        return TypeAdapter(list[create_model("Row", __base__=Line, **fields)])  # type: ignore[misc]

    models = {sheet: model(factors) for sheet, factors in FACTORS.items()}

    def check(path: str) -> int:
        book, found = openpyxl.load_workbook(path, read_only=True, data_only=True), 0
        for sheet in book.sheetnames:
            rows = book[sheet].iter_rows(values_only=True)
            heads = next(rows)
            lines = [dict(zip(heads, row, strict=False)) for row in rows]
            try:
                if sheet in models:
                    models[sheet].validate_python(lines)
            except ValidationError as fault:
                found += fault.error_count()
        book.close()
        return found

    return check


def pandera() -> Check:
    """The cost sheets as data frames against a schema, all faults of a sheet at once."""
    import pandas as pd
    import pandera.pandas as pa

    def schema(factors: list[str]) -> pa.DataFrameSchema:
        above, some = pa.Check.gt(0), pa.Check.str_length(min_value=1)
        columns = {name: pa.Column(float, above, coerce=True) for name in [*factors, AMOUNT]}
        product = pa.Check(lambda frame: frame[factors].prod(axis=1) == frame[AMOUNT])
        known = {NAME: pa.Column(str, some), SOURCE: pa.Column(str, pa.Check.isin(SOURCES))}
        return pa.DataFrameSchema(columns | known, checks=product)

    schemas = {sheet: schema(factors) for sheet, factors in FACTORS.items()}

    def check(path: str) -> int:
        found = 0
        for sheet, frame in pd.read_excel(path, sheet_name=None).items():
            try:
                if sheet in schemas:
                    schemas[sheet].validate(frame, lazy=True)
            except pa.errors.SchemaErrors as fault:
                found += len(fault.failure_cases)
        return found

    return check


def frictionless() -> Check:
    """The cost sheets as resources with a schema: types and constraints."""
    from frictionless import Checklist, Detector, Resource, Schema, system
    from frictionless.formats import ExcelControl

    def schema(factors: list[str]) -> Schema:
        above = {"type": "number", "constraints": {"required": True, "minimum": 1}}
        fields = [{"name": name, **above} for name in [*factors, AMOUNT]]
        fields.append({"name": NAME, "type": "string", "constraints": {"required": True}})
        fields.append({"name": SOURCE, "type": "string", "constraints": {"required": True, "enum": SOURCES}})
        return Schema.from_descriptor({"fields": fields})

    schemas = {sheet: schema(factors) for sheet, factors in FACTORS.items()}

    def check(path: str) -> int:
        import openpyxl

        names = openpyxl.load_workbook(path, read_only=True).sheetnames
        found = 0
        with system.use_context(trusted=True):
            for sheet in schemas.keys() & set(names):
                detector = Detector(schema_sync=True)
                resource = Resource(
                    path, schema=schemas[sheet].to_copy(), control=ExcelControl(sheet=sheet), detector=detector
                )
                found += len(resource.validate(Checklist(skip_errors=["blank-row"])).flatten(["type"]))
        return found

    return check


CHECKS: dict[str, Callable[[], Check]] = {
    f.__name__: f for f in (calamine, vphu, openpyxl_pydantic, pandera, frictionless)
}


def peak() -> int:
    """Bytes this process has had at most; Linux counts the one that started it in with ru_maxrss, so asks elsewhere."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) << 10
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << (0 if sys.platform == "darwin" else 10)


def main(name: str, paths: list[str]) -> None:
    """Do the work and print what it took."""
    warnings.simplefilter("ignore")
    check = CHECKS[name]()
    if len(paths) > 1:
        check(paths[0])
    start = time.process_time()
    found = sum(check(path) for path in paths)
    print(json.dumps({"cpu": time.process_time() - start, "peak": peak(), "found": found}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
