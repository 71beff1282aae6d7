"""What this room puts on the page of one's account."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.links import AccountLink, register

register(
    AccountLink(
        "mfa_index", _("Passkeys and two-step login"), _("Log in with your device, or with a code from an app."), 200
    )
)
register(AccountLink("usersessions_list", _("Where you are logged in"), _("See it, and log out from afar."), 300))
register(
    AccountLink(
        "account_change_password", _("Password"), _("Change the password you log in with."), 400,
        shown=lambda user: user.has_usable_password(),
    )
)  # fmt: skip
