"""Invented summaries for the tests of documents and for the measurement of their cost."""

from pathlib import Path
from types import SimpleNamespace as Row
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.core.pdf import Edition, qr_image

ROOT = Path(__file__).parents[3]
LABELS = [line.split("\t") for line in (Path(__file__).parent / "data/summary-labels.tsv").read_text().splitlines()]
CODE = "7K2M-9QXD-4HTR"
ADDRESS = "https://peixun.example.cn/v/"


def named(zh: str, mn: str = "") -> Row:
    """Return a name in both scripts."""
    return Row(zh=zh, mn=mn)


ELECTRICIAN = named("低压电工作业")
COOK = named("中式烹调师")
HERDING = named("肉羊养殖技术", "ᠮᠠᠯᠴᠢᠨ")
SCHOOL = named("呼和浩特市青城职业技能培训学校", "ᠬᠥᠬᠡᠬᠣᠲᠠ")
STATION = named("锡林郭勒盟正蓝旗农牧民培训基地", "ᠰᠢᠯᠤᠭᠤᠨ ᠬᠥᠬᠡ ᠬᠣᠰᠢᠭᠤ")


def training(number: int) -> Row:
    """Return the training with this running number."""
    return Row(
        occupation=(ELECTRICIAN, COOK, HERDING)[number % 3],
        class_name=named(f"2025年第{number + 1}期"),
        level=("初级工", "中级工", "高级工")[number % 3],
        provider=(SCHOOL, STATION)[number % 2],
        starts_on=f"2025-{number % 12 + 1:02}-03",
        ends_on=f"2025-{number % 12 + 1:02}-24",
        hours=40 + 8 * (number % 8),
        result="合格",
    )


def certificate(number: int) -> Row:
    """Return the certificate with this running number."""
    return Row(
        kind=("特种作业操作证", "职业技能等级证书", "专项职业能力证书")[number % 3],
        level=("初级工", "中级工", "高级工")[number % 3],
        occupation=(ELECTRICIAN, COOK, HERDING)[number % 3],
        number=f"S{1500002500001 + number}",
        issuer=named("内蒙古自治区应急管理厅"),
        issued_on=f"2025-{number % 12 + 1:02}-28",
        state="有效",
    )


def summary(rows: int = 2, certified: int = 2, **changes: Any) -> Row:
    """Return a summary with so many trainings and certificates; the first ones are the same each time."""
    facts: dict[str, Any] = {
        "portal": named("内蒙古自治区农牧民工职业技能培训服务平台", "ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠣᠨ"),
        "name": named("巴＊＊仁", "ᠪᠠᠲᠤ"),
        "id_number": "1599**********1237",
        "code": CODE,
        "verify_url": ADDRESS + CODE.replace("-", ""),
        "verify_address": ADDRESS.removeprefix("https://").removesuffix("/v/") + "/verify",
        "fingerprint": "5f1c 09ab 77e2 d410",
        "issued_at": "2026-03-20 10:30",
        "issued_at_utc": "2026-03-20T02:30:00Z",
        "demonstration": True,
        "trainings": [training(number) for number in range(rows)],
        "certificates": [certificate(number) for number in range(certified)],
    } | changes
    return Row(**({"qr": qr_image(facts["verify_url"])} | facts))


def html(edition: Edition, facts: Row | None = None) -> str:
    """Return the document a summary is printed from."""
    facts, bodies = facts or summary(), []
    for own in ("mn", "zh") if edition == "both" else (edition,):
        body = _environment(own).get_template("documents/summary_body.html").render(summary=facts, edition=own)
        bodies.append((own, body))
    outer = _environment(bodies[-1][0]).get_template("documents/summary.html")
    return outer.render(summary=facts, bodies=bodies)


def _environment(edition: str) -> Environment:
    words = {row[0]: row[2 if edition == "mn" and row[2] else 1] for row in LABELS}

    def say(message: str, **places: object) -> str:
        return words[message] % places

    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, trim_blocks=True, undefined=StrictUndefined
    )
    environment.globals["_"] = say
    return environment
