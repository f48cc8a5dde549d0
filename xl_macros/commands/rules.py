"""vphu rules: the catalogue of rules, and one of them explained."""

import sys
from collections.abc import Iterator

import click

from validators.messages import Lang
from xl_macros.commands.common import FAILED, document, known_codes
from xl_macros.reports.safe_text import line

UI = {
    "vi": {
        "ground": "Căn cứ",
        "checks": "Kiểm tra",
        "why": "Vì sao",
        "fix": "Cách sửa",
        "example": "Ví dụ",
        "wrong": "sai ",
        "right": "đúng",
        "unknown": "Không có quy tắc nào có mã hoặc nhóm {code}. Gõ vphu rules để xem các mã.",
    },
    "en": {
        "ground": "Ground",
        "checks": "Checks",
        "why": "Why",
        "fix": "To do",
        "example": "Example",
        "wrong": "wrong",
        "right": "right",
        "unknown": "No rule or family has the code {code}. Type vphu rules to see the codes.",
    },
}


@click.command("rules")
@click.argument("codes", nargs=-1, metavar="[MÃ…]", shell_complete=known_codes)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Dạng kết quả.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ: vi hoặc en.")
def rules(codes: tuple[str, ...], form: str, lang: Lang) -> None:
    """Liệt kê các quy tắc kiểm tra; có MÃ (NOR01) hoặc nhóm (NOR) thì giải thích."""
    import validators.rules
    from validators.catalogue import rule_descriptions
    from xl_macros.sheets import staleness

    assert validators.rules
    assert staleness, "it declares rules too"
    wanted = rule_descriptions.codes_by_family()
    for code in codes:
        if not any(each.startswith(code.upper()) for each in wanted):
            click.echo(line(UI[lang]["unknown"].format(code=code)), err=True)
            sys.exit(FAILED)
    chosen = [each for each in wanted if each.startswith(tuple(code.upper() for code in codes) or ("",))]
    told = [rule_descriptions.about(code, lang) for code in chosen]
    if form == "json":
        rows = [one._asdict() | {"grounds": list(one.grounds)} for one in told]
        click.echo(document(rules=rows))
        return
    family = None
    for one in told:
        if codes:
            click.echo("\n".join(_explained(one, lang)))
            continue
        if one.family != family:
            family = one.family
            names = rule_descriptions.FAMILIES.get(family, (family, family))
            click.secho(f"{'' if one is told[0] else chr(10)}{names[lang == 'en']}", bold=True)
        click.echo(f"  {one.code}  {_severity(one.severity, lang):<9} {one.title}")


def _severity(severity: str, lang: Lang) -> str:
    from validators import messages

    return messages.word(severity, lang).lower()


def _explained(one: object, lang: Lang) -> Iterator[str]:
    from validators.catalogue.rule_descriptions import About

    assert isinstance(one, About)
    ui = UI[lang]
    yield click.style(f"{one.code}  {one.title}", bold=True) + f" ({_severity(one.severity, lang)})"
    yield f"  {ui['ground']}: {'; '.join(one.grounds)}"
    for name in ("checks", "why", "fix"):
        yield f"  {ui[name]}: {getattr(one, name)}"
    if one.example:
        yield f"  {ui['example']}: {one.example['message']}"
        if "wrong" in one.example:
            yield f"    {one.example['sheet']}"
            for label, key in ((" " * len(ui["wrong"]), "headings"), (ui["wrong"], "wrong"), (ui["right"], "right")):
                yield f"    {label}  " + " | ".join(one.example[key])
    yield ""
