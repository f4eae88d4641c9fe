"""Searching in Chinese, pinyin, Mongolian and Latin letters: what is typed, and what must be found.

The rows are all occupations of the classification we ship and all terms of the glossary.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from portal.core import mongolian, search_keys
from portal.core.search_keys import BEGINNING, EXACT, INSIDE, NOT_FOUND, VAGUE, VAGUEST, index_key, rank_of

DATA = Path(search_keys.__file__).with_name("data")
FVS, NNBSP, MVS = "\u180b", "\u202f", "\u180e"


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


OCCUPATIONS = {
    row["official_name"]: index_key(row["official_name"], row["code_2022"]) for row in read("occupations.csv")
}
TERMS = {row["zh"]: index_key(row["zh"], row["mn_Mong"], row["mn_Latn"]) for row in read("glossary.csv")}
WITHOUT_LATIN = {row["zh"]: index_key(row["zh"], row["mn_Mong"]) for row in read("glossary.csv")}


def found(query: str, keys: dict[str, str]) -> list[str]:
    """Return the rows that answer, best first."""
    ranked = [(rank_of(key, query), name) for name, key in keys.items()]
    return [name for place, name in sorted(ranked) if place != NOT_FOUND]


@pytest.mark.parametrize(
    ("typed", "name", "at_most"),
    [
        ("养老护理员", "养老护理员", 1),
        ("护理", "养老护理员", 2),
        ("养老 护理", "养老护理员", 1),
        ("养老，护理", "养老护理员", 1),
        ("yanglao", "养老护理员", 1),
        ("yang lao hu li", "养老护理员", 1),
        ("yǎng lǎo", "养老护理员", 1),
        ("yang3lao3", "养老护理员", 1),
        ("YANGLAO", "养老护理员", 1),
        ("ｙａｎｇｌａｏ", "养老护理员", 1),
        ("hulig", "医疗护理员", 0),
        ("huli", "医疗护理员", 3),
        ("ylhly", "养老护理员", 2),
        ("hly", "养老护理员", 2),
        ("护理yuan", "养老护理员", 2),
        ("4-10-01-05", "养老护理员", 1),
        ("4100105", "养老护理员", 1),
        ("４-10-01", "养老护理员", 4),
        ("diangong", "电工", 1),
        ("dian gong", "电工", 1),
        ("dg", "电工", 2),
        ("hangong", "焊工", 1),
        ("pengtiao", "中式烹调师", 1),
        ("tiaozheng", "多工序数控机床操作调整工", 1),
        ("kongtiao", "制冷空调系统安装维修工", 1),
        ("zhuangxie", "装卸搬运工", 2),
        ("zuangxie", "装卸搬运工", 2),
        ("xuchanpin", "畜禽屠宰加工工", 0),
        ("chuqin", "畜禽屠宰加工工", 1),
        ("hunningtu", "混凝土工", 1),
        ("shuzihua", "农业数字化技术员", 1),
        ("chuangye", "创业指导师", 1),
        ("cuangye", "创业指导师", 1),
        ("shtyzdy", "社会体育指导员", 1),
        ("rengongzhineng", "人工智能训练师", 1),
        ("feng li fa dian", "风力发电运维值班员", 1),
        ("zhongzhi", "中药材种植员", 1),
        ("bao'an", "保安员", 1),
        ("互联网 yingxiao", "互联网营销师", 1),
    ],
)
def test_finds_occupations(typed: str, name: str, at_most: int) -> None:
    answers = found(typed, OCCUPATIONS)

    assert len(answers) <= at_most
    assert (name in answers) == (at_most > 0)


LOOK_ALIKES = [
    ("ᠰᠤᠷᠭᠠᠯᠲᠠ", "培训"),
    ("ᠰᠣᠷᠭᠠᠯᠲᠠ", "培训"),  # o for u
    ("ᠰᠤᠷᠭᠠᠯᠳᠠ", "培训"),  # d for t
    ("ᠰᠣᠷᠭᠠᠯᠳᠡ", "培训"),  # e for a
    ("ᠰᠤᠷᠭᠠᠯᠲᠠ ᠶᠢᠨ", "培训班"),  # a space before the suffix
    (f"ᠰᠤᠷᠭᠠᠯᠲᠠ{NNBSP}ᠶᠢᠨ ᠠᠩᠭᠢ", "培训班"),
    (f"ᠰᠤᠷᠭᠠᠯᠲᠠ{MVS}ᠶᠢᠨ ᠠᠩᠭᠢ", "培训班"),
    ("ᠮᠡᠷᠭᠡᠵᠢᠯ", "技能"),
    ("ᠮᠡᠷᠭᠡᠵᠢᠯ ᠦᠨ", "技能"),
    ("ᠮᠡᠷᠭᠡᠵᠢᠯ ᠤᠨ ᠴᠢᠳᠠᠪᠤᠷᠢ", "技能"),  # un for ün
    ("ᠴᠢᠲᠠᠪᠣᠷᠢ", "技能"),  # t for d, o for u
    ("ᠥᠨᠲᠦᠷ", "高级"),  # ü for ö, t for d
    ("ᠦᠨᠳᠥᠷ ᠳᠡᠰ", "高级"),
    ("ᠦᠬᠡᠷ", "牛"),
    ("ᠥᠬᠡᠷ", "牛"),  # ö for ü
    (f"ᠬᠣᠳᠠᠯᠳᠤᠭ{MVS}ᠠ", "商业"),
    ("ᠬᠤᠳᠠᠯᠳᠤᠭᠠ", "商业"),  # the vowel separator is missing
    ("ᠬᠤᠳᠠᠯᠳᠤᠭ ᠠ", "商业"),  # a space for the vowel separator
    (f"ᠬᠤᠳᠠᠯᠳᠤᠭ{NNBSP}ᠠ", "商业"),
    (f"ᠪᠠᠷᠢᠯᠭ{MVS}ᠠ", "建筑"),
    ("ᠪᠠᠷᠢᠯᠭᠠ", "建筑"),
    ("ᠪᠠᠶᠢᠭᠤᠯᠤᠮᠵᠢ", "机构"),  # yi for i
    (f"ᠪᠠᠶ{FVS}ᠢᠭᠤᠯᠤᠮᠵᠢ", "机构"),
    ("ᠪᠠᠢᠭᠣᠯᠣᠮᠵᠢ", "机构"),
    ("ᠠᠶᠢᠮᠠᠭ", "盟"),
    (f"ᠠᠶ{FVS}ᠢᠮᠠᠭ", "盟"),
    ("ᠨᠡᠶᠢᠲᠡ", "共计"),
    ("ᠠᠵᠢᠯ ᠮᠡᠷᠬᠡᠵᠢᠯ", "职业"),  # k for g in a front word
    ("ᠳᠡᠳᠭᠦᠮᠵᠢ", "补贴"),  # d for t in front, where they look alike too
    ("ᠰᠣᠷᠭᠡᠯᠳᠡ", None),  # a front vowel behind ᠭ is drawn otherwise: another word
    ("ᠲᠡᠳᠬᠦᠮᠵᠢ", "补贴"),
    ("ᠲᠡᠳᠭᠥᠮᠵᠢ", "补贴"),
    ("ᠬᠥᠲᠡᠯᠮᠦᠷᠢ", "劳动"),
    ("ᠬᠦᠳᠡᠯᠮᠥᠷᠢ", "劳动"),
    ("ᠴᠠᠬᠢᠯᠭᠠᠨ ᠤ ᠠᠵᠢᠯᠴᠢᠨ", "电工"),
    (f"ᠴᠠᠬᠢᠯᠭᠠᠨ{NNBSP}ᠦ ᠠᠵᠢᠯᠴᠢᠨ", "电工"),
    ("ᠵᠢᠯᠤᠭᠤᠴᠢ", "司机"),  # u for o
    ("ᠲᠣᠭᠤᠭᠠᠴᠢ", "厨师"),
    ("ᠬᠠᠳᠬᠣᠮᠠᠯ", "刺绣"),
    ("ᠣᠶᠤᠳᠠᠯ", "缝纫"),
    ("ᠵᠢᠭᠣᠯᠴᠢᠯᠠᠯ", "旅游"),
    ("ᠡᠮᠴᠢ", "医生"),
    ("ᠰᠤᠷᠭᠠᠯ", "培训"),  # the beginning of the word
    ("ᠮᠡᠷᠭᠡ", "技能"),
    ("ᠠᠵᠢᠯᠴᠢᠨ᠃", "工人"),  # a full stop behind it
]


@pytest.mark.parametrize(("typed", "name"), LOOK_ALIKES)
def test_finds_mongolian_however_it_is_spelled(typed: str, name: str | None) -> None:
    answers = found(typed, TERMS)

    assert len(answers) <= 25
    assert name in answers if name else not answers


@pytest.mark.parametrize("keys", [TERMS, WITHOUT_LATIN], ids=["given", "generated"])
@pytest.mark.parametrize(
    ("typed", "name", "at_most"),
    [
        ("mergejil", "技能", 12),
        ("mergejil-ün čidaburi", "技能", 8),
        ("mergejil chidaburi", "技能", 8),
        ("surgalta", "培训", 12),
        ("surγalta-yin angγi", "培训班", 1),
        ("surgalt", "培训", 12),
        ("sorgalta", "培训", 12),
        ("сургалт", "培训", 12),
        ("мал", "牲畜", 10),
        ("мал аж ахуй", "畜牧业", 3),
        ("ажил", "工作", 30),
        ("мэргэжил", "技能", 12),
        ("хөдөлмөр", "劳动", 2),
        ("qota", "市", 25),
        ("hota", "市", 25),
        ("khota", "市", 25),
        ("ködelmüri", "劳动", 2),
        ("hudulmuri", "劳动", 2),
        ("nere", "名字", 8),
        ("ner-e", "名字", 8),
        ("ajil", "工作", 30),
        ("tedkümji", "补贴", 3),
    ],
)
def test_finds_mongolian_in_latin_and_cyrillic_letters(
    keys: dict[str, str], typed: str, name: str, at_most: int
) -> None:
    answers = found(typed, keys)

    assert name in answers
    assert len(answers) <= at_most


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("重庆", "chongqing"),
        ("银行", "yinhang"),
        ("家长", "jiazhang"),
        ("调酒师", "tiaojiushi"),
        ("调度员", "diaoduyuan"),
        ("烹调", "pengtiao"),
        ("弹棉花", "tanmianhua"),
        ("冷轧工", "lengzhagong"),
        ("长春市", "changchunshi"),
        ("长白县", "changbaixian"),
        ("长岭县", "changlingxian"),
        ("班长", "banzhang"),
        ("厨师长", "chushizhang"),
        ("珲春市", "hunchunshi"),
        ("商都县", "shangduxian"),
        ("克什克腾旗", "keshiketengqi"),
        ("锡林郭勒盟", "xilinguolemeng"),
        ("康巴什区", "kangbashiqu"),
        ("西安区", "xianqu"),
        ("绿化工", "lvhuagong"),
        ("绿化工", "luhuagong"),
        ("绿化工", "lǜhuagong"),
        ("旅游", "lüyou"),
        ("会计", "kuaiji"),
        ("畜牧", "xumu"),
    ],
)
def test_reads_characters_as_names_of_trades_and_places_do(name: str, read: str) -> None:
    assert rank_of(index_key(name), read) in (EXACT, BEGINNING)


def test_characters_nobody_reads_stand_for_themselves() -> None:
    assert search_keys.spoken("工\U000323af\U000323b0") == ["gong", "\U000323af", "\U000323b0"]


def test_ranks_whole_names_before_beginnings_before_the_rest() -> None:
    assert rank_of(OCCUPATIONS["电工"], "电工") == EXACT
    assert rank_of(OCCUPATIONS["电工"], "dian gong") == EXACT
    assert rank_of(TERMS["培训"], "ᠰᠣᠷᠭᠠᠯᠳᠠ") == EXACT
    assert rank_of(OCCUPATIONS["电工"], "电") == BEGINNING
    assert rank_of(OCCUPATIONS["养老护理员"], "护理") == INSIDE
    assert rank_of(OCCUPATIONS["养老护理员"], "huli") == INSIDE
    assert rank_of(OCCUPATIONS["养老护理员"], "hly") == VAGUE
    assert rank_of(TERMS["劳动"], "хөдөлмөр") == VAGUEST
    assert rank_of(OCCUPATIONS["养老护理员"], "电工") == NOT_FOUND
    assert found("电工", OCCUPATIONS)[0] == "电工"


@pytest.mark.parametrize("typed", ["???", "，。", "😀", "%", "_", "^", "$", "~", "=", "' OR 1=1 --"[:1]])
def test_signs_alone_find_nothing(typed: str) -> None:
    assert found(typed, OCCUPATIONS) == []


@pytest.mark.parametrize("typed", ["zhongyangcai", "xiaoshuo", "abcdefg", "ᠬᠠᠷᠠᠩᠭᠤᠢ", "чихэрлэг", "123456", "不存在的"])
def test_words_of_nothing_find_nothing(typed: str) -> None:
    assert found(typed, OCCUPATIONS) == []
    assert found(typed, TERMS) == []


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("我想学电工", "电工"),
        ("电工 培训班", "电工"),
        ("想学养老护理培训", "养老护理"),
        ("培训班", "班"),
        ("电工", "电工"),
        (" ", ""),
    ],
)
def test_can_do_without_words_that_say_nothing(typed: str, left: str) -> None:
    assert search_keys.without_filler(typed, ["我想学", "想学", "学", "培训班", "培训"]) == left


def test_a_query_costs_the_same_in_every_language() -> None:
    for typed in ("养老护理员", "yanglaohuliyuan", "ylhly", "ᠰᠤᠷᠭᠠᠯᠲᠠ", "surγalta", "сургалт", "4-10-01-05"):
        terms = search_keys.query_terms(typed)
        assert len(terms) == 1
        assert len(terms[0].alternatives) <= 3
    assert len(search_keys.query_terms("护 理 " * 500)) <= search_keys.MAX_TERMS


def test_keys_stay_small() -> None:
    assert max(map(len, OCCUPATIONS.values())) < 700
    assert len(index_key("内蒙古" * 1000)) < 20_000
    assert index_key(None, "", " ") == ""


@pytest.mark.parametrize(
    "typed", ["养老", "dian gong", "hly", "ᠰᠣᠷᠭᠠᠯᠳᠠ", "сургалт", "4-10", "100%", "a_c", "/", "", " ", "无"]
)
def test_the_database_finds_and_ranks_the_same(session: Session, typed: str) -> None:
    for key in [*list(OCCUPATIONS.values())[:12], TERMS["培训"], TERMS["劳动"], index_key("100%纯棉 a_c")]:
        column = literal(key)
        matches, place = session.execute(
            select(search_keys.matches(column, typed), search_keys.rank(column, typed))
        ).one()
        assert bool(matches) == (rank_of(key, typed) != NOT_FOUND or not typed.strip())
        if matches and typed.strip():
            assert place == rank_of(key, typed)


@given(st.text(max_size=80), st.text(max_size=30))
def test_any_text_can_be_indexed_and_asked_for(text: str, query: str) -> None:
    assert mongolian.transliterate(text) is not None
    assert rank_of(index_key(text), query) in range(10)


@example("养a1a1")
@example("ga1 ga1")  # reads as syllables with their tones, and is none
@given(st.text("养老护理员ab1- ，（）éüＡ㎏", max_size=20) | st.text("ᠠᠡᠢᠣᠤᠨᠪᠰᠶ\u180b\u180e\u202f \u1807", max_size=20))
def test_every_text_is_found_by_itself(text: str) -> None:
    if search_keys.query_terms(text) and len(search_keys.query_terms(text)) < search_keys.MAX_TERMS:
        assert rank_of(index_key(text), text) != NOT_FOUND
