"""The real workbook as Excel would have saved it: other part names, shared formulas, shuffled styles, a calc chain."""

import re
import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rewritten(source: Path, target: Path) -> Path:
    """Write `source` again with the same content and another outer form."""
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name).decode("utf-8", "surrogateescape") for name in package.namelist()}
    parts = _other_names(parts)
    order, parts["xl/styles.xml"] = _shuffled(parts["xl/styles.xml"])
    chain = []
    for name in [name for name in parts if re.fullmatch(r"xl/worksheets/blatt\d+\.xml", name)]:
        sheet = _with_styles(parts[name], order)
        sheet = _with_shared_formulas(sheet)
        sheet = sheet.replace(
            f'<worksheet xmlns="{MAIN}"',
            f'<worksheet xmlns="{MAIN}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
        )
        parts[name] = re.sub(r'<row r="(\d+)"', r'<row r="\1" x14ac:dyDescent="0.25"', sheet)
        number = re.search(r"\d+", name)
        assert number
        chain += [f'<c r="{cell}" i="{number[0]}"/>' for cell in re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f', sheet)]
    parts["xl/calcChain.xml"] = f'<?xml version="1.0"?>\n<calcChain xmlns="{MAIN}">{"".join(chain)}</calcChain>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/calcChain.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
    )
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(
        "</Relationships>",
        '<Relationship Id="rIdChain" Target="calcChain.xml" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/calcChain"/></Relationships>',
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text.encode("utf-8", "surrogateescape"))
    return target


def _other_names(parts: dict[str, str]) -> dict[str, str]:
    def renamed(text: str) -> str:
        return re.sub(r"worksheets/(_rels/)?sheet(\d+)\.xml", r"worksheets/\1blatt\2.xml", text)

    naming = (".rels", "[Content_Types].xml")
    return {renamed(n): renamed(text) if n.endswith(naming) else text for n, text in parts.items()}


def _shuffled(styles: str) -> tuple[dict[str, str], str]:
    """The cell formats in reverse order; old index → new index."""
    block = re.search(r"(<cellXfs[^>]*>)(.*?)(</cellXfs>)", styles, re.DOTALL)
    assert block
    formats = re.findall(r"<xf\b[^>]*/>|<xf\b.*?</xf>", block[2], re.DOTALL)
    # format 0 stays what cells without a style have
    turned = [formats[0], *reversed(formats[1:])]
    order = {"0": "0"} | {str(i): str(len(formats) - i) for i in range(1, len(formats))}
    return order, styles[: block.start()] + block[1] + "".join(turned) + block[3] + styles[block.end() :]


def _with_styles(sheet: str, order: dict[str, str]) -> str:
    sheet = re.sub(r'(<(?:c|row) [^>]*?\bs=")(\d+)"', lambda m: f'{m[1]}{order[m[2]]}"', sheet)
    return re.sub(r'(<col [^>]*?\bstyle=")(\d+)"', lambda m: f'{m[1]}{order[m[2]]}"', sheet)


def _with_shared_formulas(sheet: str) -> str:
    """Formulas that are the same text in a column (calculated columns of a table) become shared ones."""
    cells = re.findall(r'<c r="([A-Z]+)(\d+)"[^>]*><f>([^<]*)</f>', sheet)
    columns: dict[tuple[str, str], list[int]] = {}
    for column, row, text in cells:
        columns.setdefault((column, text), []).append(int(row))
    for number, ((column, text), rows) in enumerate(columns.items()):
        if len(rows) > 1:
            span = f"{column}{min(rows)}:{column}{max(rows)}"
            for row in rows:
                first = row == min(rows)
                share = (
                    f'<f t="shared" ref="{span}" si="{number}">{text}</f>'
                    if first
                    else f'<f t="shared" si="{number}"/>'
                )
                cell = re.compile(rf'(<c r="{column}{row}"[^>]*>)<f>[^<]*</f>')
                sheet = cell.sub(lambda m, share=share: m[1] + share, sheet)
    return sheet
