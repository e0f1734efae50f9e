"""A client that openapi-python-client makes from the description works: every group, typed answers, typed problems."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

USE = """
from edu_kg_client import Client
from edu_kg_client.api.asking import get_compare, get_guide, get_search
from edu_kg_client.api.changes import get_changes
from edu_kg_client.api.checking import post_check
from edu_kg_client.api.lexicon import get_concept, get_concepts, get_sense, get_senses, get_term, get_terms
from edu_kg_client.api.queries import get_complete, get_lint, get_words, post_lint
from edu_kg_client.api.start import get_index
from edu_kg_client.api.things import get_instance, get_instances, get_source, get_sources
from edu_kg_client.models import CheckRequest, Problem, QueryRequest

client = Client("{site}", raise_on_unexpected_status=True)
assert "/api/v1/terms" in get_index.sync(client=client).paths

terms = get_terms.sync(client=client, limit=3)
assert len(terms.terms) == 3 and terms.next_.endswith("offset=3")
term = get_term.sync("educational-cluster-en", client=client)
assert term.ambiguous and {{sense.concept.iri for sense in term.senses}}
sense = term.senses[0].iri.rpartition("/")[2]
assert get_sense.sync(sense, client=client).term.written == "educational cluster"
assert get_senses.sync(client=client, term="educational-cluster-en").total == len(term.senses)
assert get_concept.sync("cluster-association", client=client).senses
assert get_concepts.sync(client=client).concepts[0].features is not None

things = get_instances.sync(client=client, limit=1)
assert get_instance.sync(things.instances[0].iri.rpartition("/")[2], client=client).statements
sources = get_sources.sync(client=client, limit=1)
assert get_source.sync(sources.sources[0].iri.rpartition("/")[2], client=client).title

found = get_search.sync(client=client, q="таълим кластери", limit=1)
assert found.hits[0].readings
assert get_guide.sync(client=client, term="educational cluster").question.options
compared = get_compare.sync(client=client, with_=["cluster-association", "cluster-organisation"])
assert len(compared.columns) == 2

checked = post_check.sync(client=client, body=CheckRequest(text="Seven schools formed an educational cluster."))
assert checked.usages[0].term.endswith("/educational-cluster-en")
assert get_changes.sync(client=client).releases[0].version

ask = "ASK {{ ?x a <https://w3id.org/edukg/onto/EducationalCluster> }}"
assert get_lint.sync(client=client, query=ask).ambiguities
assert post_lint.sync(client=client, body=QueryRequest(query=ask)).ambiguities[0].readings
assert get_complete.sync(client=client, q="klaster").completions
assert get_words.sync(client=client, iri=[term.iri]).things[0].label == "educational cluster"

missing = get_term.sync_detailed("no-such", client=client)
assert missing.status_code == 404 and isinstance(missing.parsed, Problem) and missing.parsed.advice
print("every group answers")
"""


def test_a_generated_client_works(site: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--url", f"{site}/api/openapi.json"]
    made = subprocess.run(
        [*command, "--output-path", str(tmp_path / "client"), "--meta", "none"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    (tmp_path / "client").rename(tmp_path / "edu_kg_client")
    used = subprocess.run(
        [sys.executable, "-c", USE.format(site=site)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert used.returncode == 0, used.stderr[-2000:]
    assert used.stdout == "every group answers\n"
