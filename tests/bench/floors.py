"""The least a site like this could do: what ratios are counted against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from wagtail.models import Page, Site

_TEMPLATE = engines["django"].from_string(
    "{% load wagtailcore_tags %}<!doctype html><html lang='nb'><title>{{ page.title }}</title><h1>{{ page.title }}</h1>"
    "<p><a href='{% pageurl page %}'>{{ page.title }}</a></p></html>"
)


def hello(request: HttpRequest) -> HttpResponse:
    """The middleware and nothing else."""
    return HttpResponse("hello")


def minimal_page(request: HttpRequest) -> HttpResponse:
    """A minimal Wagtail page: site, tree and one specific page, rendered by the smallest template."""
    site = Site.find_for_request(request)
    page = Page.objects.select_related("locale").get(pk=site.root_page_id).specific
    return HttpResponse(_TEMPLATE.render({"page": page, "request": request}, request))
