"""Write translations/REVIEW.md, the list a native reader of Mongolian works through (``--check``: only compare).

Everything comes from the catalogues and their comments and from the data of the guides, so the list never says anything
else than the pages.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).parent.parent))
from portal.core import mongolian
from portal.core.terms import terms
from tests import mongolian_guides

ROOT = Path(__file__).parent.parent
REVIEW = ROOT / "translations/REVIEW.md"
LISTS = {
    "group": "人群",
    "trade": "工种类别",
    "training_type": "培训类型",
    "mode": "培训方式",
    "teaching_language": "授课语言",
    "shortage": "紧缺程度",
    "provider_kind": "机构类型",
}
# Where a sentence stands, most seen first.
SCREENS = [
    ("templates/base.html", "每一页的框架"),
    ("templates/components/frame", "每一页的框架"),
    ("templates/home/index", "首页"),
    ("portal/home", "首页"),
    ("templates/components", "各页通用的部件"),
    ("templates/catalog/class", "找培训班、班次页面"),
    ("templates/catalog", "需求目录、培训机构"),
    ("portal/catalog/views", "找培训班、班次页面"),
    ("templates/enrolment", "报名、候补、培训意愿"),
    ("portal/enrolment", "报名、候补、培训意愿"),
    ("templates/people", "注册、登录、个人信息、隐私"),
    ("portal/people", "注册、登录、个人信息、隐私"),
    ("templates/home/me", "我的主页"),
    ("templates/messages", "我的消息"),
    ("templates/notices", "办事指南、通知公告"),
    ("portal/notices", "办事指南、通知公告"),
    ("templates/records", "我的记录、证明摘要、核验"),
    ("portal/records", "我的记录、证明摘要、核验"),
    ("templates/documents", "打印的文件"),
    ("templates/eligibility", "我能享受的补贴"),
    ("portal/eligibility", "我能享受的补贴"),
    ("templates/errors", "出错页面"),
    ("portal/core", "填写有误时的提示"),
    ("templates/station", "服务站"),
    ("templates/office", "机构和管理部门"),
    ("portal/catalog", "机构和管理部门：上传目录和班次"),
    ("portal/office", "机构和管理部门：上传结果和证书"),
    ("", "其他"),
]
HEAD = "| 序号 | 汉文 | 蒙古文 | 转写 | 状态 | 词的出处 |\n|---|---|---|---|---|---|"
INTRODUCTION = """# 蒙古文译文审校表

这张表由程序从译文目录和办事指南的数据生成（`{command}`），请不要直接改这张表。

**现状。** 本平台的蒙古文还没有经过任何母语者审校，每一页都写明“译文正在审校”。凡不是整句见于来源的，都列在下面，
最常看到的页面排在最前面，办事指南的内容排在后面。请从上往下看，看多少都有用。

**“状态”是什么意思。**

- `composed`：每个词都能在词表（`portal/core/data/glossary.csv`）或喀尔喀词表中查到，句子由我们拼成，语法和用词需要确认。
- `unsure`：至少有一个词查不到出处，或用法没有把握，请先看这些。
- `attested`：整句见于来源（共 {attested} 条，不再列出）。

**请特别留意。** 培训、补贴、报名、名额、候补、摘要、核验、意愿、人群、局这几个词用得最多：改一个，全站都改。
“喀尔喀词表”一栏中的词只在喀尔喀的西里尔文对照表中见过，内蒙古可能另有说法。证书名称、等级名称和退役军人等词
目前显示汉文，请提供正式译名。

**怎样告诉我们。** 任选一种，都可以：

1. 在蒙古文页面底部点“报告错词”，写下错的词和对的词，不用留姓名。
2. 把“汉文 + 应当怎样写”发给管理部门。词后面的格附加成分请用 U+202F 隔开。
3. 会用 gettext 的，直接改 `translations/mn_Mong_CN/LC_MESSAGES/messages.po`，把注释里的状态改成 `reviewed`，
   再运行 `{command}` 和 `make check`。办事指南的内容在 `portal/notices/data/` 里，改 `mn`，下一行写 `status: reviewed`。

`%(名称)s` 是程序填入的内容（日期、数目、姓名），请原样保留，后面不要加附加成分。拉丁转写由程序生成，只供查找。
"""


@dataclass(frozen=True)
class Row:
    """One sentence to look at."""

    place: int  # of its screen
    chinese: str
    words: str
    status: str
    origin: str

    @property
    def screen(self) -> str:
        """Name the screen in plain words."""
        return SCREENS[self.place][1]


def source(message: Message) -> str:
    """Return the English sentence, the singular of a counted one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def text_of(message: Message) -> str:
    """Return the translation of a message."""
    return message.string if isinstance(message.string, str) else message.string[0]


