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


def gb2312(first_row: int = 16, last_row: int = 87) -> Iterator[int]:
    """Yield the Han characters of GB/T 2312; rows 16 to 55 are its common first level."""
    for row in range(first_row, last_row + 1):
        for cell in range(1, 95):
            text = bytes((row + 0xA0, cell + 0xA0)).decode("gb2312", "ignore")
            if len(text) == 1:
                yield ord(text)


def everyday() -> list[int]:
    """Return the Han characters of GB/T 2312, the common level first.

    The order becomes the order of the glyphs: WeasyPrint keeps glyph numbers, so low
    numbers for common characters make small and quick subsets.
    """
    return list(gb2312())


def rare() -> list[int]:
    """Return the rest: all of GBK and Unicode's first Han block, and the standard list beyond it."""
    block = set(range(0x4E00, 0xA000)) | {0x3007} | BEYOND_GBK
    return sorted(block - set(everyday()))
