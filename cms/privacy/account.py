"""My data on the page of one's account."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.links import AccountLink, register

register(AccountLink("my_data", _("My data"), _("See what is stored about you, get a copy, or be deleted."), order=900))
