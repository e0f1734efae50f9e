"""What the reasoner is expected to find among the real things, and which classes wait for facts."""

from __future__ import annotations

import re

import pytest

import edukg
from edukg import resources
from edukg.answers import Table
from edukg.namespaces import EDUKG, ID

README = resources.folder("ontology") / "README.md"

REGIONAL_CLUSTERS = """
    astana-tourism belarus-medpharm claremont cspu-cluster imc-moscow in-jk knitu-cluster krasnodar-eye med-siberia
    med-volga nz-chch nz-porirua nz-rtlb10 prof-almetyevsk prof-chelny prof-kukmor surgut-incl tashkent-pharma-park
    tatarstan-14 tver-cluster ulyanovsk-agro ulyanovsk-build ulyanovsk-regional-cluster ural-cluster zab-mining
"""

FOUND = {
    "EducationalHolding": "ulyanovsk-holding",
    "RegionalEducationalCluster": REGIONAL_CLUSTERS,
    "PedagogicalCluster": "bspu-cluster cspu-cluster ural-cluster",
    "SchoolCluster": """
        cr-clusters iiep-model in-complex in-jk kh-clusters lk-clusters na-clusters nz-chch nz-kahui nz-porirua
        nz-rtlb10 pe-nucleos pg-clusters sg-clusters sg-east1a th-clusters uk-selfimproving""",
    "EducationHub": """
        hub-bwhub hub-dhcc hub-diac hub-dkp hub-dso hub-educity hub-incheon hub-jeju hub-qatar hub-rakez hub-sg-school
        hub-uniciti kz-branches""",
    "EducationalProductionCluster": """
        astana-tourism belarus-medpharm prof-almetyevsk prof-chelny prof-kukmor tashkent-pharma-park tver-cluster
        ulyanovsk-agro ulyanovsk-build""",
    "InnovativeCluster": "cspu-cluster na-clusters nz-kahui surgut-incl ulyanovsk-regional-cluster",
    "InnovativeInfrastructure": "ulyanovsk-holding",
    "CompetenceCluster": "teaching-skills-cluster",
    "PedagogicalInnovationFlow": "flow-of-innovations-ulyanovsk",
    "CreatedInnovation": """
        innovation-career-clusters innovation-career-clusters-modernised innovation-group-schooling
        innovation-kahui-ako innovation-namibia-clusters innovation-professionalitet innovation-school-laboratory
        innovations-of-ulyanovsk-holding""",
    "TestedInnovation": """
        innovation-project-work-akshuat innovation-thought-activity innovations-of-ulyanovsk-holding""",
    "PromotedInnovation": """
        innovation-group-schooling innovation-kahui-ako innovation-namibia-clusters innovation-professionalitet
        innovation-project-work-akshuat innovations-of-ulyanovsk-holding""",
    "EducationAuthority": """
        bmbf maryland-state-department-of-education ministry-of-enlightenment-russia moe-singapore
        penza-ministry-of-education tashkent-itsm ulyanovsk-ministry-of-enlightenment uz-inspectorate uz-mopse""",
}
"""Each class with all members that it has by its definition: none of them is stated in the files."""

PASSED = {
    "innovation-career-clusters": "stageCreation",
    "innovation-career-clusters-modernised": "stageCreation",
    "innovation-group-schooling": "stageCreation stagePromotion",
    "innovation-kahui-ako": "stageCreation stagePromotion",
    "innovation-namibia-clusters": "stageCreation stagePromotion",
    "innovation-professionalitet": "stageCreation stagePromotion",
    "innovation-project-work-akshuat": "stagePromotion stageTesting",
    "innovation-school-laboratory": "stageCreation",
    "innovation-thought-activity": "stageTesting",
    "innovations-of-ulyanovsk-holding": "stageCreation stagePromotion stageTesting",
}
"""The stages that each innovation has passed, by the chain over its events."""

SUBORDINATE = {
    "astana-tourism": "service-and-tourism-college-astana",
    "belarus-medpharm": "vitebsk-state-medical-university",
    "bspu-cluster": "bspu",
    "cn-hangzhou": "qiushi-primary-school",
    "cspu-cluster": "cspu",
    "five-colleges": "amherst-college hampshire-college mount-holyoke-college smith-college umass-amherst",
    "imc-moscow": "pirogov-university",
    "knitu-cluster": "knitu",
    "krasnodar-eye": "kuban-state-medical-university",
    "kz-branches": "cardiff-university coventry-university",
    "med-siberia": "omsk-state-medical-university siberian-state-medical-university",
    "med-volga": """
        izhevsk-state-medical-academy kazan-state-medical-university kirov-state-medical-academy
        nizhny-novgorod-state-medical-academy perm-state-medical-university""",
    "nz-chch": "catholic-cathedral-college",
    "nz-rtlb10": "papatoetoe-intermediate",
    "prof-almetyevsk": "almetyevsk-polytechnic",
    "prof-chelny": "naberezhnye-chelny-polytechnic",
    "prof-kukmor": "kukmor-agrarian-college",
    "sg-east1a": "ngee-ann-secondary-school",
    "tashkent-pharma-park": "pharmaceutical-technical-university",
    "tver-cluster": "tver-state-technical-university",
    "ulyanovsk-build": "college-of-urban-construction-and-law",
    "ulyanovsk-holding": "akshuat-school ulspu",
    "upo-26": "ulspu",
    "zab-mining": "transbaikal-state-university",
}
"""The educational organisations that stand below each association."""

