"""The directory that reads a table of people: its laws, what columns mean, what is said of a table that is wrong."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_tasks.errors import SourceUnreadable
from plan_tasks.model import Language, Owner, OwnerId
from plan_tasks.plugins.channels.letters import Mention, mention_of
from plan_tasks.plugins.directories.csv_people import CsvPeopleOptions, plan_tasks_directories
from plan_tasks.plugins.directories.csv_people.reading import CsvPeople, read_people
from plan_tasks.testing.directory import DirectoryCase, DirectoryContract

(CSV,) = plan_tasks_directories()
SCHOOLS = Owner(id=OwnerId("schools"), name="市教育局")
WATER = Owner(id=OwnerId("water"), name="水务局")
CHINESE = """\
序号,手机,单位,联系人,邮箱,企业微信,飞书,时区,语言
1,138 0000 0000,市教育局,李明,li@example.org,,ou_77,Asia/Urumqi,中文
2,,市教育局,An Lee,an@example.org,10086,,,英文

3,,水务局,,office@water.example.org,,,,
"""
ENGLISH = """\
unit_id;person;E-mail;Time zone;language
schools;李明;li@example.org;Asia/Urumqi;zh
schools;An Lee;an@example.org;;EN
water;;office@water.example.org;;
"""


def directory(text: str) -> CsvPeople:
    return CsvPeople(read_people(text, where="people.csv"))


class TestContract(DirectoryContract):
    """It keeps the laws of directories, in the encoding in which spreadsheets of Chinese offices save."""

    @pytest.fixture(autouse=True)
    def _table(self, tmp_path: Path) -> None:
        self.file = tmp_path / "people.csv"
        self.file.write_bytes(CHINESE.encode("gb18030"))

    def case(self) -> DirectoryCase:
        known = {SCHOOLS: ["li@example.org", "an@example.org"], WATER: ["office@water.example.org"]}
        return DirectoryCase(type=CSV, channel="mail", known=known, options=CsvPeopleOptions(file=self.file))


@pytest.mark.parametrize("text", [CHINESE, ENGLISH, ENGLISH.replace(";", "\t"), ENGLISH.replace(";", ",")])
def test_heads_in_either_language_and_any_order_say_the_same(text: str) -> None:
    found = directory(text).find([SCHOOLS, WATER], "mail")
    assert [(each.id, each.name, each.address, each.zone, each.language) for each in found[SCHOOLS.id]] == [
        ("李明", "李明", "li@example.org", "Asia/Urumqi", Language.ZH),
        ("An-Lee", "An Lee", "an@example.org", "", Language.EN),
    ]
    assert [(each.id, each.name) for each in found[WATER.id]] == [("water", "水务局")], "the unit itself"


def test_in_chats_a_user_id_is_called_else_where_that_works_the_phone() -> None:
    """Digits alone in a column of user ids are no phone number."""
    people = directory(CHINESE)
    called = {
        chat: [mention_of(each.address) for each in people.find([SCHOOLS], chat).get(SCHOOLS.id, ())]
        for chat in ("wecom", "dingtalk", "feishu")
    }
    assert called == {
        "wecom": [Mention(phone="13800000000"), Mention(user="10086")],
        "dingtalk": [Mention(phone="13800000000")],
        "feishu": [Mention(user="ou_77")],
    }


def test_a_column_named_as_a_channel_has_its_addresses() -> None:
    people = directory("unit,person,pager\n市教育局,李明,77\n")
    assert [each.address for each in people.find([SCHOOLS], "pager")[SCHOOLS.id]] == ["77"]


def test_one_person_of_several_units_has_one_id_and_all_addresses() -> None:
    people = directory("unit,person,mail,phone\n市教育局,李明,li@example.org,\n水务局,李明,,13800000000\n")
    found = people.find([SCHOOLS, WATER], "mail")
    assert {each.address for some in found.values() for each in some} == {"li@example.org"}
    assert {each.id for some in found.values() for each in some} == {"李明"}
    assert len(found) == 2


def test_two_people_of_one_name_are_told_apart_by_their_numbers() -> None:
    people = directory("unit,姓名,工号,mail\n市教育局,李明,a1,li@example.org\n水务局,李明,a2,ming@example.org\n")
    assert [each.id for some in people.find([SCHOOLS, WATER], "mail").values() for each in some] == ["a1", "a2"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("部门,mail\na,a@example.org\n", "people.csv:1: no column says which unit"),
        ("unit,remark s\na,b\n", "people.csv:1: no column has addresses"),
        ("unit,mail,邮箱\na,b@example.org,\n", "people.csv:1: two columns hold the mail"),
        ("unit,mail\n\na,b@example.org\n,c@example.org\n", "people.csv:4: the row does not say which unit"),
        ('unit,mail\n"a\nb",c@example.org\nd,nobody\n', "people.csv:4: mail is 'nobody'"),
        ("unit,mail\na,b@example.org,c@example.org\n", "people.csv:2: the row has 3 cells, but there are 2 columns"),
        ("unit,phone\na,12\n", "people.csv:2: phone is '12'"),
        ("unit,wecom\na,@all\n", "people.csv:2: wecom is '@all'"),
        ("unit,dingtalk\na,All\n", "people.csv:2: dingtalk is 'All'"),
        ("unit,mail,zone\na,a@example.org,Urumqi\n", "people.csv:2: zone is 'Urumqi'; write one like Asia/Urumqi"),
        ("unit,mail,language\na,a@example.org,fr\n", "people.csv:2: language is 'fr'; write zh or en"),
        ("unit,person,mail\na,b/c,a@example.org\n", "people.csv:2: person is 'b/c'"),
        ("unit,person,mail\na,b,b@example.org\nc,b,d@example.org\n", "people.csv:3: b has another mail than in people"),
        ("unit,mail\na,a@example.org\na,b@example.org\n", "people.csv:3: a has another mail than in people.csv:2"),
        ('unit,mail\na,"b\n', "people.csv:2: its cells cannot be told apart"),
    ],
)
def test_what_is_wrong_is_said_with_the_line(text: str, complaint: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        read_people(text, where="people.csv")
    assert complaint in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"nobody\.csv: it cannot be read"):
        CSV.factory(CsvPeopleOptions(file=tmp_path / "nobody.csv"), None)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab,;\t\n\"'\u5355\u4f4d@.1 ", max_size=60), st.permutations(["unit", "person", "mail"]))
def test_any_table_is_read_or_refused_in_words(text: str, heads: list[str]) -> None:
    """And whoever is found can be told something."""
    try:
        entries = read_people(f"{','.join(heads)}\n{text}", where="people.csv")
    except SourceUnreadable:
        return
    names = {name for entry in entries for name in entry.owners}
    owners = [attrs.evolve(SCHOOLS, id=OwnerId(f"o{number}"), name=name) for number, name in enumerate(sorted(names))]
    for recipients in CsvPeople(entries).find(owners, "mail").values():
        assert all(each.id and "@" in each.address for each in recipients)
