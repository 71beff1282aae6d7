"""Addresses. Staff at /admin/, machines at /healthz and /readyz, people below their language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from assessments.ballots.short import short
from cms import health
from cms.accounts import oidc
from cms.accounts.views import after_login

urlpatterns = [
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("cms.pages.urls")),
    re_path(r"^k/(?P<code>[^/]{1,40})/?$", short, name="mapping_short"),
    # Staff log in where everybody does; Wagtail's own form would go past the second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Single sign-on comes back here; providers know the address letter by letter, so it has no language.
    path("sso/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("sso/<slug:provider_id>/back/", oidc.callback, name="openid_connect_callback"),
]

if getattr(settings, "DEMO", False):
    urlpatterns += [path("demo/", include("cms.demo.urls"))]

urlpatterns += i18n_patterns(
    path(_("account/"), include("cms.accounts.urls")),
    path(_("welcome/"), after_login, name="after_login"),
    path(_("mapping/"), include("assessments.urls")),
    path(_("offer/"), include("programmes.tailoring.offers.urls")),
    path(_("my-programme/"), include("programmes.participation.urls")),
    path("", include("programmes.catalogue.urls")),
    path("", include(wagtail_urls)),
)
