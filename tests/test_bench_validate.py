"""The bench of the engines: both run on made-up data, say the same, and their figures are printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.slow
def test_engines_are_compared_on_made_up_data() -> None:
    command = [sys.executable, "-m", "edukg", "bench", "validate", "--triples", "2000", "--no-inferences", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["fast"]["digest"] == found["reference"]["digest"]
    assert found["fast"]["results"] == found["reference"]["results"] > 0
    assert found["fast"]["megabytes"] > 0
    assert found["reference"]["cpu_seconds"] > 0
    assert found["fast"]["engine"].startswith("shacl-rust")
