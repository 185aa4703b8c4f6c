"""Jargon: what stands in a text, and what only looks like it."""

import pytest
from cs_service_standard.engine.jargon import found
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "terms", "hits"),
    [
        ("Your RMA is on its way", ["RMA"], ["RMA"]),
        ("your rma, please", ["RMA"], ["RMA"]),
        ("The pharmacy knows", ["RMA"], []),
        ("RMA2 and ARMA", ["RMA"], []),
        ("您的RMA已批准", ["RMA"], ["RMA"]),
        ("我们已经升级工单", ["工单"], ["工单"]),
        ("ETA, RMA, ETA", ["RMA", "ETA"], ["ETA", "RMA"]),
        ("root  cause analysis", ["root cause"], ["root cause"]),
        ("an SLA breach", ["SLA", "SLA breach"], ["SLA breach"]),
        ("C++ code", ["C++"], ["C++"]),
        ("anything", [], []),
        ("anything", [" "], []),
        ("", ["RMA"], []),
    ],
)
def test_table(text: str, terms: list[str], hits: list[str]) -> None:
    assert found(text, terms) == hits


words = st.text("abcXY", min_size=1, max_size=5)


@given(st.lists(words, max_size=6), st.lists(words, max_size=4))
def test_only_terms_are_found_and_each_once(text: list[str], terms: list[str]) -> None:
    hits = found(" ".join(text), terms)
    assert len(hits) == len(set(hits)) and set(hits) <= set(terms)
    keys = {word.casefold() for word in text}
    assert {hit.casefold() for hit in hits} == keys & {t.casefold() for t in terms}
