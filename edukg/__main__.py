"""`python -m edukg` is the command line."""

from __future__ import annotations

from edukg.cli import main

if __name__ == "__main__":
    main(prog_name="edukg")
