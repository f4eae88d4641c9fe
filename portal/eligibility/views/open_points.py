"""Say in the language of the page what a document leaves open; the data name these points in Chinese."""

from collections.abc import Mapping

from portal.core.i18n import _l, edition
from portal.eligibility.views.wording import Named

_AMOUNT = _l("The amount")
_CONDITIONS = _l("The exact conditions, which stand elsewhere")
_WHO = _l("Who exactly meets the conditions")
_LOCAL = _l("Whether this place does it")
_STEPS = _l("How to claim, and with which papers")
_SOON = _l("How soon it has to happen")
_AREA = _l("Which banners are key assistance areas, and whether it is for them only")
_CERTIFICATE = _l("Whether a certificate is needed")
_PENSION = _l("Whether a pension matters, and which")
_TIMES = _l("How many times")
_COURSES = _l("Which courses count")

_POINTS: Mapping[str, str] = {
    **dict.fromkeys(
        ("补贴金额", "补助金额", "各项金额", "各项金额（适时调整）", "每日标准", "资助项目和金额"), _AMOUNT
    ),
    **dict.fromkeys(("补助标准（原标准）", "每个项目给什么"), _AMOUNT),
    **dict.fromkeys(
        (
            "“符合条件”的其他条件（写在别处）",
            "按规定（具体条件写在别处）",
            "“符合条件”的具体条件",
            "按政策（具体条件写在别处）",
        ),
        _CONDITIONS,
    ),
    **dict.fromkeys(("“符合条件”的具体条件（写在别处）", "“符合条件”的其他条件"), _CONDITIONS),
    "谁是“符合条件的参训人员”": _WHO,
    "“帮扶家庭”的范围": _WHO,
    **dict.fromkeys(("当地是否这样购买（鼓励）", "当地是否开展（各地可定）", "当地是否已经接收异地培训"), _LOCAL),
    **dict.fromkeys(("当地是否已经纳入（鼓励各地）", "哪些地方试点", "是否先行拨付由当地决定（可）"), _LOCAL),
    **dict.fromkeys(
        ("申领渠道（按现规定程序）", "在哪里申领", "现规定程序的步骤和材料", "发放程序", "发放程序（原程序）"), _STEPS
    ),
    **dict.fromkeys(("“及时”是多久", "办理时限的天数"), _SOON),
    **dict.fromkeys(("哪些旗县是重点帮扶地区", "是否限于重点帮扶地区"), _AREA),
    **dict.fromkeys(("是否须取得证书", "是否须取得证书（按规定）"), _CERTIFICATE),
    **dict.fromkeys(("城乡居民基本养老金是否算按月领取的养老金", "是否看养老金"), _PENSION),
    **dict.fromkeys(("每年次数", "次数"), _TIMES),
    **dict.fromkeys(
        ("课程是否须在补贴性培训目录清单内", "哪些班次免费", "哪些课程", "是否属于中短期技能培训班"), _COURSES
    ),
    "“确有培训需求”如何认定": _l("How a need for training is established"),
    "“免费”包含哪些费用": _l("Which costs are free"),
    "两项补贴由谁选择": _l("Who chooses between the two subsidies"),
    "最长天数": _l("For how many days at most"),
    "公示天数": _l("How long it is made public"),
    "公示内容": _l("What is made public"),
    "异议渠道": _l("Where to object"),
    "是否限于参保职工": _l("Whether it is for insured workers only"),
    "缴费月数": _l("How many months of insurance are needed"),
    "没有等级的专项职业能力证书能否申领": _l("Whether a certificate without a level counts"),
    "是否限于准备外出就业的人员": _l("Whether it is only for people about to work away from home"),
    "多久以后回访": _l("When you are asked again"),
    "回访几次": _l("How often you are asked"),
    "“毕业年度”的界定": _l("What counts as the graduation year"),
    "学校是否属于高等院校、职业院校": _l("Whether your school counts"),
    "企业承担培训成本的证明": _l("How the enterprise proves that it paid"),
    "同一职业同一等级已领过补贴的能否再直补": _l(
        "Whether the enterprise can get it again for the same occupation and level"
    ),
    "这是努力目标（努力实现）": _l("It is an aim, not yet a right"),
    "与企业协商一致（鼓励）": _l("What you and the enterprise agree on"),
}


def points_of(texts: tuple[str, ...]) -> list[Named]:
    """Name what is left open; a point of an added document stays in Chinese, marked as such."""
    own = edition() == "mn"
    return [Named(text, str(_POINTS[text]) if own and text in _POINTS else None) for text in texts]
