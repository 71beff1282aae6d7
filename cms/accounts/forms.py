"""allauth's forms with our words, and without words inside the fields: those vanish as one types."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User


class PlainFields(forms.Form):
    """Mixed into a form of allauth: takes the placeholders away and says the labels our way."""

    labels: ClassVar[dict[str, Promise]] = {}
    help_texts: ClassVar[dict[str, Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")


class AboutMeForm(forms.ModelForm[User]):
    """What everybody may change of their own account. The address is changed by staff: one logs in by it."""

    class Meta:
        model = User
        fields = ("first_name", "last_name", "language")
        labels = {"first_name": _("First name"), "last_name": _("Last name"), "language": _("Language")}
        help_texts = {"language": _("You read your programme and your mails in it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].required = True
            self.fields[name].widget.attrs["autocomplete"] = value


EMAIL = {"email": _("E-mail")}
NEW_PASSWORD = {"password1": _("New password"), "password2": _("New password once more")}
NEW_PASSWORD_HELP = {"password1": _("At least twelve characters. A sentence is easier to remember than a word.")}


class RequestCodeForm(PlainFields, allauth_forms.RequestLoginCodeForm):
    labels = EMAIL


class ConfirmCodeForm(PlainFields, allauth_forms.ConfirmLoginCodeForm):
    labels = {"code": _("Code from the mail")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false", "autofocus": True}


class PasswordLoginForm(PlainFields, allauth_forms.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    labels = EMAIL


class NewPasswordFromMailForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    labels = NEW_PASSWORD
    help_texts = NEW_PASSWORD_HELP


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": _("The password you have now"), **NEW_PASSWORD}
    help_texts = NEW_PASSWORD_HELP


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    labels = NEW_PASSWORD
    help_texts = NEW_PASSWORD_HELP


class SecondStepForm(PlainFields, mfa_forms.AuthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class SecondStepAgainForm(PlainFields, mfa_forms.ReauthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


# What reading an answer raises that no browser gave.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


class PasskeyAnswer(forms.Form):
    """Mixed into a form of allauth that a passkey answers: what is no answer at all is a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except MALFORMED as error:
            raise get_mfa_adapter().validation_error("incorrect_code") from error


class PasskeyLoginForm(PasskeyAnswer, webauthn_forms.LoginWebAuthnForm):
    pass


class PasskeyStepForm(PasskeyAnswer, webauthn_forms.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(PasskeyAnswer, webauthn_forms.ReauthenticateWebAuthnForm):
    pass


class MakePasskeyForm(PlainFields, webauthn_forms.AddWebAuthnForm):
    labels = {"name": _("What you call it")}
    help_texts = {"name": _("For instance the device it is kept on.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Every passkey here lets one in by itself; the template sends it along.
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].required = True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MALFORMED as error:
            raise get_mfa_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(PlainFields, webauthn_forms.EditWebAuthnForm):
    labels = {"name": _("What you call it")}


class TurnOnSecondStepForm(PlainFields, totp_forms.ActivateTOTPForm):
    labels = {"code": _("Code from the app")}
