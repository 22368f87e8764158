"""The reader's parts, each on its own: bytes, characters, numbers, tokens, patterns, blocks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_tasks.drafting.characters import clean, fold, simplify
from plan_tasks.drafting.deadlines import find_deadline, read_deadline
from plan_tasks.drafting.decoding import MAX_BYTES, decode
from plan_tasks.drafting.layout import Rank, blocks
from plan_tasks.drafting.numerals import chinese_number
from plan_tasks.drafting.patterns import compile_patterns
from plan_tasks.drafting.progress import read_progress
from plan_tasks.drafting.tokens import Tag, tokenizer
from plan_tasks.errors import InvalidValue, SourceUnreadable
from plan_tasks.model import State

TARGET = "生产总值增长7.5%"  # gross product up 7.5 %


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TARGET.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TARGET.encode(), "utf-8"),
        (TARGET.encode("gb18030"), "gb18030"),
        (TARGET.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TARGET.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_text_is_decoded_from_what_it_was_written_in(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (TARGET, encoding)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\xe3\x80\x80", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        (b"\xff\xff\xff", "from 0 on"),
        (b"a" * (MAX_BYTES + 1), "MB"),
    ],
)
def test_what_is_not_text_is_refused_in_plain_words(data: bytes, says: str) -> None:
    with pytest.raises(SourceUnreadable, match=says) as caught:
        decode(data, name="report.md")
    assert str(caught.value).startswith("report.md: ")


def test_newlines_are_left_as_they_are() -> None:
    assert decode("一\r\n二\r三\n".encode()).text == "一\r\n二\r三\n"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("７．５％，以上", "7.5%，以上"),
        ("**7.5 %** 左右", "7.5%左右"),
        ("1 100 万人", "1100万人"),
        ("糧食產量1.3萬億斤", "粮食产量1.3万亿斤"),
        ("6.5%—7%", "6.5%-7%"),
        ("新建農\r\n  田", "新建农田"),
        ("2020 2021", "2020 2021"),
    ],
)
def test_characters_are_made_alike(written: str, folded: str) -> None:
    assert fold(written, 0, len(written)).text == folded


@given(st.text(alphabet="增長7.5%**  \n()、，１％ab", max_size=60), st.data())
def test_a_folded_stretch_knows_where_its_characters_stood(text: str, data: st.DataObject) -> None:
    folded = fold(text, 0, len(text))
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    assert fold(text[first], 0, 1).text in (folded.text[start], "")
    assert simplify(text[last - 1]) == folded.text[end - 1]


def test_markup_is_left_out_of_what_people_read() -> None:
    assert clean("**粮食** 产量 R&D spending") == "粮食产量R&D spending"


@pytest.mark.parametrize("number", [0, 7, 10, 15, 20, 99, 100, 105, 110, 1001, 1200, 25000, 100_000_000])
def test_chinese_numerals_are_read_as_they_are_written(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


def in_chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number == 0:
        return digits[0]
    if number >= 100_000_000:
        return in_chinese(number // 100_000_000) + "亿"
    if number >= 10_000:
        rest = number % 10_000
        return in_chinese(number // 10_000) + "万" + (in_chinese(rest) if rest else "")
    written, zero = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if zero else "") + digits[digit] + sign
            zero = False
        elif written:
            zero = True
    return written


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿点年", max_size=20))
def test_any_run_of_numerals_gives_a_number_or_none(text: str) -> None:
    number = chinese_number(text)
    assert number is None or number.is_finite()


def tokens_of(text: str) -> list[tuple[str, str]]:
    folded = fold(text, 0, len(text))
    return [(token.tag, folded.text[token.start : token.end]) for token in tokenizer().tokens(folded)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("6%-6.5%", [("6", "6.5")]),
        ("8—10个", [("8", "10")]),
        ("六至八个月", [("6", "8")]),
        ("百分之五", [("5", None)]),
        ("三分之一", [("0.3333", None)]),
        ("两倍", [("2", None)]),
        ("1,100万人", [("1100", None)]),
        ("5000万元至1亿元", [("0.5", "1")]),
        ("第3届、5G、“6大领域”、国发〔2020〕6号、2021年、6月25日、1+6+N、世界500强", []),
        ("一个、两项、千家万户、一体化、十四五、百城建设", []),
        ("三年行动、3:1、2021.3.5", []),
    ],
)
def test_figures_are_told_from_ordinals_names_and_manners_of_speaking(
    text: str, values: list[tuple[str, str | None]]
) -> None:
    folded = fold(text, 0, len(text))
    found = [t.value for t in tokenizer().tokens(folded) if t.value is not None]
    wanted = [(Decimal(low), None if high is None else Decimal(high)) for low, high in values]
    assert [(value.low, value.high) for value in found] == wanted


@given(st.text(max_size=80))
def test_tokens_follow_each_other_and_cover_all_but_white_space(text: str) -> None:
    folded = fold(text, 0, len(text))
    position = 0
    for token in tokenizer().tokens(folded):
        assert token.start < token.end
        assert folded.text[position : token.start].strip() == ""
        position = token.end
    assert folded.text[position:].strip() == ""


def test_the_longest_word_is_taken() -> None:
    assert tokens_of("增长极")[0] == (Tag.NAME, "增长极")  # growth pole, which does not grow


@pytest.mark.parametrize("pattern", ["change valu", "change (value", "change value)", "* change", "change & value"])
def test_a_pattern_that_is_wrong_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(InvalidValue, match="pattern wrong"):
        compile_patterns({"wrong": pattern}, {})


def test_repetition_in_patterns_ends() -> None:
    pattern = compile_patterns({"many": "value+ $"}, {})
    assert pattern.fullmatch("V" * 6)
    assert not pattern.fullmatch("V" * 7)


def test_blocks_are_found_by_their_marks() -> None:
    text = (
        "# 报告\n\n一、总体要求\n(二)重点\n1.办好实事\n（3）完成\n①其一\n- 新建\n● 改建\n"
        "5\n聚焦制造业\n正文。\n|a|b|\n|--|--|\n"
    )
    found = [(block.rank, block.number, block.text(text)) for block in blocks(text)]
    assert found == [
        (1, "", "报告"),
        (Rank.COMMA, "1", "总体要求"),
        (Rank.BRACKET, "2", "重点"),
        (Rank.POINT, "1", "办好实事"),
        (Rank.BRACKET_NUMBER, "3", "完成"),
        (Rank.CIRCLE, "1", "其一"),
        (Rank.BULLET, "", "新建"),
        (Rank.BULLET, "", "改建"),
        (Rank.COMMA, "5", "聚焦制造业"),
        (Rank.TEXT, "", "正文。"),
        (Rank.TEXT, "", "|a|b|"),
    ]


def test_a_paragraph_that_a_program_broke_is_one_block() -> None:
    line = "今年经济社会发展的主要预期目标是地区生产总值增长百分之七点五以上城镇新增"
    text = f"{line}\n就业五万人以上,粮食产量稳定。\n\n下一段"
    assert [block.text(text) for block in blocks(text)] == [text[: text.index("\n\n")], "下一段"]


@given(st.text(alphabet="一二、.()（）123-#*|①\n 。增长", max_size=80))
def test_blocks_stand_in_the_text_in_order(text: str) -> None:
    position = 0
    for block in blocks(text):
        assert position <= block.start < block.end <= len(text)
        position = block.end


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("6月底前", date(2021, 6, 30)),
        ("11月", date(2021, 11, 30)),
        ("十月底", date(2021, 10, 31)),
        ("2022年2月底前", date(2022, 2, 28)),
        ("9月25日前", date(2021, 9, 25)),
        ("上半年", date(2021, 6, 30)),
        ("三季度", date(2021, 9, 30)),
        ("第3季度末", date(2021, 9, 30)),
        ("年底前", date(2021, 12, 31)),
        ("2021-11-05", date(2021, 11, 5)),
        ("2021年", date(2021, 12, 31)),
        ("8月中旬", date(2021, 8, 20)),
        ("年内持续推进", None),
        ("长期坚持", None),
        ("每月25日前", None),
        ("2月30日前", None),
    ],
)
def test_deadlines_in_words_are_read_in_the_plan_s_year(words: str, due: date | None) -> None:
    deadline = read_deadline(words, 2021)
    assert deadline is not None
    assert (deadline.text, deadline.due) == (words, due)


def test_a_sentence_s_latest_deadline_counts() -> None:
    found = find_deadline("3月开工,6月底前主体封顶,10月底前完工", 2021)
    assert found is not None
    assert (found.text, found.due) == ("10月底前", date(2021, 10, 31))
    assert find_deadline("实施三年行动,持续推进", 2021) is None


@pytest.mark.parametrize(
    ("words", "state", "share"),
    [
        ("已完成", State.COMPLETED, "1"),
        ("已完成。正在验收", State.COMPLETED, "1"),
        ("已完成86公里", State.ACTIVE, None),
        ("完成60%", State.ACTIVE, "0.6"),
        ("完成百分之六十", State.ACTIVE, "0.6"),
        ("进度达 72.5 %", State.ACTIVE, "0.725"),
        ("基本完成", State.ACTIVE, "0.9"),
        ("未启动", State.ACTIVE, "0"),
        ("正在推进", State.ACTIVE, None),
        ("已暂停", State.SUSPENDED, None),
        ("覆盖率达到90%", State.ACTIVE, None),
        ("", None, None),
    ],
)
def test_progress_words_become_a_state_and_a_share(words: str, state: State | None, share: str | None) -> None:
    progress = read_progress(words)
    assert (progress.state, progress.share) == (state, None if share is None else Decimal(share))
