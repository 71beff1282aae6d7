"""The site's addresses, and below them the floors."""

from django.urls import path

from cms.urls import urlpatterns as site
from tests.bench.floors import hello, minimal_page

urlpatterns = [path("bench/hello", hello), path("bench/page", minimal_page), *site]
