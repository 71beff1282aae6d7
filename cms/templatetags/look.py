"""Tags and filters of the look: icons, drawings, durations, form fields, pagination and the boxes around markup.

Contracts of the components: templates/components/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.context import Context
from django.template.engine import Engine
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from cms import drawings

register = template.Library()

# Characters that could end a script element or an HTML attribute, as JSON escapes.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# At most this many numbers in a pagination, gaps counted.
PAGE_NUMBERS = 7


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: str = "") -> SafeString:
    """One symbol of the sprite, hidden from screen readers: always write the word too. Size "large" is 2rem."""
    shape = "icon icon--large" if size == "large" else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        shape,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def island(seed: str, width: int, height: int, **options: Any) -> SafeString:
    """Islands drawn from a seed, `width` x `height` units; options as in `cms.drawings.picture`."""
    return mark_safe(drawings.picture(seed, width=width, height=height, **options))


@register.simple_tag
def portrait(seed: str, tone: str = "", kind: int | str | None = None, suffix: str = "") -> SafeString:
    """A person without a photo, drawn from a seed; `kind` is the shape of the hair (empty: by chance)."""
    hair = None if kind in (None, "") else int(kind)
    return mark_safe(drawings.portrait(seed, tone or "accent", kind=hair, suffix=suffix))


@register.simple_tag
def sign(name: str) -> SafeString:
    """One of the two drawings that are always the same: "brand" or "crossing"."""
    return mark_safe({"brand": drawings.brand, "crossing": drawings.crossing}[name]())


@register.simple_tag(takes_context=True)
def illustration(context: Context, width: int, height: int) -> SafeString:
    """The component's `picture`, else islands drawn from its `seed` and `tone`, else nothing."""
    if picture := context.get("picture"):
        return conditional_escape(picture)
    if seed := context.get("seed"):
        options = {"tone": context.get("tone") or None, "suffix": context.get("suffix") or ""}
        return island(seed, width, height, **options)
    return SafeString("")


@register.simple_tag
def monogram(name: str, tone: str = "accent", small: bool = False) -> SafeString:
    """The first letters of the first and the last name in a ring, hidden from screen readers."""
    shape = "monogram monogram--small" if small else "monogram"
    return format_html(
        '<span class="{}" data-tone="{}" aria-hidden="true">{}</span>', shape, tone or "accent", initials(name)
    )


def initials(name: str) -> str:
    """Solveig Marie Berg becomes SB, Solveig becomes S."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def minutes(value: int | str | None) -> str:
    """A duration given in minutes, in words: 14 minutter, 1 time, 1 t 30 min. Nothing for None."""
    if value in (None, ""):
        return ""
    hours, rest = divmod(int(value), 60)
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    if not rest:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def language_name(code: str) -> str:
    """The name of a language as it stands in a sentence: norsk, dansk."""
    names = {
        "nb": pgettext("language in a sentence", "Norwegian"),
        "nn": pgettext("language in a sentence", "Nynorsk"),
        "da": pgettext("language in a sentence", "Danish"),
        "en": pgettext("language in a sentence", "English"),
        "sv": pgettext("language in a sentence", "Swedish"),
    }
    return names.get(code, code)


@register.filter
def spans(total: int, done: int) -> list[bool]:
    """One value per span of the progress bridge: is it built?"""
    return [number < int(done) for number in range(int(total))]


@register.filter
def paired(columns: Iterable[Any], row: Iterable[Any]) -> list[tuple[Any, Any]]:
    """A table's columns with the cells of one row."""
    return list(zip(columns, row, strict=True))


@register.filter
def first_word(text: str) -> str:
    """Solveig Berg becomes Solveig."""
    return text.split()[0] if text.strip() else ""


