"""What is done with arrays for speed, beside the plain way that says the same."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from edukg.usage.folding import fold
from edukg.usage.tokenised import MARKS, WORD, Tokenised

TEXTS = st.text(
    alphabet=st.sampled_from("aZяЁğ9٣_𝐀ﬁＡ'’-‐ \u00ad\u200b\u0301\n.,;(«|{😀\ud800"), max_size=60
) | st.text(max_size=60)


@settings(deadline=None)
@given(TEXTS)
def test_words_are_those_of_the_expression(text: str) -> None:
    split = Tokenised(text, [(0, len(text))])
    assert split.words == [match.group() for match in WORD.finditer(text)]
    assert [split.span(word) for word in range(len(split.words))] == [match.span() for match in WORD.finditer(text)]


@settings(deadline=None)
@given(TEXTS)
def test_marks_are_where_they_stand(text: str) -> None:
    split = Tokenised(text, [(0, len(text))])
    assert [split.marked(at, at + 1) for at in range(len(text))] == [letter in MARKS for letter in text]


@settings(deadline=None)
@given(TEXTS)
def test_many_spans_are_those_of_each(text: str) -> None:
    folded = fold(text)
    spans = [(start, end) for start in range(len(folded.text)) for end in range(start + 1, len(folded.text) + 1)]
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    told = folded.spans(starts, ends)
    assert [*zip(told[0].tolist(), told[1].tolist(), strict=True)] == [folded.span(*span) for span in spans]
