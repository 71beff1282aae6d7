"""The signed address in each mail that ends mails of its sort, without a log-in."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.urls import reverse

from cms.accounts.models import User
from programmes.participation.gatherings.calendar import site_address
from programmes.participation.letters.recipients import Sort

_signer = Signer(salt="programmes.participation.letters", sep=".")


def stop_address(user: User, sort: Sort) -> str:
    """It works as long as the account: somebody may find the mail after years."""
    return site_address(reverse("stop_mail", args=[_signer.sign(f"{sort.value}-{user.pk}")]))


def read_token(token: str) -> tuple[User, Sort]:
    """Whom and what an address is about; one query. Raises Http404 for one that we didn't write."""
    try:
        sort, _between, key = _signer.unsign(token).rpartition("-")
    except BadSignature:
        raise Http404 from None
    user = User.objects.filter(pk=key, is_active=True).first()
    if user is None:
        raise Http404
    return user, Sort(sort)
