"""A handful of triples."""

from __future__ import annotations

from edukg.namespaces import EDUKG

QUADS = f"""\
<http://e/a> <http://e/p> <http://e/b> <http://e/g1> .
<http://e/a> <http://e/p> <http://e/b> <http://e/g2> .
<http://e/a> <{EDUKG}name> "taʼlim"@uz <http://e/g1> .
<http://e/a> <{EDUKG}name> "образование"@ru <http://e/g2> .
<http://e/b> <http://e/n> "5"^^<http://www.w3.org/2001/XMLSchema#integer> <http://e/g2> .
<http://e/b> <http://e/q> _:x <http://e/g2> .
"""
