"""Which characters each font holds."""

from collections.abc import Iterable, Iterator

MONGOLIAN = frozenset([*range(0x1800, 0x181A), *range(0x1820, 0x1843), 0x200C, 0x200D, 0x202F, 0x25CC])
"""Hudum with its punctuation and controls; Todo, Sibe, Manchu and Ali Gali are left out."""

LATIN = frozenset(
    [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2022, 0x2032, 0x2033, 0x20AC, 0x2116, 0x2190, 0x2192, 0x2212]
) - {0xAD, 0xB7}

SYMBOLS = frozenset(
    [
        0xB7,
        0x2014,
        0x2018,
        0x2019,
        0x201C,
        0x201D,
        0x2026,
        0x203B,
        0x25A0,
        0x25A1,
        0x25C6,
        0x25CB,
        0x25CF,
        *range(0x2460, 0x2474),
        *range(0x3000, 0x3020),
        *range(0xFE30, 0xFE45),
        *range(0xFF01, 0xFF5F),
        0xFFE5,
    ]
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
    "镇道街旗名市县区工人家地码国乡信库息员尔级业二改大苏号木系页体用农分类同表民典特发三社训培务技机安河服乌内能拉牧一中巴证意作撤和不新山林的四设职自见子五吉东右件建治通格联位城沁种克保文代电制师族阿达派"
    "鄂版理计辖统古销高筑左化哈物翼修品政期术户力西前试开产后手江科等网蒙兰察书合行公日生盟海白艺年南商会时护数源畜台本已录械维装兴托石德字准资额养请餐平办加游满造鲁伦补龙正划操是有配流长专全班路都勒运明营"
    "式您植辽选学原彦浩丰动在密就旅照间饮图岭布育上十春知送胜临到里阳为口管九嘎月车伊土宁矿老功呼址尼星水目双程罕回太居更身多宝报斯查标树次站虎识贴松法关小扎经进郭锦集或指籍编记非可施审导杭危它应要金验北下"
    "以份无朝榆泉结青个什先如提未珠登语需项主其纳铁头果永沟济穆重锡客构活评输过善川清甸红黄初包天桦淖牛由霍云共出对康调软防余成于条蛟部任何单及备婴打持效敖示花镶险万温赛银风井六列存屯快惠房方根汉王空面与凉"
    "定我据整村确茂莫读错障麒麟元八华塔洮音供复峰赉赤入医印另填序扶栏核武殖点磴禽称舒言认误费退递问鲜默卓展健免取承曼蓝郊互休助厅基奈姓岗按斡检毛求没现疫病私组络缝美者账门闲限题园场屋瓦皮繁织腾荣贝光容府拐"
    "放梅浑湾直途钟隆仆创卸向告售实寺引担摘昭此沙消热牙疗短符答算约至该货购这除须驶驾他喇收柳索之仁参吐团所洛翁采七乐仓价传估候储冷删匠卡司喀好属干度找支料权校步毕汽洲测湖焊片看磐筛纫置胡菜裁规返饲马黑希得"
    "怀昌来福协庙才搜旧昆梨申线罗辉连买了事今从儿再几别剪午博召器处失完己帮常幼店延待律态愿择授排接教桥煤状移稍竞羊肉话适郎陈隐食乾宇富岔广抚敦玉环盛第靖顺交仑们军勃升固庭当敬架突策绣范获诺起陶两么义习乳使"
    "凭函利刺刻劳只型堡始娱媒宿尊役性总截扫控搬播显望材概止气激烹珲画盖相省础碍紧缺药视览议询课败走邮针钳闭随频饰首州庄庆归必素伏伯哲增将局心智朗杨滨潭立纺英萨近那钢锋些享亮仅企例值具册冰凝切刷剩割受否咨均"
    "女委宰害尾屠岁带并幸形忽急情想抬拖拨挑救昨暂替最板案模毯沿注混添演界留砌硕秒竹筋终继绩续脑脱脸菌藤虫被角警许诉词译详说谢象贫转载辅辆辈辑逐铣锁附际雕雪零领世丹亥依千厂坡奇套孤官棵洞洼田百苇财边驼鱼鹿亿"
    "净凤叉各启喜坝士声外奶宽宾少巨很恩抽敏杜样桂棚汇汗汪泡泰潮甘稀腰莲解足迎远钱雅靠馆骆齐也仙优低住你便偏偿僧允兽刘副努匹半即压厨去友变君含周命哪困圪圳坦坨域境妇孩寿尚尝层岱床异强忘怎懂执把投拒拣拷拼挖换"
    "掘推掩描援摩斗早曙曾束染柴桃桑桩梁森款殊残母比毡沐泥洗洪浙深牌牲独玻璃男疾窑端筹签箱粘粤纱纹练绒给绝绿缮署群翻考膳舍船苗荫蔡蔬虚袍观论访贡质赖跳较还述速遇遗邑鉴铲链键闻难革预骄骤鸿麦龄丁久佘俄凯勿卧嘉"
    "嘛圈夏夭奋宏崖嵯席座弓攸敕景暖朱杉横池沦沼泊波润渡港溪灵烧爱狼玛瑞甲皋盘眼祥筒米纪绍耳航良茫蛮谊贵超越钦铺锅镜雁露鞍顶顷香鸡麻严丽乃亚亨京介仲伍佳俊儒兀兵冠凌凰劝卜卯叶咀响哨嘴圣坎坑坤坪垒垦堂堤堵塄墙"
    "壕夫夹奎奔奢奴姜孙孟宗宙宜室宫寨尧屏岘岛岸峁峪崇崴巧巷张彩影忙思恒恕慧戈扣振散斤旋旦旺昂普晴曲曹朔札李杏极枝栋栗桐梧棋楚楞楼欢欣汐沈泗泽洋津浦浪涌渠渤渭湘湿滦滩漂漫灯炉烟爷狐猴玫琥琦瑰瓮益瞻砂砟砬硅碧"
    "碾磁祉神秀秃秋秦章粮绥绰缸翰耀耗聚肖股肯腊致艾芒芝茅草莽菇葛蒲蒿薛蘑虹蚁蚂裕誉让讷诃谐谷贤贲赞赫跃轰轴遵郑野铜闵闹阁阜队陆陕雄韦韭飞饶馨驰驿骏鬃魏鸣鸭鹤黎"
)
"""Characters that occupations, places and policy documents use most, the most used first."""


COMMON_ROWS, LESS_COMMON_ROWS = range(16, 56), range(56, 88)


def gb2312(rows: Iterable[int]) -> Iterator[int]:
    """Yield the Han characters in these rows of GB/T 2312."""
    for row in rows:
        for cell in range(1, 95):
            text = bytes((row + 0xA0, cell + 0xA0)).decode("gb2312", "ignore")
            if len(text) == 1:
                yield ord(text)


def everyday() -> list[int]:
    """Return the frequent characters and the common level of GB/T 2312.

    The order becomes the order of the glyphs: WeasyPrint keeps glyph numbers, so low
    numbers for frequent characters make small and quick subsets.
    """
    return list(dict.fromkeys([*map(ord, FREQUENT), *gb2312(COMMON_ROWS)]))


def less_common() -> list[int]:
    """Return the second level of GB/T 2312, as far as it is not among the frequent."""
    return sorted(set(gb2312(LESS_COMMON_ROWS)) - set(everyday()))


def rare() -> list[int]:
    """Return the rest: all of GBK and Unicode's first Han block, and the standard list beyond it."""
    block = set(range(0x4E00, 0xA000)) | {0x3007} | BEYOND_GBK
    return sorted(block - set(everyday()) - set(less_common()))
