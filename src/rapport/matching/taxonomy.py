"""The behavioural part of the provider taxonomy (NUCC) that this service knows, with plain names.

Not the whole list, which has over 800 codes: those under which a person may offer talking therapy or
coaching of a clinical kind. A registry row with none of them is refused as not behavioural.
"""

from types import MappingProxyType
from typing import Final, NamedTuple

# Where a code was seen. None of them is the council's own file: check before relying on a rare one.
VALUE_SET: Final = "FHIR value set provider-taxonomy"
SECONDARY: Final = "several public copies of the NUCC list; not checked against the council's own file"


class Taxonomy(NamedTuple):
    """One code: what the registry calls it, what a person calls it, and where we have it from.

    `classification` and `specialization` are the registry's two levels of name; the second may be blank.
    """

    code: str
    classification: str
    specialization: str
    plain: str
    source: str = SECONDARY

    @property
    def is_verified(self) -> bool:
        """Whether the code was read in a published value set rather than in copies of the list."""
        return self.source == VALUE_SET


_BEHAVIOURAL: Final = (
    Taxonomy("101Y00000X", "Counselor", "", "counselor"),
    Taxonomy("101YA0400X", "Counselor", "Addiction (Substance Use Disorder)", "addiction counselor"),
    Taxonomy("101YM0800X", "Counselor", "Mental Health", "mental health counselor", VALUE_SET),
    Taxonomy("101YP1600X", "Counselor", "Pastoral", "pastoral counselor"),
    Taxonomy("101YP2500X", "Counselor", "Professional", "professional counselor", VALUE_SET),
    Taxonomy("102L00000X", "Psychoanalyst", "", "psychoanalyst", VALUE_SET),
    Taxonomy("103G00000X", "Clinical Neuropsychologist", "", "clinical neuropsychologist"),
    Taxonomy("103T00000X", "Psychologist", "", "psychologist"),
    Taxonomy("103TA0400X", "Psychologist", "Addiction (Substance Use Disorder)", "addiction psychologist"),
    Taxonomy("103TB0200X", "Psychologist", "Cognitive & Behavioral", "cognitive behavioral psychologist"),
    Taxonomy("103TC0700X", "Psychologist", "Clinical", "clinical psychologist", VALUE_SET),
    Taxonomy("103TC1900X", "Psychologist", "Counseling", "counseling psychologist", VALUE_SET),
    Taxonomy("103TC2200X", "Psychologist", "Clinical Child & Adolescent", "child and teen psychologist"),
    Taxonomy("103TF0000X", "Psychologist", "Family", "family psychologist"),
    Taxonomy("103TH0004X", "Psychologist", "Health", "health psychologist"),
    Taxonomy("103TP0814X", "Psychologist", "Psychoanalysis", "psychologist and psychoanalyst"),
    Taxonomy("103TP2701X", "Psychologist", "Group Psychotherapy", "group therapy psychologist"),
    Taxonomy("104100000X", "Social Worker", "", "social worker", VALUE_SET),
    Taxonomy("1041C0700X", "Social Worker", "Clinical", "clinical social worker"),
    Taxonomy("106H00000X", "Marriage & Family Therapist", "", "marriage and family therapist", VALUE_SET),
    Taxonomy("2084P0800X", "Psychiatry & Neurology", "Psychiatry", "psychiatrist"),
    Taxonomy(
        "2084P0804X", "Psychiatry & Neurology", "Child & Adolescent Psychiatry", "child and teen psychiatrist"
    ),
    Taxonomy("2084P0802X", "Psychiatry & Neurology", "Addiction Psychiatry", "addiction psychiatrist"),
    Taxonomy("2084P0805X", "Psychiatry & Neurology", "Geriatric Psychiatry", "psychiatrist for older people"),
    Taxonomy(
        "363LP0808X", "Nurse Practitioner", "Psychiatric/Mental Health", "psychiatric nurse practitioner"
    ),
    Taxonomy(
        "364SP0808X", "Clinical Nurse Specialist", "Psychiatric/Mental Health", "psychiatric nurse specialist"
    ),
)

BEHAVIOURAL: Final = MappingProxyType({taxonomy.code: taxonomy for taxonomy in _BEHAVIOURAL})
_BY_NAME: Final = MappingProxyType({(t.classification, t.specialization): t for t in _BEHAVIOURAL})


def taxonomy_named(classification: str, specialization: str) -> Taxonomy | None:
    """Which of our codes carries the registry's two names, if any does.

    Args:
        classification: the registry's first level of name, as it writes it.
        specialization: its second level; blank where it has none.

    Missing data: blank names, and names of codes that we do not know, give None.

    Source: the names of the NUCC provider taxonomy, version unknown.
    """
    return _BY_NAME.get((classification.strip(), specialization.strip()))
