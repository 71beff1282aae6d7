"""What this room has in the portal's menu. Loaded when the site starts."""

from django.utils.translation import gettext_lazy as _

from cms.pages.portal import register

register(_("My programme"), "my_programme", order=10)
register(_("Schedule"), "my_schedule", order=20)
