"""Learn the weights of the checker from the project's labelled uses and write them: `make weights`."""

from __future__ import annotations

import sys
from collections import Counter

from edukg import kb, settings
from edukg.resources import usage_file
from edukg.usage.examples import read_all
from edukg.usage.learning import learn
from edukg.usage.weights import write


def main() -> None:
    """Learn from all labelled uses of the project and write `weights.tsv`."""
    uses = read_all()
    weights = learn(kb.open_(settings.read_settings().home).checker(), uses)
    counts = Counter(use.language for use in uses)
    number = ", ".join(f"{count} {language}" for language, count in sorted(counts.items()))
    comment = (
        "How much each sign of a context speaks for each reading, in log-odds; see edukg/usage/weights.py.\n"
        f"Learned from the labelled uses ({number}) by `make weights`. Written by that command; do not edit."
    )
    write(weights, usage_file("weights.tsv"), comment)
    sys.stderr.write(f"Learned from {sum(counts.values())} uses; wrote {usage_file('weights.tsv')}.\n")


if __name__ == "__main__":
    main()
