"""Blocks of running text, and what learning elements add to it: questions, steps, and what is to be handed in."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT = ["bold", "italic", "link", "ul", "ol", "document-link"]


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with bold, italic, lists and links."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "components/blocks/paragraph_block.html"


class QuestionsBlock(blocks.ListBlock):
    """Questions to think or talk about."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.CharBlock(label=_("Question")), **kwargs)

    class Meta:
        icon = "help"
        label = _("Questions")
        template = "components/blocks/questions_block.html"


class StepsBlock(blocks.ListBlock):
    """What to do, one step at a time."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(blocks.CharBlock(label=_("Step")), **kwargs)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "components/blocks/steps_block.html"


class TaskResultBlock(blocks.TextBlock):
    """What the work ends in."""

    class Meta:
        icon = "check"
        label = _("What you hand in")
        template = "components/blocks/task_result_block.html"


class SectionBlock(blocks.StructBlock):
    """A heading with text under it."""

    heading = blocks.CharBlock(label=_("Heading"))
    text = ParagraphBlock(label=_("Text"))

    class Meta:
        icon = "title"
        label = _("Section")
        template = "components/blocks/section_block.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Quote"))
    person = blocks.CharBlock(label=_("Who said it"))
    role = blocks.CharBlock(label=_("Role"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "components/blocks/quote_block.html"


class FactBlock(blocks.StructBlock):
    """One fact of a fact strip: a value and what it counts."""

    value = blocks.CharBlock(label=_("Value"))
    label = blocks.CharBlock(label=_("What it says"))

    class Meta:
        icon = "tag"
        label = _("Fact")
        template = "components/blocks/fact_block.html"