PREFIXES = "PREFIX edukg: <https://w3id.org/edukg/onto/> PREFIX graph: <https://w3id.org/edukg/graph/> "


def pairs(kb: edukg.KnowledgeBase, pattern: str) -> dict[str, set[str]]:
    """What a pattern finds for ?one and ?other, by their local names."""
    rows = kb.query(f"{PREFIXES} SELECT ?one ?other WHERE {{ {pattern} }}")
    assert isinstance(rows, Table)
    found: dict[str, set[str]] = {}
    for row in rows:
        one, other = (str(row[name]).rpartition("/")[2] for name in ("one", "other"))
        found.setdefault(one, set()).add(other)
    return found


@pytest.mark.parametrize("kind", FOUND)
def test_the_reasoner_finds_every(kind: str, kb: edukg.KnowledgeBase) -> None:
    inferred = pairs(kb, f"GRAPH graph:inferred {{ ?other a edukg:{kind} }} BIND (edukg:{kind} AS ?one)")
    assert inferred[kind] == set(FOUND[kind].split())
    asserted = f"GRAPH ?file {{ ?other a edukg:{kind} }} FILTER (?file != graph:inferred) BIND (edukg:{kind} AS ?one)"
    assert pairs(kb, asserted) == {}


def test_the_reasoner_finds_which_stages_an_innovation_has_passed(kb: edukg.KnowledgeBase) -> None:
    found = pairs(kb, "GRAPH graph:inferred { ?one edukg:passedStage ?other }")
    assert found == {innovation: set(stages.split()) for innovation, stages in PASSED.items()}


def test_the_reasoner_finds_which_organisations_stand_below_which_association(kb: edukg.KnowledgeBase) -> None:
    found = pairs(
        kb,
        "GRAPH graph:inferred { ?other edukg:subordinateTo ?one } "
        "?other a edukg:EducationalOrganisation . ?one a edukg:SocialInstitutionAssociation",
    )
    assert found == {association: set(members.split()) for association, members in SUBORDINATE.items()}


def test_what_stands_below_an_association_is_a_subordinate_organisation(kb: edukg.KnowledgeBase) -> None:
    found = pairs(kb, "?other a edukg:SubordinateOrganisation BIND (edukg:SubordinateOrganisation AS ?one)")
    assert found["SubordinateOrganisation"] == {name for names in SUBORDINATE.values() for name in names.split()}


def test_a_programme_stands_below_the_organisation_that_carries_it_out(kb: edukg.KnowledgeBase) -> None:
    stated = pairs(kb, "?one edukg:programmeOf ?other")
    found = pairs(kb, "GRAPH graph:inferred { ?one edukg:subordinateTo ?other } ?other a edukg:EducationalOrganisation")
    assert stated
    assert {name: above & found.get(name, set()) for name, above in stated.items()} == stated


def test_every_class_has_members_but_for_those_that_the_readme_names(kb: edukg.KnowledgeBase) -> None:
    section = README.read_text(encoding="utf-8").partition("## Classes without members")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `edukg:(\w+)`", section, flags=re.MULTILINE))
    empty = pairs(
        kb,
        f"?other a <http://www.w3.org/2002/07/owl#Class> FILTER (STRSTARTS(STR(?other), '{EDUKG}')) "
        "FILTER NOT EXISTS { ?other <http://www.w3.org/2002/07/owl#deprecated> true } "
        "FILTER NOT EXISTS { ?member a ?other } BIND ('empty' AS ?one)",
    )
    assert empty == {"empty": named}


def test_every_definition_finds_real_things(kb: edukg.KnowledgeBase) -> None:
    """A definition that never finds anything, or only what is stated, would not earn its keep."""
    defined = pairs(
        kb,
        "?other <http://www.w3.org/2002/07/owl#equivalentClass> ?definition FILTER (isBlank(?definition)) "
        f"FILTER EXISTS {{ ?thing a ?other FILTER (STRSTARTS(STR(?thing), '{ID}')) }} BIND ('by definition' AS ?one)",
    )
    filled = pairs(kb, "GRAPH graph:inferred { ?thing a ?other } BIND ('by definition' AS ?one)")
    assert len(defined["by definition"]) > 20
    # Who patronises the Ulyanovsk holding is not known more closely than as the one or the other; and that the parties
    # of a cooperation are two is stated with the class rather than of each pair of parties.
    assert defined["by definition"] - filled["by definition"] == {"AuspicesBody", "Cooperation"}
