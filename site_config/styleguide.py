"""The page that shows every component in its states. It exists where STYLEGUIDE is on: in development and in tests."""

import datetime

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


class ExampleForm(forms.Form):
    subject = forms.CharField(label="Assunto", help_text="Uma frase que diga do que se trata.", max_length=120)
    text = forms.CharField(label="O que mudou na rotina da equipe", widget=forms.Textarea, required=False)
    starts_on = forms.DateField(label="Começou em", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    place = forms.ChoiceField(label="Polo", choices=[("", "Escolha"), ("n", "Norte"), ("s", "Sul")])
    kind = forms.ChoiceField(
        label="Quem participou?", widget=forms.RadioSelect, choices=[("a", "Só eu"), ("b", "A equipe")]
    )
    file = forms.FileField(label="Anexo", help_text="Até 10 MB: imagem, PDF ou texto.", required=False)
    agreed = forms.BooleanField(label="Li e concordo com o registro da conversa")


def styleguide(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "messages": [Message(constants.SUCCESS, "Reflexão enviada. Seu recibo tem o número 2026-0412.")],
        "form": ExampleForm(),
        "wrong_form": ExampleForm({"subject": "", "place": "x"}, prefix="wrong"),
        "crumbs": [("Início", "/inicio/"), ("Cuidado no território", "/cursos/"), ("Ouvir a rua", None)],
        "page": Paginator(range(70), 10).page(3),
        "marks": MARKS,
        "tones": [("leaf", "Aceita"), ("clay", "Voltou para você"), ("ochre", "Vence amanhã"), ("sky", "Com a tutora"),
                  ("neutral", "Rascunho")],
        "kinds": [("primary", "Enviar reflexão"), ("secondary", "Salvar"), ("quiet", "Cancelar"), ("danger", "Apagar")],
        "people": ["Rosa Maria dos Santos", "Antônio Carlos", "Ivone", "João Batista Lima", "Dandara Reis"],
        "items": ITEMS,
        "now": now,
        "before": now - datetime.timedelta(days=6),
        "unread_notifications": 3,
    }  # fmt: skip
    return render(request, "styleguide.html", context)


MARKS = [
    ("todo", "por fazer"), ("doing", "começada"), ("done", "lida"), ("waiting", "com a tutora"), ("returned", "voltou"),
    ("soon", "vence logo"), ("closed", "ainda fechada"), ("optional", "opcional"),
]  # fmt: skip
ITEMS = [
    ("done", "lida", "Quem mora aqui: o mapa vivo da equipe", "8 min", ""),
    ("done", "lida", "Escutar antes de perguntar", "6 min", ""),
    ("doing", "começada", "A visita que ninguém registrou", "11 min", "is-current"),
    ("returned", "voltou", "Reflexão 2: uma escuta que mudou a conduta", "40 min", ""),
    ("closed", "abre quinta, 4 de junho", "Conversa: o que a rua contou", "15 min", "is-closed"),
]
