"""What the scripts of the query editor say, in the language of the interface; `%(name)s` is filled in by them."""

from __future__ import annotations

from flask_babel import gettext as _

from edukg.web.vocabulary import kind_name

KINDS = ("class", "property", "concept", "sense", "term", "instance")


def topics() -> dict[str, str]:
    """The topics of the example queries, in the order of the gallery."""
    return {
        "words": _("Words and their senses"),
        "uses": _("Who says what, where and since when"),
        "clusters": _("Clusters, holdings and who takes part"),
        "logistics": _("Logistics and innovation"),
        "model": _("The ontology itself"),
        "data": _("Sources, quality and links to elsewhere"),
    }


def words() -> dict[str, object]:
    """Every text of the scripts by its key."""
    return {**_views(), **_names(), **_notes(), **_running(), **_keeping()}


def _views() -> dict[str, object]:
    return {
        "table": _("Table"),
        "chart": _("Chart"),
        "graph": _("Graph"),
        "raw": _("As sent"),
        "results": _("Results"),
        "subject": _("subject"),
        "property": _("property"),
        "value": _("value"),
        "yes": _("Yes, this holds."),
        "no": _("No, this does not hold."),
        "nothing": _("The query ran, and nothing fits it."),
        "filter": _("Filter"),
        "range": _("%(first)s–%(last)s of %(total)s", first="%(first)s", last="%(last)s", total="%(total)s"),
        "before": _("Back"),
        "after": _("Next"),
        "syntax": _("Syntax"),
        "cut": _("Only the beginning is shown; the download holds all."),
        "categories": _("For each"),
        "values": _("Show"),
        "rowCount": _("number of rows"),
        "kind": _("As"),
        "bars": _("bars"),
        "line": _("line"),
        "pie": _("pie"),
        "empty": _("(empty)"),
        "firstOnly": _("The first %(shown)s of %(total)s are shown.", shown="%(shown)s", total="%(total)s"),
        "graphOf": _(
            "A drawing of %(nodes)s things and %(edges)s links. The list below says the same in words.",
            nodes="%(nodes)s",
            edges="%(edges)s",
        ),
        "asText": _("The same as a list"),
        "linksLeft": _("%(left)s more links are left out of the drawing; the table has all.", left="%(left)s"),
        "nearer": _("Nearer"),
        "farther": _("Farther"),
        "whole": _("Whole"),
        "viewFailed": _("This view cannot be drawn: %(reason)s", reason="%(reason)s"),
    }


def _names() -> dict[str, object]:
    return {
        "editor": _("Query in SPARQL"),
        "kinds": {kind: kind_name(kind) for kind in KINDS},
        "offered": _("Completions: %(number)s. Choose by the arrow keys and Enter.", number="%(number)s"),
        "offeredNone": _("There is no such name."),
        "readings": _("Readings: %(number)s.", number="%(number)s"),
        "more": _("Read more"),
        "aboutNone": _("There is no name of the knowledge base at the cursor."),
    }


def _notes() -> dict[str, object]:
    return {
        "ambiguous": _("ambiguous"),
        "inLine": _("(line %(line)s)", line="%(line)s"),
        "picked": _("The query now means: %(reading)s. Ctrl+Z takes it back.", reading="%(reading)s"),
        "keepAll": _("Keep all"),
        "keepAllNote": _("Puts a comment into the query that says so; the answer stays as it is."),
        "keptAll": _("All readings are kept; a comment in the query says so."),
        "lineWrong": _("This line does not fit the grammar of SPARQL."),
        "goTo": _("Go to line %(line)s, column %(column)s", line="%(line)s", column="%(column)s"),
    }


def _running() -> dict[str, object]:
    return {
        "run": _("Run the query"),
        "stop": _("Stop"),
        "running": _("The query is running…"),
        "stopped": _("The query was stopped."),
        "away": _("The site cannot be reached. Check the connection and run the query again."),
        "rows": _("rows: %(number)s", number="%(number)s"),
        "took": _("%(ms)s ms", ms="%(ms)s"),
        "digest": _("query"),
        "truncated": _("Truncated: the answer is longer than is sent (%(cap)s). Ask for less.", cap="%(cap)s"),
        "status": _("The site answered with status %(status)s.", status="%(status)s"),
        "tryAgain": _("Try again in %(seconds)s s.", seconds="%(seconds)s"),
        "statuses": {
            "400": _("The query cannot be run as it is."),
            "403": _("The knowledge base is read-only."),
            "413": _("The query is too large."),
            "429": _("Too many queries at once."),
            "503": _("Too many queries are running just now."),
            "504": _("The query took too long and was stopped; this is no empty answer."),
        },
    }


def _keeping() -> dict[str, object]:
    return {
        "tab": _("Query %(number)s", number="%(number)s"),
        "closed": _("Closed: %(name)s", name="%(name)s"),
        "historyNote": _("The queries that were run in this browser. They are kept here and nowhere else."),
        "historyNone": _("No query has been run in this browser yet."),
        "forget": _("Forget the history"),
        "failed": _("no answer"),
        "share": _("Link and citation"),
        "linkPage": _("This query in the editor"),
        "linkAnswer": _("Its answer, for programs"),
        "inPython": _("In Python"),
        "inTerminal": _("In a terminal"),
        "save": _("Save the query"),
        "saveNote": _("The link stays for good. The query is kept on this site with the version of its data."),
        "savedNow": _("The query is saved."),
        "notSaved": _("The query was not saved."),
        "permanent": _("Permanent link"),
        "citation": _("Citation"),
        "copy": _("Copy"),
        "copied": _("Copied."),
    }
