"""Invented names for the demonstration world."""

from dataclasses import dataclass

HAN_FAMILY = "李王张刘陈杨赵孙马胡郭高林郑梁宋唐许韩冯"
HAN_GIVEN = (
    "建军", "桂芝", "秀兰", "志强", "丽华", "玉梅", "海龙", "晓燕",
    "永胜", "春花", "国庆", "小红", "立新", "雪梅", "长青", "文静",
)  # fmt: skip
MONGOLIAN = (
    ("乌云其木格", "ᠤᠶᠤᠨᠴᠢᠮᠡᠭ"), ("巴特尔", "ᠪᠠᠭᠠᠲᠤᠷ"), ("娜仁花", "ᠨᠠᠷᠠᠨᠬᠤᠸᠠ"), ("苏日娜", "ᠰᠣᠷᠣᠨ᠎ᠠ"),
    ("阿拉坦", "ᠠᠯᠲᠠᠨ"), ("其其格", "ᠴᠡᠴᠡᠭ"), ("哈斯巴根", "ᠬᠠᠰᠪᠠᠭᠠᠨ᠎ᠠ"), ("萨仁", "ᠰᠠᠷᠠᠨ"),
    ("孟和", "ᠮᠥᠩᠬᠡ"), ("通拉嘎", "ᠲᠤᠩᠭᠠᠯᠠᠭ"), ("朝鲁", "ᠴᠢᠯᠠᠭᠤ"), ("格日勒", "ᠭᠡᠷᠡᠯ"),
    ("斯琴", "ᠰᠡᠴᠡᠨ"), ("布和", "ᠪᠥᠬᠡ"), ("高娃", "ᠭᠣᠣᠸᠠ"), ("那日苏", "ᠨᠠᠷᠠᠰᠤ"),
)  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """A demonstration person who can sign in."""

    name: str
    name_mn: str | None
    serial: int
    born: str
    home_region: str
    groups: tuple[str, ...]
    phone: str | None
    language: str = "zh"


# The people of the journeys, each with a story; all share one password. Nothing is ever sent to these phones.
TRAINEES = (
    Someone("李建军", None, 1, "1992-05-14", "150523", ("employed_migrant",), "13900150001"),
    Someone("娜仁花", "ᠨᠠᠷᠠᠨᠬᠤᠸᠠ", 2, "1974-02-03", "152523", ("returning_migrant",), "13900150002", "mn"),
    Someone("包强", None, 3, "1996-08-21", "150525", ("veteran",), "13900150003"),
    Someone("萨日娜", "ᠰᠠᠷᠠᠨ᠎ᠠ", 4, "2004-03-19", "220722", ("graduation_year",), "13900150004"),
    Someone("王桂芝", None, 5, "1965-11-02", "150822", (), None),
    Someone("阿拉坦", "ᠠᠯᠲᠠᠨ", 6, "1985-07-07", "150923", (), "13900150006"),
    Someone("乌云其木格", "ᠤᠶᠤᠨᠴᠢᠮᠡᠭ", 7, "1979-09-30", "150524", ("rural_transfer",), "13900150007"),
    Someone("买买提·艾力", None, 8, "1988-01-25", "150302", ("platform_worker",), "13900150008"),
    Someone("张䶮", None, 9, "2001-12-12", "150402", ("graduate",), "13900150009"),
    Someone("陈秀兰", None, 10, "1971-06-18", "150722", ("rural_low_income", "woman"), "13900150010"),
)
PASSWORD = "demo-grassland-2026"  # noqa: S105 - printed for everyone to use, and refused outside the demonstration world

# The sums and townships of the demonstration stations.
STATIONS = (
    ("150822", "巴彦高勒镇便民服务中心"), ("152523", "满都拉图镇便民服务中心"), ("150525", "大沁他拉镇便民服务中心"),
    ("150122", "双河镇便民服务中心"), ("150222", "金山镇便民服务中心"), ("150424", "林西镇便民服务中心"),
    ("150621", "树林召镇便民服务中心"), ("150722", "尼尔基镇便民服务中心"), ("152201", "乌兰哈达镇便民服务中心"),
    ("152921", "巴彦浩特镇便民服务中心"), ("150924", "城关镇便民服务中心"), ("150302", "新华街道便民服务中心"),
)  # fmt: skip
