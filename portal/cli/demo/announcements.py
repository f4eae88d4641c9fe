"""Announcements of the demonstration world; all invented, and said to be so."""

from datetime import date, timedelta

from portal.core import clock
from portal.notices.services import publish_announcement
from portal.notices.types import AnnouncementKind, NewAnnouncement

_MARK = "（演示：内容是编的，不是真的通知。）"
_SOURCE = "演示数据"

_ANNOUNCED = (  # days ago, kind, region, title, its Mongolian, paragraphs
    (
        300, AnnouncementKind.POLICY, "150000",
        "职业技能培训需求指导目录已经更新（演示）", "ᠰᠤᠷᠭᠠᠯᠲᠠ\u202fᠶᠢᠨ ᠭᠠᠷᠴᠠᠭ ᠄ ᠰᠢᠨᠡᠳᠬᠡᠬᠦ",
        ("新的目录增加了几个急需工种，每个工种都写明等级、学时和紧缺程度。", "旧目录还能看，但不再用来开新班。"),
    ),
    (
        120, AnnouncementKind.POLICY, "150000",
        "报名不用再交户口簿复印件（演示）", "ᠨᠡᠷ᠎ᠡ ᠮᠡᠳᠡᠭᠦᠯᠬᠦ ᠄ ᠪᠡᠶ᠎ᠡ\u202fᠶᠢᠨ ᠦᠨᠡᠮᠯᠡᠯ",
        (
            "能用数据核对的信息，不再要求纸质证明。到服务站报名，带身份证就可以。",
            "依据：内蒙古人社厅2024年2月7日关于加强农牧民工职业技能培训工作的实施意见，三（六）。",
        ),
    ),
    (
        21, AnnouncementKind.CLASSES, "150500",
        "通辽市冬季农牧民工培训班开始报名（演示）", "ᠰᠤᠷᠭᠠᠯᠲᠠ\u202fᠶᠢᠨ ᠠᠩᠭᠢ ᠄ ᠨᠡᠷ᠎ᠡ ᠮᠡᠳᠡᠭᠦᠯᠬᠦ",
        (
            "养老护理、家畜饲养、焊工等班次已经开放报名，名额满了可以排队候补。",
            "会蒙古语的老师授课的班，班次页面上写着“蒙古语授课”或“双语授课”。",
        ),
    ),
    (
        9, AnnouncementKind.PUBLICATION, "150500",
        "培训补贴申领名单公示（演示）", "ᠲᠡᠳᠬᠦᠮᠵᠢ\u202fᠶᠢᠨ ᠵᠠᠷᠯᠠᠯ",
        (
            "本批申领培训补贴的学员名单，姓名用星号遮盖。",
            "有意见的，可以打12333，或者到就近的服务站提出，不用说明您是谁。",
        ),
    ),
    (
        2, AnnouncementKind.SERVICE, None,
        "本平台有了蒙古文版（演示）", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
        ("页面竖着排，从左往右读。", "译文还在请人审读，看到不对的词，请点页面下方的“报告错词”。"),
    ),
)  # fmt: skip


def announcements(today: date) -> list[NewAnnouncement]:
    """Return what was announced, oldest first."""
    return [
        NewAnnouncement(
            title_zh=title,
            title_mn=title_mn,
            body_zh="\n".join((*paragraphs, _MARK)),
            published_on=today - timedelta(days=days),
            kind=kind,
            region=region,
            source=_SOURCE,
        )
        for days, kind, region, title, title_mn, paragraphs in _ANNOUNCED
    ]


def announce(today: date) -> None:
    """Publish the announcements, each on its day."""
    for new in announcements(today):
        with clock.at(new.published_on):
            publish_announcement(new)
