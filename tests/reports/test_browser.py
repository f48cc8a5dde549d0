"""The HTML report in a real browser: what a reviewer clicks does what it says, and nothing of a workbook runs."""

import os
import shutil
import zipfile

import pytest

from tests.commands.test_cli import EXPLAINED, GOOD, WRONG, vphu
from tests.reports.test_audit import save_marks
from tests.support import bad_files
from tests.support.sheets import WORKBOOK, book, save

pytestmark = pytest.mark.browser

OFFICE = """
    Thông tin
    Mục        | Nội dung | Căn cứ / Ghi chú
    Tên đơn vị | {name}
"""
SCRIPT = "<script>document.title='chạy'</script><img src=http://[::1]:9/a onerror=\"document.title='chạy'\">"
MANY = GOOD + "".join(f"    BD{n} | {n} | Lớp {n} | 1 | 1 | 100.000 | 1.000.000\n" for n in range(2, 9))


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=sandbox)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Two offices with errors, one explained finding, a script for a name, an unreadable file, the real workbook."""
    folder = tmp_path_factory.mktemp("sổ")
    save(book(OFFICE.format(name="Xã An") + WRONG), folder / "an.xlsx")
    save(book(OFFICE.format(name="Xã Bình") + MANY), folder / "bình.xlsx")
    save(book(EXPLAINED), folder / "giải.xlsx")
    save(book(OFFICE.format(name=SCRIPT) + WRONG.replace("Giảng viên  ", SCRIPT)), folder / "kẻ xấu.xlsx")
    bad_files.broken(folder / "hỏng.xlsx")
    shutil.copy(WORKBOOK, folder / "thật.xlsm")
    path = folder / "kq.html"
    assert vphu("validate", folder, "--output", path).exit_code == 2
    return path


@pytest.fixture
def page(browser, report):
    """The report, opened; it may ask nothing of any network and nothing in it may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, permissions=["clipboard-read"])
    page, asked, wrong = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_default_timeout(5000)
    page.goto(report.as_uri())
    yield page
    assert asked == [report.as_uri()]
    assert wrong == []
    context.close()


def shown(page, what="article"):
    """Where the visible findings are, or which files are visible."""
    if what == "section":
        return [name.rpartition("/")[2] for name in page.locator("section:visible h2").all_text_contents()]
    return page.locator("article:visible .address").all_text_contents()


def count(page):
    return int(page.locator("#shown").inner_text().replace(".", ""))


def test_the_totals_are_those_of_the_files(page):
    cards = {card.split(" ", 1)[1]: int(card.split(" ", 1)[0]) for card in page.locator(".card").all_text_contents()}
    assert (cards["Không đọc được"], cards["Có lỗi"]) == (1, 3)
    assert cards["Lỗi"] == page.locator("article.error").count() == 9
    assert cards["Lỗi"] + cards["Cảnh báo"] + cards["Lưu ý"] == count(page) == len(shown(page))
    first = page.locator(".chart li").first
    assert first.text_content() == "ROW01 Thành tiền khác phép tính9"
    widths = [bar.bounding_box()["width"] for bar in page.locator(".chart li span").all()]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 100


def test_an_office_is_filtered_by(page):
    page.select_option("#office", "Xã An")
    assert shown(page, "section") == ["an.xlsx"]
    assert shown(page) == ["'Bồi dưỡng'!G2"]
    assert count(page) == 1
    page.select_option("#office", "")
    assert len(shown(page, "section")) == 6


def test_rule_and_severity_are_filtered_by(page):
    page.select_option("#code", "ROW07")
    assert set(shown(page, "section")) == {"giải.xlsx", "thật.xlsm"}
    page.select_option("#severity", "error")
    assert shown(page) == []
    assert count(page) == 0
    page.select_option("#code", "")
    assert set(shown(page, "section")) == {"an.xlsx", "bình.xlsx", "kẻ xấu.xlsx"}
    assert count(page) == len(shown(page)) == 9


def test_a_bar_of_the_chart_filters_by_its_rule(page):
    page.click(".chart button >> nth=0")
    assert page.locator("#code").input_value() == "ROW01"
    assert set(shown(page, "section")) == {"an.xlsx", "bình.xlsx", "kẻ xấu.xlsx"}


def test_a_word_is_searched_for(page):
    page.fill("#search", "LỚP 3")
    assert shown(page) == ["'Bồi dưỡng'!G4"]


