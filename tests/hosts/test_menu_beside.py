"""The menu in LibreOffice: a workbook whose columns follow, a workbook for another office, both beside the open one."""

from pathlib import Path

import pytest

from tests.making.test_remake import THREE, TWO, workbook
from tests.support.office import Document, Office
from validators.plan.model import read_plan
from xl_macros.hosts.file.package import Package
from xl_macros.hosts.libreoffice import bridge, extension

pytestmark = pytest.mark.office
FIELDS = {"name": "Văn phòng Đảng ủy xã Đặng", "years": "2026-2030", "phases": "2026; 2027-2030", "level": "xã"}


def dispatched(office: Office, doc: Document, command: str, fields: dict[str, str]) -> str:
    """Run a command and wait for it; what it would have told the user."""
    services = office.context.ServiceManager
    helper = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", office.context)
    frame = doc.uno.CurrentController.Frame
    told = tuple(bridge.property_(name, value) for name, value in fields.items())
    return str(helper.executeDispatch(frame, extension.PROTOCOL + command, "", 0, told).Result)


def opened(office: Office, name: str) -> Document:
    """The workbook of that name among those that are open."""
    found = office.desktop.Components.createEnumeration()
    documents = []
    while found.hasMoreElements():
        documents.append(found.nextElement())
    return Document(next(each for each in documents if getattr(each, "Title", "").startswith(name)))


def test_the_columns_follow_in_a_workbook_beside_which_is_opened(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "sổ Đặng.xlsm", TWO, THREE)
    before = path.read_bytes()
    with office.open(path) as doc:
        doc.set("Mua sắm", "C6", "Máy tính")
        assert "lưu (Ctrl+S)" in dispatched(office, doc, "reshape", {})
        doc.uno.setModified(False)  # as after saving
        assert dispatched(office, doc, "reshape", {}) == ""
        with opened(office, "sổ Đặng – cột mới") as new:
            assert new.errors() == []
            assert "GĐ III" in new.values("Mua sắm")[4]
    assert path.read_bytes() == before
    assert len(read_plan(Package(tmp_path / "sổ Đặng – cột mới.xlsm").read()).phases) == 3


def test_a_new_office_answers_and_its_workbook_is_opened(office: Office, tmp_path: Path) -> None:
    path = workbook(tmp_path / "sổ.xlsm", TWO)
    with office.open(path) as doc:
        assert "Chưa có tên đơn vị" in dispatched(office, doc, "new", {})
        assert dispatched(office, doc, "new", FIELDS) == ""
        with opened(office, "Văn phòng Đảng ủy xã Đặng 2026-2030") as new:
            assert new.get("Thông tin", "B4") == "Văn phòng Đảng ủy xã Đặng"
            assert "GĐ II" in new.values("Bồi dưỡng")[4]
    plan = read_plan(Package(tmp_path / "Văn phòng Đảng ủy xã Đặng 2026-2030.xlsm").read())
    assert [(p.from_year, p.to_year) for p in plan.phases] == [(2026, 2026), (2027, 2030)]