@register.simple_tag
def json_ld(data: dict[str, Any] | list[Any]) -> SafeString:
    """Structured data in a script element that browsers do not run."""
    text = json.dumps(data, ensure_ascii=False, cls=DjangoJSONEncoder).translate(JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag(takes_context=True)
def drawn_once(context: Context, name: str) -> SafeString:
    """A template drawn with all that stands in the context, for what a page shows in two places."""
    with context.push():
        return Engine.get_default().get_template(name).render(context)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], param: str = "page") -> str:
    """Links to the other pages of a list, in the address of this request with `param` changed."""
    last = page.paginator.num_pages
    if last <= 1:
        return ""
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    numbers = [
        {"number": number, "url": url(number) if number else "", "current": number == page.number}
        for number in page_numbers(page.number, last)
    ]
    earlier = url(page.number - 1) if page.has_previous() else ""
    later = url(page.number + 1) if page.has_next() else ""
    return render_to_string(
        "components/pagination.html", {"numbers": numbers, "earlier_url": earlier, "next_url": later}
    )


def page_numbers(current: int, last: int) -> list[int | None]:
    """At most PAGE_NUMBERS entries: the first, the last and those around the current one; None is a gap."""
    if last <= PAGE_NUMBERS:
        return list(range(1, last + 1))
    if current <= 4:
        return [1, 2, 3, 4, 5, None, last]
    if current >= last - 3:
        return [1, None, *range(last - 4, last + 1)]
    return [1, None, current - 1, current, current + 1, None, last]


@register.simple_tag
def field(bound: BoundField, optional: bool = True) -> str:
    """A form field with its label, help and error. `optional`: say so when it may be left empty."""
    context = {
        "field": bound,
        "id": bound.id_for_label,
        "help_id": f"{bound.auto_id}_helptext" if bound.help_text else "",
        "error_id": f"{bound.auto_id}_error" if bound.errors else "",
        "optional": optional and not bound.field.required,
    }
    if bound.is_hidden:
        return bound.as_hidden()
    if bound.use_fieldset:
        context["choices"] = bound.subwidgets
    elif isinstance(bound.field.widget, CheckboxInput):
        context["check"] = bound.as_widget()
    else:
        own_class = bound.field.widget.attrs.get("class", "")
        context["control"] = bound.as_widget(attrs={"class": f"input {own_class}".strip()})
    return render_to_string("components/form_field.html", context)


@register.simple_tag
def error_summary(*forms: BaseForm) -> str:
    """What is wrong in the forms, each line a link to its field; nothing when all is well."""
    errors = [error for form in forms for error in form_errors(form)]
    return render_to_string("components/error_summary.html", {"errors": errors}) if errors else ""


def form_errors(form: BaseForm) -> list[dict[str, str]]:
    """One {label, message, id} per error; those of the whole form have neither label nor id.

    A label that asks loses its question mark, for a colon follows it.
    """
    whole = [{"label": "", "message": str(message), "id": ""} for message in form.non_field_errors()]
    return whole + [
        {"label": str(bound.label).rstrip("?"), "message": str(message), "id": first_control(bound)}
        for bound in form
        for message in bound.errors
    ]


def first_control(bound: BoundField) -> str:
    """The id that a link should lead to: a group of choices has none of its own, its first choice has."""
    if bound.use_fieldset and (choices := bound.subwidgets):
        return choices[0].id_for_label or bound.auto_id
    return bound.id_for_label or bound.auto_id


@register.simple_block_tag
def panel(content: SafeString, title: str, level: int = 2, **options: Any) -> str:
    """The component `panel` around any markup."""
    return render_to_string("components/panel.html", {"body": content, "title": title, "level": level, **options})


@register.simple_block_tag
def fold(content: SafeString, summary: str, **options: Any) -> str:
    """The component `fold` around any markup."""
    return render_to_string("components/fold.html", {"body": content, "summary": summary, **options})


@register.simple_block_tag
def callout(content: SafeString, title: str = "", tone: str = "info", **options: Any) -> str:
    """The component `callout` around any markup."""
    return render_to_string("components/callout.html", {"body": content, "title": title, "tone": tone, **options})
