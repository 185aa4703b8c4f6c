"""REC-06, REC-07, PRV-04: what a mask shows and what it hides."""

import re
import time

import pytest
from cs_service_standard.engine import masking
from cs_service_standard.engine.masking import MaskKind
from hypothesis import given
from hypothesis import strategies as st

PHONES = [
    ("13812345678", "138****5678"),
    ("138 1234 5678", "138****5678"),
    ("138-1234-5678", "138****5678"),
    ("１３８１２３４５６７８", "138****5678"),
    ("+86 138 1234 5678", "+86 138****5678"),
    ("+8613812345678", "+86 138****5678"),
    ("8613812345678", "+86 138****5678"),
    ("0086-138-1234-5678", "+86 138****5678"),
    ("(+86) 13812345678", "+86 138****5678"),
    ("+49 151 1234 5678", "+49 151****5678"),
    ("+4915112345678", "491****5678"),
    ("010-62345678", "010****5678"),
    ("(0571) 8765432", "057****5432"),
    ("010-62345678 ext. 801", "010****5678"),
    ("010-62345678转801", "010****5678"),
    ("5551234567", "555****67"),
    ("555123456", "555****56"),
    ("62345678", "62****78"),
    ("6234567", "62****67"),
    ("623456", "6****6"),
    ("62345", "6****5"),
    ("6234", "****"),
    ("110", "****"),
    ("no number", "****"),
    ("13812345678, 13900001111", "138****5678, 139****1111"),
    ("13812345678、13900001111", "138****5678, 139****1111"),
    ("13812345678 / 010-62345678", "138****5678, 010****5678"),
    ("0171/2345678", "017****5678"),
    ("138****5678", "138****5678"),
    ("+86 138****5678", "+86 138****5678"),
    ("1381****5678", "13****78"),
    ("", ""),
    ("   ", ""),
]
EMAILS = [
    ("anna@example.com", "a***@example.com"),
    ("anna.berg+x@mail.example.co.uk", "a***@mail.example.co.uk"),
    ("abc@example.com", "a***@example.com"),
    ("ab@example.com", "***@example.com"),
    ("a@example.com", "***@example.com"),
    ("_abc@example.com", "***@example.com"),
    ("Anna Berg <anna@example.com>", "A*** B*** <a***@example.com>"),
    ('"Berg, Anna" <anna@example.com>', "B*** A*** <a***@example.com>"),
    ("张三丰 <zhang@example.com>", "张** <z***@example.com>"),
    ("anna@example.com, bob@example.com", "a***@example.com, b***@example.com"),
    ("anna@example.com; bob@example.com", "a***@example.com, b***@example.com"),
    ("not an address", "***"),
    ("a***@example.com", "a***@example.com"),
    ("A*** B*** <a***@example.com>", "A*** B*** <a***@example.com>"),
    ("", ""),
    (" \n ", ""),
]
NAMES = [
    ("张三丰", "张**"),
    ("张三", "张*"),
    ("张", "*"),
    ("张 三丰", "张**"),
    ("尼古拉斯凯奇", "尼***"),
    ("김철수", "김**"),
    ("山田 太郎", "山***"),
    ("Anna Berg", "A*** B***"),
    ("Anna  Berg", "A*** B***"),
    (" Anna\tBerg ", "A*** B***"),
    ("Cher", "C***"),
    ("J. Smith", "J*** S***"),
    ("(Anna) d'Arc", "A*** d***"),
    ("Anna-Lena van der Berg", "A*** v*** d*** B***"),
    ("张三 Anna", "张* A***"),
    ("😀", "***"),
    ("😀 Anna", "*** A***"),
    ("E\u0301mile Zola", "E*** Z***"),
    ("13812345678", "1***"),
    ("anna@example.com", "a***"),
    ("张**", "张**"),
    ("A*** B***", "A*** B***"),
    ("", ""),
    ("  ", ""),
]
TEXTS = [
    ("13812345678", "138****5678"),
    ("请拨打13812345678。", "请拨打138****5678。"),
    ("电话：１３８１２３４５６７８", "电话：138****5678"),
    ("Tel.13812345678", "Tel.138****5678"),
    ("+86 138 1234 5678", "+86 138****5678"),
    ("+49 151 1234 5678.", "+49 151****5678."),
    ("call +49 (30) 123456 now", "call +49 30****56 now"),
    ("010-62345678", "010****5678"),
    ("030 1234567", "030****67"),
    ("(212) 555-0199", "212****99"),
    ("邮箱anna@example.com，谢谢", "邮箱a***@example.com，谢谢"),
    ("müller@example.de", "m***@example.de"),
    (".anna@example.com", "***@example.com"),
    ("身份证11010519491231002X", "身份证110****1002"),
    ("<a href='tel:+8613812345678'>x</a>", "<a href='tel:+86 138****5678'>x</a>"),
    ("anna@x.com+bob@y.com", "a***@x.com***@y.com"),
    ("00000000 anna@x.com", "00000000 a***@x.com"),
    ("a 13812345678 b 13900001111", "a 138****5678 b 139****1111"),
]
UNTOUCHED = [
    "",
    "Ticket 20231009001 of 2023-10-09 08:15, 3 h 12 min",
    "order 20231009001138",
    "IMEI 138123456789012",
    "hotline 400-820-8820 or 800-820-8820",
    "192.168.1.100, version 19.0.1.3.2, 10 000 000.00",
    "+86 only",
    "09-10-2023",
    "price 138.12, 13812345.678",
    "data:image/png;base64,AAAA/13812345678/BBBB=",
    "138****5678 and a***@example.com",
]


