"""Blocks that editors write with. Each has one template, named after its class, in templates/components/blocks/."""

from cms.blocks.text import (
    FactBlock,
    ParagraphBlock,
    QuestionsBlock,
    QuoteBlock,
    SectionBlock,
    StepsBlock,
    TaskResultBlock,
)

__all__ = [
    "FactBlock",
    "ParagraphBlock",
    "QuestionsBlock",
    "QuoteBlock",
    "SectionBlock",
    "StepsBlock",
    "TaskResultBlock",
]
