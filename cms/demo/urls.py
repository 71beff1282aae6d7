"""Addresses that exist only in the demo."""

from django.urls import path

from cms.demo import views

urlpatterns = [
    path("mail/", views.mail, name="demo_mail"),
    path("mail/<slug:key>/", views.mail_as_html, name="demo_mail_html"),
]
