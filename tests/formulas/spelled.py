"""Formulas for tests: honest ones of every kind, generated ones, and hostile ones."""

from hypothesis import strategies as st

FORMULAS = (
    "=SUM('Thông tin'!$B$4,tbl[[#This Row],[Số, lượng]])",
    "=tblDinhMuc[căn cứ (số, ngày văn bản)]",
    "=SUM((A1,B2:C3 B1:D9))+A1:B2  B1:C3",
    '={1,2;3,"a;b,|"}',
    "=#REF!A1+Sheet1!#REF!+#REF!",
    "=[1]Sheet!A1+'[1]a.b'!B2",
    "=VLOOKUP(A1,B:C,2,FALSE)+TRUE()",
    "=_xlfn.STDEV.S(A1)+_xlfn._xlws.SORT(B1:B2)",
    "='a.b'!A1+'it''s'!B2+S!tên",
    "=SUM(Sheet1:Sheet3!A1,'A B:C D'!A1:B2)",
    "='file:///x.ods'#$Sheet1.A1",
    '=IF(A1="","a,b;c",1E-12)',
    "=LOG10( A1 , 2)",
    "=tbl[[A]:[B]]+tbl[[a'];b]]+tbl[@[x;y]:[b]]",
    "=Sheet1!A1:Sheet1!B2",
    "=A1#+-5%^2",
)

_sheets = st.one_of(
    st.sampled_from(["", "Sheet1!", "Tổng_hợp!", "[1]Giá!"]),
    st.text("aB1 .;,|!'[]ệ-%&\"{}()=~#+", min_size=1, max_size=6)
    .filter(lambda name: "[" not in name and name.strip("'") == name)
    .map(lambda name: "'" + name.replace("'", "''") + "'!"),
)
_cells = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["", "$"]),
    st.sampled_from(["A", "Z", "AB", "XFD"]),
    st.sampled_from(["", "$"]),
    st.integers(1, 1_048_576).map(str),
)
_areas = st.one_of(_cells, st.builds("{}:{}".format, _cells, _cells), st.sampled_from(["A:A", "$B:C", "1:3", "$2:$2"]))
_headings = st.text("aB1 .;,|!'[]#@(%&/\"\\{}=<~:ốo\u0301\n", min_size=1, max_size=8).map(
    lambda name: "".join("'" + letter if letter in "[]#'@" else letter for letter in name)
)
_tables = st.one_of(
    st.builds("tbl[[#This Row],[{}]]".format, _headings),
    st.builds("tbl[[#This Row],[{}]:[{}]]".format, _headings, _headings),
    st.builds("[@[{}]]".format, _headings),
    st.builds("tbl[{}]".format, _headings.filter(lambda name: not name.startswith((" ", "\n")))),
    st.sampled_from(["tbl[#All]", "tbl[[#Headers],[#Data],[a]]", "tbl[]", "[@a]"]),
)
_texts = st.text("a\";,|{}[]'!$.A1", max_size=8).map(lambda text: '"' + text.replace('"', '""') + '"')
_numbers = st.sampled_from(["0", "1", "1.5", ".5", "1E-12", "2E+20", "100"])
_arrays = st.lists(st.lists(st.one_of(_numbers, _texts), min_size=2, max_size=2), min_size=1, max_size=3).map(
    lambda rows: "{" + ";".join(",".join(row) for row in rows) + "}"
)
_operands = st.one_of(
    st.builds("{}{}".format, _sheets, _areas),
    _tables,
    _texts,
    _numbers,
    _arrays,
    st.sampled_from(["TRUE", "FALSE()", "tên", "Sheet1!tên", "#N/A", "#REF!", "Sheet1!#REF!", "#REF!A1", "A1#"]),
)
_functions = st.sampled_from(
    """
    SUM IF _xlfn.CONCAT _xlfn._xlws.FILTER LOG10 ERROR.TYPE SUBTOTAL _xlfn.AGGREGATE ROUND INT PRODUCT IFERROR AND NOT
    ISBLANK N INDIRECT SUMIF
    """.split()  # noqa: SIM905 - reads like the table it is
)
_signs = st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<>", "<=", " + ", "\n&"])
_expressions = st.recursive(
    _operands,
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, _signs, inner),
        st.builds(lambda name, parts: f"{name}({','.join(parts)})", _functions, st.lists(inner, max_size=3)),
        st.builds("({},{})".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("-{}%".format, inner),
        st.builds("SUM({} {})".format, _areas, _areas),
        st.builds("IF( {} ,, {})".format, inner, inner),
    ),
    max_leaves=6,
)
generated = _expressions.map("={}".format)
"""Formulas as Excel stores them."""

_REPEATED = (
    *("(", "[", '"', "'", "{", "-", "$", " ", "\\", "<", "A", "1", "a.b", "A1:", "[1]", "[a", "['", "'a'#", "'a'#$b"),
    *("$a.", "$'a'.", "$#REF!.", "[a]b:c", '{"a', "1.", "1e", "a:", "A ", "_.", "SUM(", "IF(1,", "R[1]C", "[[a]", "-("),
)
HOSTILE = (
    *("=" + part * (63_000 // len(part)) for part in _REPEATED),
    "=[" + "[a]" * 20_000,
    "='" + "a" * 63_000,
    "=1" + "1" * 63_000 + "x",
    "=SUM" + " " * 63_000,
    "=" + "(" * 10_000,
)
