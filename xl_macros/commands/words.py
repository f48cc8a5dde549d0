"""vphu words: an amount in words, or the amount that words say."""

import sys
from typing import NoReturn

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, document
from xl_macros.reports.safe_text import line

SAY = {
    "vi": {
        "unread": "Không đọc được «{text}» thành số tiền{strange}.",
        "strange": ": không hiểu chữ «{word}»",
        "range": "Chỉ đọc được số tiền nguyên từ 0 đến 1.000.000.000.000.000.000 đồng, không phải «{text}».",
    },
    "en": {
        "unread": "«{text}» says no amount{strange}.",
        "strange": ": the word «{word}» is not understood",
        "range": "Only whole amounts from 0 to 1,000,000,000,000,000,000 đồng can be put in words, not «{text}».",
    },
}


@click.command("words", context_settings={"ignore_unknown_options": True})
@click.argument("amount", nargs=-1, required=True, metavar="SỐ-TIỀN-HOẶC-CHỮ")
@click.option("--thousand", type=click.Choice(["nghìn", "ngàn"]), default="nghìn", help="Đọc hàng nghìn.")
@click.option("--zero", "zero_tens", type=click.Choice(["linh", "lẻ"]), default="linh", help="Đọc hàng chục bằng 0.")
@click.option("--four", type=click.Choice(["tư", "bốn"]), default="tư", help="Đọc số 4 sau mươi.")
@click.option("--commas", is_flag=True, help="Dấu phẩy giữa các lớp.")
@click.option("--even", is_flag=True, help="Thêm chữ chẵn.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def words(  # one parameter an option
    amount: tuple[str, ...],
    thousand: str,
    zero_tens: str,
    four: str,
    form: str,
    lang: Lang,
    *,
    commas: bool,
    even: bool,
) -> None:
    """Đọc số tiền thành chữ, hoặc chữ thành số tiền: 852.650.000 là Tám trăm năm mươi hai triệu… đồng."""
    from validators.text import money
    from validators.text import words as spelling

    text, say = " ".join(amount), SAY[lang]
    reading = money.parse(text)
    if reading is None:
        value = spelling.to_number(text)
        if value is None:
            strange = spelling.strange(text)
            why = say["strange"].format(word=strange) if strange else ""
            _fail(say["unread"].format(text=text, strange=why))
        said = line(text)
    else:
        value = int(reading.value)
        if value != reading.value or not 0 <= value <= money.LIMIT:
            _fail(say["range"].format(text=text))
        said = spelling.to_words(value, thousand=thousand, zero_tens=zero_tens, four=four, commas=commas, even=even)
    if form == "json":
        click.echo(document(amount=value, words=said))
    else:
        click.echo(money.show(value, lang) if reading is None else said)


def _fail(sentence: str) -> NoReturn:
    click.echo(line(sentence), err=True)
    sys.exit(FAILED)
