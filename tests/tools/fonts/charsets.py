"""Which characters each font holds."""

from collections.abc import Iterator

MONGOLIAN = frozenset([*range(0x1800, 0x181A), *range(0x1820, 0x1843), 0x200C, 0x200D, 0x202F, 0x25CC])
"""Hudum with its punctuation and controls; Todo, Sibe, Manchu and Ali Gali are left out."""

LATIN = frozenset(
    [*range(0x20, 0x7F), *range(0xA0, 0x180)]
    + [0x2013, 0x2022, 0x2032, 0x2033, 0x20AC, 0x2116, 0x2190, 0x2192, 0x2212]
) - {0xAD, 0xB7}

SYMBOLS = frozenset(
    [0xB7, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x203B, 0x25A0, 0x25A1, 0x25C6, 0x25CB, 0x25CF]
    + [*range(0x2460, 0x2474), *range(0x3000, 0x3020), *range(0xFE30, 0xFE45), *range(0xFF01, 0xFF5F), 0xFFE5]
)

BEYOND_GBK = frozenset(
    map(
        ord,
        "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡"
        "䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽"
        "𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯"
        "𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟"
        "𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟"
        "𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟"
        "𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓",
    )
)
"""Characters of the List of Commonly Used Standard Chinese Characters (2013) that GBK lacks."""


FREQUENT = (
    "镇道街旗名市县区工人家地码国乡信库息员尔改二业级大苏号木系页用体分农类同表典民三发特社训培务机安河技乌服内能拉牧一巴证意撤中和不的新作山林四设见子自五吉东职右件建联治通位沁城克格保种代制文电族阿师达派"
    "鄂版计辖统理筑销古左高化翼哈物修政品户术西期前力试开手网后产科江等兰蒙察行日生艺海白公盟商南书会年时数源合畜护装维械托兴石录德本字台资额准请餐加办鲁造满养游伦龙是划配长流全正都平路操运明营专班有选您辽"
    "勒植补彦原式间已密照在动就旅丰饮图学岭布育浩上十知春胜阳里临送为口月九嘎车到土老宁伊矿星址管功目水尼程罕双身回更太居查多站呼斯宝虎树标识法松小关经进扎锦集次编或指非籍可施审郭杭导验要金它危北下份无以结"
    "泉朝榆记个需提如贴语先应报什珠其纳主铁重果青头穆济永沟登输未客评活项善清川红黄甸天牛包淖锡霍桦共出软对构云康防成余部于由条蛟备打过单任何及险持婴敖镶调花万银风赛温六空存方面汉列初屯根王惠井房快确错定示"
    "据麒麟整我读障莫村茂凉与八华元洮塔音供赤峰赉效退认入误称序印言费问默医核点武磴舒鲜扶栏另递禽卓展取复免承曼郊健账姓检助填络没私题者门斡求殖缝美奈岗毛现休闲互按疫病组贝瓦场腾荣园织繁屋皮钟直蓝容途府拐湾"
    "梅浑光隆短至消除该限牙告卸创此售担购厅疗基实符算仆寺昭沙向热引须货驾驶约这摘索他收喇柳放参翁洛团之吐采所七片测料筛步返删权看置传菜好估司支答规价卡毕候属度马焊匠纫喀洲磐汽黑乐胡干湖仓储冷饲裁希得昌怀福"
    "来搜协才昆连梨辉罗庙仁旧线今午话失别择排器帮常剪完接稍找隐从状态己律买授教校待食陈博延召店桥郎幼儿事处竞煤再移几了适顺玉抚靖宇乾敦岔环盛富广获交策敬们军申绣仑固勃突诺当陶架庭范起升首败性邮视频材闭览始"
    "议使显型尊随针相概望激课础习劳役截止肉羊刺盖省珲堡义利气两询凭搬饰控钳只药宿娱播媒走乳刻画总么紧缺愿扫碍函第必归州素庄庆局朗心近潭哲钢杨锋萨将滨伯纺那立英伏增智秒昨零尾注册女辑添形切界详情载享警否继续"
    "刷许最终案诉说附谢企词绩脱贫仅剩拖脑抬均并象委板幸忽硕沿亮辅咨岁转际辆砌混凝筋铣割锁具烹冰雪逐虫害屠宰菌竹藤毯雕救值演译些拨受想挑带留暂脸角辈模例百千世驼边坡亥"
)
"""Characters that occupations, places and policy documents use most, the most used first."""


def gb2312(first_row: int = 16, last_row: int = 87) -> Iterator[int]:
    """Yield the Han characters of GB/T 2312; rows 16 to 55 are its common first level."""
    for row in range(first_row, last_row + 1):
        for cell in range(1, 95):
            text = bytes((row + 0xA0, cell + 0xA0)).decode("gb2312", "ignore")
            if len(text) == 1:
                yield ord(text)


def everyday() -> list[int]:
    """Return the Han characters of GB/T 2312, the frequent and then the common level first.

    The order becomes the order of the glyphs: WeasyPrint keeps glyph numbers, so low
    numbers for frequent characters make small and quick subsets.
    """
    return list(dict.fromkeys([*map(ord, FREQUENT), *gb2312()]))


def common() -> list[int]:
    """Return the first level of GB/T 2312, the frequent characters first."""
    level = set(gb2312(last_row=55))
    return [code for code in everyday() if code in level]


def rare() -> list[int]:
    """Return the rest: all of GBK and Unicode's first Han block, and the standard list beyond it."""
    block = set(range(0x4E00, 0xA000)) | {0x3007} | BEYOND_GBK
    return sorted(block - set(everyday()))
