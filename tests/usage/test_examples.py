"""The project's own labelled uses: what is kept for measuring is not learned from in other words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict

from edukg.usage.examples import LabelledUse, read_all
from edukg.usage.folding import fold_word
from edukg.usage.stems import stem

NEAR = 0.65
"""From this cosine of their words on, weighed by how rare they are, two uses tell the same in nearly the same words."""


def words(use: LabelledUse) -> frozenset[str]:
    found = re.findall(r"[^\W\d_]{3,}", fold_word(use.text))
    return frozenset(stem(word, use.language) for word in found)


def test_no_use_kept_for_measuring_has_a_near_copy_among_those_learned_from() -> None:
    uses = read_all()
    held = [use for use in uses if use.held_out]
    assert len(held) > 800
    bags = {use.identifier: words(use) for use in uses}
    counts = Counter(word for bag in bags.values() for word in bag)
    weights = {word: math.log(len(uses) / count) for word, count in counts.items()}
    lengths = {name: math.sqrt(sum(weights[word] ** 2 for word in bag)) or 1.0 for name, bag in bags.items()}
    learned: dict[tuple[str, str], list[str]] = defaultdict(list)
    for use in uses:
        if not use.held_out:
            for word in bags[use.identifier]:
                learned[use.language, word].append(use.identifier)
    near = []
    for use in held:
        shared: dict[str, float] = defaultdict(float)
        for word in bags[use.identifier]:
            for name in learned[use.language, word]:
                shared[name] += weights[word] ** 2
        closest = max(shared, key=lambda name: shared[name] / lengths[name], default="")
        if closest and shared[closest] / lengths[closest] / lengths[use.identifier] >= NEAR:
            near.append((use.identifier, closest, use.text))
    assert near == []