def test_an_address_is_copied(page):
    page.click("text='Bồi dưỡng'!G2 >> nth=0")
    page.wait_for_selector("button.copied")
    assert page.evaluate("navigator.clipboard.readText()") == "'Bồi dưỡng'!G2"


def test_a_finding_stands_in_its_row(page):
    row = page.locator("section", has_text="an.xlsx").locator("article .row").first
    assert row.locator("th").all_text_contents()[1:4] == ["AMã", "BTT", "CNội dung chi"]
    assert row.locator("tr >> nth=1").locator("th,td").all_text_contents() == [
        *("2", "BD1", "1", "Giảng viên", "4", "5", "300.000", "7.000.000")
    ]
    assert row.locator("td.here").all_text_contents() == ["7.000.000"]


def test_nothing_of_a_workbook_runs(page):
    assert page.title() == "Kết quả kiểm tra sổ kinh phí"
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    evil = page.locator("section", has_text="kẻ xấu.xlsx")
    assert SCRIPT in evil.locator("td").all_text_contents()
    page.select_option("#office", SCRIPT)
    assert shown(page, "section") == ["kẻ xấu.xlsx"]


def test_a_narrow_window_shows_the_cell_without_scrolling_the_page(page):
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    article = page.locator("section", has_text="bình.xlsx").locator("article").last
    article.locator("h3").scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    box = article.locator("td.here").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_report_of_an_archive_names_its_files(browser, tmp_path):
    save(book(WRONG), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "xã.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", "A&B/<i>.xlsx")
    vphu("validate", tmp_path / "xã.zip", "--output", tmp_path / "kq.html")
    page = browser.new_page()
    page.goto((tmp_path / "kq.html").as_uri())
    assert page.locator("section h2").inner_text().endswith("xã.zip/A&B/<i>.xlsx")


def test_the_overview_stands_first_the_worst_office_on_top_one_click_from_its_findings(page):
    rows = page.locator("#overview tbody tr")
    named = [row.locator("a").inner_text() for row in rows.all()]
    assert named[1] == "Xã Bình"  # most errors, below the file that could not be read
    assert set(named[2:4]) == {"Xã An", SCRIPT}
    assert "CÒN 7 LỖI" in rows.nth(1).inner_text()
    page.click("#overview a:has-text('Xã Bình')")
    page.wait_for_timeout(100)
    top = page.locator("section", has_text="bình.xlsx").bounding_box()["y"]
    assert 0 <= top < 300
    assert shown(page, "section")[:2] == ["hỏng.xlsx", "bình.xlsx"]


def test_a_code_leads_to_what_its_rule_is_about(page):
    page.click("article a:has-text('ROW01') >> nth=0")
    page.wait_for_timeout(100)
    told = page.locator("#q-ROW01")
    assert told.get_attribute("open") is not None
    assert "Thành tiền khác phép tính" in told.inner_text()


def test_a_link_shows_an_office_whatever_was_filtered_by(page):
    page.select_option("#office", "Xã An")
    page.evaluate("location.hash = document.querySelector('section[data-office=\"Xã Bình\"]').id")
    page.wait_for_timeout(100)
    assert "bình.xlsx" in shown(page, "section")


def test_it_can_be_read_in_the_dark_and_on_paper(browser, report):
    page = browser.new_page(color_scheme="dark")
    page.goto(report.as_uri())
    ink, paper = (page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("color", "backgroundColor"))
    assert (ink, paper) == ("rgb(232, 232, 234)", "rgb(23, 24, 26)")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("form").is_visible()


def test_on_a_phone_the_name_of_the_line_stays_in_sight(page):
    page.set_viewport_size({"width": 390, "height": 800})
    article = page.locator("section", has_text="an.xlsx").locator("article").first
    article.locator("h3").scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    name, cell = (article.locator(f"td.{which}").bounding_box() for which in ("name", "here"))
    assert 0 <= name["x"] < name["x"] + name["width"] <= cell["x"] + 1


def test_the_picture_of_the_formulas_leads_to_what_was_found(browser, tmp_path):
    save_marks(tmp_path / "điểm.xlsx")
    path = tmp_path / "kq.html"
    vphu("audit", tmp_path / "điểm.xlsx", "--output", path)
    page = browser.new_page()
    page.goto(path.as_uri())
    page.locator("rect[fill^=hsl]").first.click()
    assert page.locator(".told").first.inner_text().startswith("E2:E3: tính «=AVERAGE(B2:D2)»")
    page.locator("rect.found").click()
    assert page.locator("article.chosen .address").inner_text() == "Điểm!E4"
    page.close()
