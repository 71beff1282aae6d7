"""The course leader's pages about one programme in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from cms.mail.models import OutgoingMail
from cms.tables.writing import table
from localisation import languages
from programmes.participation.leading import services, sheets, showing
from programmes.participation.leading.base import LeadingPage
from programmes.participation.leading.details import use_of
from programmes.participation.leading.forms import MessageForm
from programmes.participation.leading.models import ProgrammeMessage
from programmes.participation.leading.standing import GroupStanding
from programmes.tailoring import opening
from programmes.tailoring.models import ProgrammeModule
from programmes.tailoring.views import ProgrammePage

MOST_SENT = 50


class Overview(LeadingPage, TemplateView):
    """Leader groups by modules: who has come how far, and which group is stuck."""

    template_name = "staff/leading/programme.html"
    page_title = gettext_lazy("How the groups are doing")

    def trail(self) -> list[dict[str, Any]]:
        return ProgrammePage.trail(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme, today = self.programme, timezone.localdate()
        modules = list(programme.modules.order_by("position", "pk"))
        for module in modules:
            module.programme = programme
        coming = [module for module in modules if opening.can_open(module, today)]
        return super().get_context_data(
            **kwargs, programme=programme, standing=self.standing, today=today,
            rows=[showing.group_row(group, self.standing.meeting) for group in self.standing.groups],
            gatherings=showing.gatherings_of(programme),
            coming=showing.named(coming[:1], self.standing) if self.may_edit else [],
            refused=showing.refused(self.standing.members), may_edit=self.may_edit,
        )  # fmt: skip


class Group(LeadingPage, TemplateView):
    """One leader group: its participants by modules, and who has opened what in one of them."""

    template_name = "staff/leading/group.html"

    @cached_property
    def group(self) -> GroupStanding:
        found = next((one for one in self.standing.groups if one.key == self.kwargs["group"]), None)
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return f"{self.group.organisation} – {self.group.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("module", "")
        modules = {str(module.key): module for module in self.standing.modules}
        module = modules.get(wanted) or self.standing.current or next(iter(modules.values()), None)
        uses = use_of(self.programme, self.group, module.key, languages.current()) if module else []
        people = [showing.person_row(member, self.standing.modules) for member in self.group.members]
        context = {
            "programme": self.programme, "standing": self.standing, "group": self.group, "chosen": module,
            "people": people, "phases": showing.by_phase(uses), "refused": showing.refused(self.group.members),
            "row": showing.group_row(self.group, self.standing.meeting),
        }  # fmt: skip
        return super().get_context_data(**{**kwargs, **context})


class Message(LeadingPage, FormView):
    """Write to participants: first look at the mail and who gets it, then send. Below it, what was sent before."""

    template_name = "staff/leading/message.html"
    form_class = MessageForm
    page_title = gettext_lazy("Write to participants")
    header_icon = "mail"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programme": self.programme}

    def get_initial(self) -> dict[str, Any]:
        group, audience = self.request.GET.get("group", ""), self.request.GET.get("to", "")
        chosen = {"leader_group": group, "audience": ProgrammeMessage.Audience.GROUP} if group.isdigit() else {}
        known = audience in ProgrammeMessage.Audience.values
        return {**super().get_initial(), **({"audience": audience} if known else {}), **chosen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ProgrammeMessage.objects.filter(programme=self.programme).select_related("sent_by", "leader_group")
        sent = showing.with_numbers(rows[:MOST_SENT])
        return super().get_context_data(**{"programme": self.programme, "sent": sent, **kwargs})

    def form_valid(self, form: MessageForm) -> HttpResponse:
        draft = form.draft
        people = services.recipients(self.standing, draft.audience, draft.group.pk if draft.group else None)
        if not people:
            form.add_error("audience", _("Nobody would get this message."))
            return self.form_invalid(form)
        if "send" not in self.request.POST:
            return self.render_to_response(self._before_sending(form, people))
        message = services.send(self.programme, draft, people, self.request.user)
        count = message.recipients.count()
        words = ngettext("The message goes to %(count)d person.", "The message goes to %(count)d people.", count)
        messages.success(self.request, words % {"count": count})
        return redirect("leading:sent", self.programme.pk, message.pk)

    def _before_sending(self, form: MessageForm, people: list[Any]) -> dict[str, Any]:
        draft = form.draft
        message = ProgrammeMessage(
            programme=self.programme, subject=form.cleaned_data["subject"], text=form.cleaned_data["text"],
            sent_by=self.request.user, audience=draft.audience,
        )  # fmt: skip
        letters = [services.letter_of(message, code) for code in showing.languages_read(people)]
        return self.get_context_data(form=form, letters=letters, people=people)


class Sent(LeadingPage, TemplateView):
    """A message that was sent, who got it, and whose mail came back."""

    template_name = "staff/leading/sent.html"
    header_icon = "mail"

    @cached_property
    def message(self) -> ProgrammeMessage:
        rows = ProgrammeMessage.objects.select_related("sent_by", "leader_group", "programme")
        return get_object_or_404(rows, programme=self.programme, pk=self.kwargs["uuid"])

    def get_page_title(self) -> str:
        return str(self.message)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = list(self.message.recipients.order_by("first_name", "pk"))
        mails = OutgoingMail.objects.filter(key__startswith=services.key_of(self.message))
        by_address = {mail.to: mail for mail in mails}
        codes = dict.fromkeys(person.language for person in people)
        return super().get_context_data(
            **kwargs, message=self.message, letters=[services.letter_of(self.message, code) for code in codes],
            people=[showing.delivery(person, by_address.get(person.email)) for person in people],
        )  # fmt: skip


class OpenModule(LeadingPage, View):
    """Let a module that is still to come begin today."""

    http_method_names = ["post"]
    open_when_over = False

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(ProgrammeModule, programme=self.programme, pk=self.kwargs["module"])
        if opening.open_now(row, timezone.localdate()):
            self.log_edit(self.programme)
            messages.success(request, _("The module is open now. Deadlines and gatherings keep their dates."))
        else:
            messages.error(request, _("Only a module that is still to come can be opened."))
        return redirect("leading:programme", self.programme.pk)


class Export(LeadingPage, View):
    """The list as a spreadsheet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return table(sheets.heads(self.standing), sheets.rows(self.standing), self.programme.slug)
