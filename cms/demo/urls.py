"""Addresses that exist only in the demo."""

from django.urls import path

from cms.demo import views

urlpatterns = [path("mail/", views.mail, name="demo_mail")]
