"""Which words may stand where others read them."""

import pytest

from matching.discretion import discreet_part, is_discreet, names_no_arrangement
from matching.knowledge import CATALOGUE


@pytest.mark.parametrize(
    "phrase",
    [
        *("文字录入", "Office 软件", "植物病虫害防治", "推拿按摩", "C1 驾驶证", "普通话二级甲等", "3 号展位", "江城文印社"),
        *("残次品检验", "残值评估", "农药残留检测", "盲样检测", "盲盒包装", "盲打", "双盲试验", "工伤保险申报", "残保金申报"),
        *("人口画像分析", "进口画材销售", "光谱系统调试", "色谱系列产品", "蛋白化学", "美白化妆", "启明星小学", "模特教学"),
        *("故障排查", "window blinds fitting", "voiceover recording", "class teaching", "启动设备", "口语"),
        *("社会保险与工伤保险办理", "定向钻井", "足球裁判", "特种设备操作", "screen printing", "special equipment"),
    ],
)
def test_ordinary_words_may_stand(phrase: str) -> None:
    assert is_discreet(phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        *("盲人按摩", "手语翻译", "读屏软件", "盲文", "残疾人证", "肢体四级", "血友病", "尿毒症", "精神科护理", "深度耳聋"),
        *("screen reader", "wheelchair", "Blind massage", "残疾人专场招聘会", "13800001234"),
        *(
            "省残运会铜牌",
            "残奥会志愿者",
            "特奥滚球",
            "亚残运会",
            "听障",
            "视障客服",
            "智障",
            "武汉市启智学校",
            "启聪学校",
            "启音学校",
        ),
        *("启明学校", "培智学校", "辅读学校", "特教学校", "特殊教育学院", "聋校", "盲校毕业", "盲协理事", "聋协", "区残联", "评残"),
        *("工伤", "工伤认定", "享受工伤保险待遇", "伤残军人", "会唇读", "口画", "足画作品", "口足画", "定向行走", "白化", "唐宝宝"),
        *(
            "唐氏",
            "谱系",
            "脑卒中",
            "尘肺",
            "拄拐",
            "轮椅篮球",
            "假肢装配",
            "助听",
            "人工耳蜗",
            "读屏",
            "聋哑",
            "殘奧會",
            "残 奥 会",
        ),
        *(
            "VoiceOver",
            "NVDA",
            "TalkBack",
            "Paralympic medal",
            "Special Olympics",
            "Deaflympics",
            "ASD",
            "ASL",
            "CSL 翻译",
            "autism",
        ),
        *(
            "cerebral palsy",
            "prosthetics",
            "prosthesis",
            "hearing aid",
            "hearing-aid",
            "cochlear implant",
            "lip-reading",
            "braille",
        ),
        *(
            "lip reading",
            "guide dog",
            "disabled people's federation",
            "special education",
            "盲人打字",
            "盲打和盲文",
            "因伤致残留在家",
        ),
    ],
)
def test_telling_words_may_not(phrase: str) -> None:
    assert not is_discreet(phrase)


def test_no_arrangement_of_the_catalogue_passes_by_its_name() -> None:
    for row in CATALOGUE.accommodations:
        assert [names_no_arrangement(f"备{row.zh}。"), names_no_arrangement(f"with {row.en.upper()}")] == [False, False]
    assert names_no_arrangement("江城文印社")


def test_a_telling_clause_goes_whole() -> None:
    assert discreet_part("在社区做过三年档案，因脑瘫走路慢，会用读屏软件；做过客服") == "在社区做过三年档案，做过客服"
    assert discreet_part("肢体残疾") == ""
