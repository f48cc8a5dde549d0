"""Formulas between programs."""

import html
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given

from tests.formulas.spelled import FORMULAS, generated
from validators.formulas.dialects import calc_to_excel, excel_to_calc, from_opendocument

WORKBOOKS = sorted((Path(__file__).parents[2] / "workbook").glob("*.xlsm"))


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ("=SUM('Thông tin'!$B$4,tbl[[#This Row],[Số]])", "=SUM($'Thông tin'.$B$4;tbl[[#This Row];[Số]])"),
        ("=tbl[căn cứ (số, ngày)]", "=tbl[căn cứ (số, ngày)]"),
        ("=tbl[[#This Row],[Số, lượng]]", "=tbl[[#This Row];[Số, lượng]]"),
        ("=SUM((A1,B2:C3 B1:D9))", "=SUM((A1~B2:C3!B1:D9))"),
        ('={1,2;3,"a;b,|"}', '={1;2|3;"a;b,|"}'),
        ("=#REF!A1+Sheet1!#REF!+#REF!", "=$#REF!.A1+$Sheet1.#REF!+#REF!"),
        ("=_xlfn.STDEV.S(A1)", "=STDEV.S(A1)"),
        ("=SUM(Quý1:Quý4!A1:B2)", "=SUM($Quý1.A1:$Quý4.B2)"),
        ("=VLOOKUP(A1,B:C,2,FALSE)", "=VLOOKUP(A1;B:C;2;FALSE())"),
    ],
)
def test_excel_and_libreoffice(excel, calc):
    assert excel_to_calc(excel) == calc
    assert calc_to_excel(calc) == excel


@example("=tblDinhMuc[căn cứ (số, ngày văn bản)]")
@given(generated)
def test_there_and_back(text):
    assert calc_to_excel(excel_to_calc(text)) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_there_and_back_of_examples(text):
    assert calc_to_excel(excel_to_calc(text)) == text


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_there_and_back_of_a_workbook(path):
    texts = stored(path)
    assert len(texts) > 100
    assert [text for text in texts if calc_to_excel(excel_to_calc(text)) != text] == []


_HOLDS_A_FORMULA = re.compile(
    r"<(?:f|formula|formula[12]|definedName|calculatedColumnFormula|totalsRowFormula)(?: [^>]*)?>([^<]+)</"
)


def stored(path):
    """All formulas of a file: of cells, names, columns of tables, lists of choices and looks that depend on figures."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if re.match(r"xl/.*\.xml$", name)]
    return {"=" + html.unescape(text) for part in parts for text in _HOLDS_A_FORMULA.findall(part)}


def test_a_sheet_whose_name_has_dots_comes_back_in_quotes():
    assert calc_to_excel(excel_to_calc("=a.b!A1")) == "='a.b'!A1"


def test_a_sheet_that_libreoffice_moves_along():
    assert calc_to_excel("=Sheet1.A1+'Quý 1'.B2") == "=Sheet1!A1+'Quý 1'!B2"


@pytest.mark.parametrize(
    ("stored", "excel"),
    [
        ("of:=SUM([.A1:.B2];[$Sheet1.C3])", "=SUM(A1:B2,Sheet1!C3)"),
        ("of:=[$'a.b'.A1:.B2]+[.$A$1]+[$#REF!.A1]+[.#REF!]", "='a.b'!A1:B2+$A$1+#REF!A1+#REF!"),
        ("of:={1;2|3;4}", "={1,2;3,4}"),
        ("of:=SUM([.A1:.A1048576])+SUM([.B:.C])", "=SUM(A:A)+SUM(B:C)"),
        ('of:=COM.MICROSOFT.CONCAT("[.A1];";[.B2])', '=_xlfn.CONCAT("[.A1];",B2)'),
        ("of:=SUM([.A1]~[.B2])", "=SUM(A1,B2)"),
        ("of:=['file:///x.ods'#$S.A1]", "='file:///x.ods'#$S.A1"),
        ("msoxl:=SUM(A1,B2)", "=SUM(A1,B2)"),
        ("=SUM([.A1];1)", "=SUM(A1,1)"),
    ],
)
def test_opendocument(stored, excel):
    assert from_opendocument(stored) == excel
