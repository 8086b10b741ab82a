"""BIN and IIN: structure and check digit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import Rejected
from ledger.identifiers import check_bin, check_iin

PUBLISHED_BINS = [
    "020240000555",  # KazMunayGas
    "941240000193",  # Kazakhtelecom
    "970240000816",  # Kazatomprom
    "971240001315",  # Kaspi Bank
    "010940000162",  # Air Astana
    "950440001673",  # the example of org-id.guide's list KZ-BIN
]


@pytest.mark.parametrize("number", PUBLISHED_BINS)
def test_published_bins_of_companies_pass(number: str) -> None:
    check_bin(number)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "form"),
        ("94124000019", "form"),
        ("9412400001930", "form"),
        ("94124000019x", "form"),
        ("٩٤١٢٤٠٠٠٠١٩٣", "form"),
        ("941340000193", "structure"),
        ("940040000193", "structure"),
        ("941210000193", "structure"),
        ("941245000193", "structure"),
        ("941240000194", "check-digit"),
    ],
)
def test_a_faulty_bin_is_refused_with_its_fault(number: str, fault: str) -> None:
    with pytest.raises(Rejected) as refused:
        check_bin(number)
    assert refused.value.code == "identifier.bad-bin"
    assert refused.value.facts == {"value": number, "fault": fault}


@given(number=st.sampled_from(PUBLISHED_BINS), place=st.integers(6, 9), shift=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_one_mistyped_digit_never_passes_for_the_same_check_digit(
    number: str, place: int, shift: int
) -> None:
    """Weights 1 to 10 have no factor in common with 11, so one changed digit of ten shows."""
    digits = [int(d) for d in number[:11]]
    rest = sum((i + 1) * d for i, d in enumerate(digits)) % 11
    digits[place] = (digits[place] + shift) % 10
    changed = sum((i + 1) * d for i, d in enumerate(digits)) % 11
    typed = "".join(map(str, digits)) + number[11]
    if rest != 10 and changed != 10:
        with pytest.raises(Rejected):
            check_bin(typed)


def test_an_iin_that_was_made_up_by_the_rule_passes() -> None:
    # 940825 3 0000: weights 1..11 give 9+8+0+32+10+30+21 = 110, 110 mod 11 = 0.
    check_iin("940825300000")


def test_an_iin_takes_the_second_row_of_weights_when_the_first_gives_ten() -> None:
    # 940825 3 0010: 110 + 10 = 120, 120 mod 11 = 10; second row 27+16+0+48+14+40+27+1 = 173,
    # 173 mod 11 = 8.
    check_iin("940825300108")
    with pytest.raises(Rejected):
        check_iin("940825300107")


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("94082530000", "form"),
        ("940825700000", "structure"),
        ("940825000000", "structure"),
        ("941325300000", "structure"),
        ("940230300000", "structure"),
        ("940825300001", "check-digit"),
    ],
)
def test_a_faulty_iin_is_refused_and_never_repeated(number: str, fault: str) -> None:
    with pytest.raises(Rejected) as refused:
        check_iin(number)
    assert refused.value.code == "identifier.bad-iin"
    assert refused.value.facts == {"fault": fault}
    assert number not in str(refused.value)


def test_the_century_of_an_iin_decides_whether_29_february_was() -> None:
    # 2000 was a leap year, 1900 was not: the same six digits, another seventh.
    with pytest.raises(Rejected) as refused:
        check_iin("000229300000")
    assert refused.value.facts["fault"] == "structure"
    with pytest.raises(Rejected) as refused:
        check_iin("000229500000")
    assert refused.value.facts["fault"] == "check-digit"