@pytest.mark.parametrize(("value", "shown"), PHONES)
def test_rec_06_telephone_number(value, shown):
    assert masking.mask_phone(value) == shown


@pytest.mark.parametrize(("value", "shown"), EMAILS)
def test_rec_06_email_address(value, shown):
    assert masking.mask_email(value) == shown


@pytest.mark.parametrize(("value", "shown"), NAMES)
def test_rec_07_name(value, shown):
    assert masking.mask_name(value) == shown


@pytest.mark.parametrize(("value", "shown"), TEXTS)
def test_prv_04_text_is_de_identified(value, shown):
    assert masking.mask_text(value) == shown


@pytest.mark.parametrize("text", UNTOUCHED)
def test_prv_04_text_without_contact_data_is_left_alone(text):
    assert masking.mask_text(text) == text


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        (MaskKind.NAME, "张**", True),
        (MaskKind.NAME, "张三丰", False),
        (MaskKind.NAME, "", False),
        (MaskKind.NAME, "Anna* Berg", False),
        (MaskKind.PHONE, "138****5678", True),
        (MaskKind.PHONE, "13812345678", False),
        (MaskKind.PHONE, "138*1234*5678", False),
        (MaskKind.EMAIL, "a***@example.com", True),
        (MaskKind.EMAIL, "anna@example.com", False),
        (MaskKind.TEXT, "Call 138****5678", True),
        (MaskKind.TEXT, "Call me", False),
    ],
)
def test_rec_06_shape_of_a_mask(kind, value, masked):
    assert masking.is_masked(kind, value) is masked


CONTACTS = st.sampled_from(
    [value for value, _shown in PHONES + EMAILS + NAMES + TEXTS]
    + ["0678 1234567", "+1 ", "86", " ", "-", ",", "<", ">", "@", '"', "(", "*", "0"]
)
ANYTHING = st.one_of(st.text(), st.lists(CONTACTS).map("".join))


@given(st.sampled_from(list(MaskKind)), ANYTHING)
def test_rec_06_masking_twice_is_masking_once(kind, value):
    once = masking.mask(kind, value)
    assert masking.mask(kind, once) == once


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", " ", "-"]),
    st.sampled_from(["", "+86", "+86 ", "86-"]),
    st.sampled_from(["", "Tel: ", "电话", "号码：", "x"]),
)
def test_prv_04_no_mobile_number_survives(number, gap, country, before):
    written = country + gap.join((number[:3], number[3:7], number[7:]))
    shown = masking.mask_text(f"{before}{written} bitte")
    assert f"{number[:3]}****{number[7:]}" in shown
    assert number not in re.sub(r"[^0-9]", "", shown)


@given(st.text(min_size=2).filter(lambda name: not masking.is_masked("name", name)))
def test_rec_07_a_mask_shows_at_most_one_letter_of_each_word(name):
    for word in masking.mask_name(name).split():
        assert len(word.replace("*", "")) <= 1


def test_prv_04_long_text_takes_linear_time():
    started = time.perf_counter()
    masking.mask_text("a" * 200_000 + ".-" * 100_000 + "1 " * 100_000)
    assert time.perf_counter() - started < 2
