"""Every block has one template, named after its class, and renders."""

from __future__ import annotations

import re

import pytest
from wagtail.blocks import Block

from cms import blocks
from programmes.catalogue.models import QuestionAnswerBlock

VALUES = {
    "ParagraphBlock": "<p>Fet <b>skrift</b></p>",
    "QuestionsBlock": ["Hva nå?"],
    "StepsBlock": ["Gjør dette."],
    "TaskResultBlock": "En side",
    "SectionBlock": {"heading": "Overskrift", "text": "<p>Tekst</p>"},
    "QuoteBlock": {"text": "Sitat", "person": "Ola Nes", "role": "leder"},
    "FactBlock": {"value": "12", "label": "måneder"},
    "QuestionAnswerBlock": {"question": "Hva?", "answer": "Dette."},
}
CLASSES = [*(getattr(blocks, name) for name in blocks.__all__), QuestionAnswerBlock]


@pytest.mark.parametrize("block", CLASSES, ids=lambda block: block.__name__)
def test_every_block_renders(block: type[Block]) -> None:
    made = block()
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", block.__name__).lower()
    assert made.meta.template == f"components/blocks/{snake}.html"
    html = made.render(made.to_python(VALUES[block.__name__]))
    text = str(VALUES[block.__name__])
    words = re.findall(r"[A-ZÆØÅ][a-zæøå]{3,}", re.sub("<[^>]+>", "", text))
    assert all(word in html for word in words)
    assert html.strip()


def test_a_quote_has_the_marks_of_its_language() -> None:
    made = blocks.QuoteBlock()
    assert "«Sitat»" in made.render(made.to_python(VALUES["QuoteBlock"]))


def test_blocks_escape_what_is_written() -> None:
    for name, value in (("TaskResultBlock", "<script>"), ("QuestionsBlock", ["<script>"])):
        made = getattr(blocks, name)()
        assert "<script>" not in made.render(made.to_python(value))