def catalogue(locale: str) -> dict[str, Message]:
    """Read the messages of a catalogue by their English sentence."""
    with (ROOT / f"translations/{locale}/LC_MESSAGES/messages.po").open("rb") as file:
        return {source(message): message for message in read_po(file, locale=locale) if message.id}


def screen_of(message: Message) -> int:
    """Return the place of the most seen screen where a message stands."""
    files = [name for name, _ in message.locations]
    return min(next(place for place, (start, _) in enumerate(SCREENS) if name.startswith(start)) for name in files)


def latin(text: str) -> str:
    """Write a sentence in Latin letters, suffixes behind a hyphen; signs and places stay."""
    parts, end = [], 0
    for word in mongolian.words(text):
        between = text[end : word.start].replace("\u202f", "-")
        parts += [between, mongolian.transliterate(word.text)]
        end = word.end
    return "".join([*parts, text[end:]])


def listed() -> tuple[list[Row], int]:
    """Return the sentences to look at, most seen first, and how many are attested as a whole."""
    chinese, rows, attested = catalogue("zh_Hans_CN"), [], 0
    for name, message in catalogue("mn_Mong_CN").items():
        comment = " ".join(message.user_comments)
        status, _, origin = comment.removeprefix("status: ").partition("; ")
        if status in {"attested", "reviewed"}:
            attested += status == "attested"
        elif text_of(message):
            rows.append(Row(screen_of(message), text_of(chinese[name]), text_of(message), status or "unsure", origin))
    return sorted(rows, key=lambda row: row.place), attested


def cell(text: str) -> str:
    """Make a text fit for a cell of the table."""
    return re.sub(r"\s*\n\s*", " / ", text).replace("|", "\\|")


def origin_in_words(origin: str) -> str:
    """Say in Chinese where the words come from; the glossary needs no mention."""
    parts = [part for part in origin.split("; ") if not part.startswith(("glossary:", "Chinese:"))]
    return "；".join(parts).replace("Khalkha word list:", "喀尔喀词表：").replace("in no list:", "查不到：")


def guide_section(name: str, title: str) -> list[str]:
    """Return the table of the texts of one file of the guides that nobody has looked at yet."""
    head = f"\n## 办事指南：{title}（`portal/notices/data/{name}`）\n\n{HEAD}"
    waiting = [entry for entry in mongolian_guides.entries(name) if entry.status not in {"attested", "reviewed"}]
    return [head] + [
        f"| {number} | {cell(entry.chinese)} | {cell(entry.words)} | {cell(latin(entry.words))} | {entry.status} "
        f"| {cell(mongolian_guides.origins().of(entry.words))} |"
        for number, entry in enumerate(waiting, 1)
    ]


def review() -> str:
    """Return the whole list."""
    rows, attested = listed()
    lines = [INTRODUCTION.format(command=".venv/bin/python tests/review_words.py", attested=attested)]
    for screen in dict.fromkeys(row.screen for row in rows):
        lines += [f"\n## {screen}\n\n{HEAD}"]
        lines += [
            f"| {number} | {cell(row.chinese)} | {cell(row.words)} | {cell(latin(row.words))} | {row.status} "
            f"| {cell(origin_in_words(row.origin))} |"
            for number, row in enumerate(rows, 1)
            if row.screen == screen
        ]
    lines += [line for name, title in mongolian_guides.FILES.items() for line in guide_section(name, title)]
    lines += ["\n## 固定用语（`portal/core/data/terms.csv`）\n\n| 类别 | 汉文 | 蒙古文 | 转写 |\n|---|---|---|---|"]
    for name, title in LISTS.items():
        lines += [
            f"| {title} | {term.zh} | {term.mn or '（暂用汉文）'} | {latin(term.mn or '')} |"
            for term in terms(name).values()
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the list; with ``--check`` say whether the one at hand is stale."""
    text = review()
    if "--check" in sys.argv:
        stale = not REVIEW.exists() or REVIEW.read_text(encoding="utf-8") != text
        print("translations/REVIEW.md is " + ("stale: run tests/review_words.py" if stale else "fresh"))  # noqa: T201
        return int(stale)
    REVIEW.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
