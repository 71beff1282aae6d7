"""Addresses for machines, the same in all languages."""

from django.urls import path

from cms.pages import sitemap

urlpatterns = [
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
]
