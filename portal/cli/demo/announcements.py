"""Announcements of the demonstration world; all invented, and said to be so."""

from datetime import date, timedelta

from portal.core import clock
from portal.notices.services import publish_announcement
from portal.notices.types import AnnouncementKind, NewAnnouncement

_MARK = "（演示：内容是编的，不是真的通知。）"
_SOURCE = "演示数据"


def announcements(today: date) -> list[NewAnnouncement]:
    """Return what was announced, oldest first."""
    return [
        NewAnnouncement(
            title_zh="职业技能培训需求指导目录已经更新（演示）",
            title_mn="ᠰᠤᠷᠭᠠᠯᠲᠠ\u202fᠶᠢᠨ ᠭᠠᠷᠴᠠᠭ ᠄ ᠰᠢᠨᠡᠳᠬᠡᠬᠦ",
            body_zh=f"新的目录增加了几个急需工种，每个工种都写明等级、学时和紧缺程度。\n在“紧缺工种”里可以查看。旧目录还能看，但不再用来开新班。\n{_MARK}",
            published_on=date(today.year, 1, 2),
            kind=AnnouncementKind.POLICY,
            region="150000",
            source=_SOURCE,
        ),
        NewAnnouncement(
            title_zh="报名不用再交户口簿复印件（演示）",
            title_mn="ᠨᠡᠷ᠎ᠡ ᠮᠡᠳᠡᠭᠦᠯᠬᠦ ᠄ ᠪᠡᠶ᠎ᠡ\u202fᠶᠢᠨ ᠦᠨᠡᠮᠯᠡᠯ",
            body_zh="能用数据核对的信息，不再要求纸质证明。到服务站报名，带身份证就可以。\n依据：内蒙古人社厅2024年2月7日关于加强农牧民工职业技能培训工作的实施意见，三（六）。\n"
            f"{_MARK}",
            published_on=today - timedelta(days=120),
            kind=AnnouncementKind.POLICY,
            region="150000",
            source=_SOURCE,
        ),
        NewAnnouncement(
            title_zh="通辽市冬季农牧民工培训班开始报名（演示）",
            title_mn="ᠰᠤᠷᠭᠠᠯᠲᠠ\u202fᠶᠢᠨ ᠠᠩᠭᠢ ᠄ ᠨᠡᠷ᠎ᠡ ᠮᠡᠳᠡᠭᠦᠯᠬᠦ",
            body_zh=f"养老护理、家畜饲养、焊工等班次已经开放报名，名额满了可以排队候补。\n会蒙古语的老师授课的班，班次页面上写着“蒙古语授课”或“双语授课”。\n{_MARK}",
            published_on=today - timedelta(days=21),
            kind=AnnouncementKind.CLASSES,
            region="150500",
            source=_SOURCE,
        ),
        NewAnnouncement(
            title_zh="培训补贴申领名单公示（演示）",
            title_mn="ᠲᠡᠳᠬᠦᠮᠵᠢ\u202fᠶᠢᠨ ᠵᠠᠷᠯᠠᠯ",
            body_zh=f"本批申领培训补贴的学员名单，姓名用星号遮盖。\n有意见的，可以打12333，或者到就近的服务站提出，不用说明您是谁。\n{_MARK}",
            published_on=today - timedelta(days=9),
            kind=AnnouncementKind.PUBLICATION,
            region="150500",
            source=_SOURCE,
        ),
        NewAnnouncement(
            title_zh="本平台有了蒙古文版（演示）",
            title_mn="ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
            body_zh=f"页面竖着排，从左往右读。译文还在请人审读，看到不对的词，请点页面下方的“报告错词”。\n{_MARK}",
            published_on=today - timedelta(days=2),
            kind=AnnouncementKind.SERVICE,
            source=_SOURCE,
        ),
    ]


def announce(today: date) -> None:
    """Publish the announcements, each on its day."""
    for new in announcements(today):
        with clock.at(min(new.published_on, today)):
            publish_announcement(new)
