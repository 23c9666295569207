"""The page that shows every part in its states. It exists where STYLEGUIDE is on: in development and in tests.

Nothing on it depends on the day: its pictures are compared.
"""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from home.parts import PARTS, Part
from home.richtext.decorators import composer_page
from home.richtext.forms import RichTextField


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    part_names: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"styleguide/{self.name}.html"

    @property
    def parts(self) -> list[Part]:
        return [PARTS[name] for name in self.part_names]


GROUPS = (
    Group("actions", "Ações", ("button", "menu", "dialog")),
    Group("ways", "Caminhos", ("breadcrumbs", "tabs", "pagination")),
    Group("lists", "Listas", ("row", "pill", "avatar", "progress", "empty")),
    Group("notices", "Recados", ("notice",)),
    Group("cards", "Cartões e tabelas", ("card", "table")),
    Group("forms", "Formulários", ("field",)),
    Group("outline", "O que vem agora e o roteiro"),
    Group("reading", "Texto de leitura"),
    Group("conversation", "Conversa"),
    Group("review", "Revisão"),
)


class ExampleForm(forms.Form):
    subject = forms.CharField(label="Assunto", help_text="Uma frase que diga do que se trata.", max_length=120)
    text = forms.CharField(label="O que mudou na rotina da equipe", widget=forms.Textarea, required=False)
    story = RichTextField(label="Sua reflexão", required=False)
    starts_on = forms.DateField(label="Começou em", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    place = forms.ChoiceField(label="Polo", choices=[("", "Escolha"), ("n", "Norte"), ("s", "Sul")])
    kind = forms.ChoiceField(
        label="Quem participou?", widget=forms.RadioSelect, choices=[("a", "Só eu"), ("b", "A equipe")]
    )
    file = forms.FileField(label="Anexo", help_text="Até 10 MB: imagem, PDF ou texto.", required=False)
    agreed = forms.BooleanField(label="Li e concordo com o registro da conversa")


class WrongForm(forms.Form):
    subject = forms.CharField(label="Assunto", help_text="Uma frase que diga do que se trata.")
    place = forms.ChoiceField(label="Polo", choices=[("n", "Norte"), ("s", "Sul")])
    agreed = forms.BooleanField(label="Li e concordo com o registro da conversa")
    receipt = forms.CharField(label="Recibo", initial="2026-0412", disabled=True)


@composer_page
def styleguide(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": GROUPS,
        "count": len(PARTS),
        "form": ExampleForm(),
        "wrong_form": WrongForm({"subject": "", "place": "x"}, prefix="wrong"),
        "crumbs": [("Início", "/inicio/"), ("Cuidado no território", "/cursos/"), ("Ouvir a rua", None)],
        "tabs": [
            {"label": "Cursos", "url": "#ways", "is_shown": True, "count": 4},
            {"label": "Leituras", "url": "#ways", "is_shown": False, "count": 27},
        ],
        "page": Paginator(range(70), 10).page(3),
        "marks": MARKS,
        "tones": [("leaf", "Aceita"), ("clay", "Voltou para você"), ("ochre", "Vence amanhã"), ("sky", "Com a tutora"),
                  ("neutral", "Rascunho")],
        "people": ["Rosa Maria dos Santos", "Antônio Carlos", "Ivone", "João Batista Lima", "Dandara Reis"],
        "items": ITEMS,
    }  # fmt: skip
    request.user.unread_notices = 3
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
