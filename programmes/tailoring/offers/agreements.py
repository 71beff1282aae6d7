"""The texts every offer holds: the terms and the data-processing agreement, each in its newest version."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.db.models import Max

from cms.accounts.models import User
from localisation import languages
from localisation.text import LocalisedText
from programmes.tailoring.offers.models import AgreementText

EXAMPLES = Path(__file__).parent / "examples"


def newest_agreements() -> list[AgreementText]:
    """The newest version of each kind of text; one query."""
    newest: dict[str, AgreementText] = {}
    for row in AgreementText.objects.order_by("number"):
        newest[row.kind] = row
    return [newest[kind] for kind in AgreementText.Kind.values if kind in newest]


def example(kind: str) -> LocalisedText:
    """The example text of a kind, in every language there is one."""
    files = {code: EXAMPLES / f"{kind}.{code}.txt" for code in languages.codes()}
    return LocalisedText({code: file.read_text(encoding="utf-8") for code, file in files.items() if file.exists()})


@transaction.atomic
def publish(kind: str, text: LocalisedText, is_example: bool, by: User | None) -> AgreementText:
    """The next version of a text; offers sent from now on hold it."""
    last = AgreementText.objects.filter(kind=kind).aggregate(last=Max("number"))["last"]
    return AgreementText.objects.create(
        kind=kind, number=(last or 0) + 1, text=text, is_example=is_example, published_by=by
    )
