"""Benches of the running server against named peers; they print ratios, since absolute figures are a machine's own.

load.py       sends requests over some connections at once and times the answers
subjects.py   what is asked: data, queries over them, and a release made of them
servers.py    the servers that are compared, each started and stopped
endpoint.py   point lookups, long answers, label search, joins, paths, aggregates: rates and ratios
stores.py     publishing, size and queries of stores elsewhere, beside the embedded one
runaways.py   what ten runaway queries do to everybody else
"""
