"""The three switches on the page of one's account."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.links import AccountLink, register

register(
    AccountLink(
        "my_mail", _("Which mails you get"), _("Choose which mails you want."), 150,
        shown=lambda user: not user.is_institute_staff,
    )
)  # fmt: skip
