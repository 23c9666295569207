"""A page with a composer and nothing else, for the tests of the editor."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from home.richtext.decorators import composer_page
from home.richtext.forms import RichTextField

PAGE = """{% extends "base.html" %}{% load parts %}
{% block head %}{% include "home/richtext/head.html" %}{% endblock %}
{% block content %}<div class="page page--form"><h1>Reflexão</h1>
{% if kept %}<pre id="kept">{{ kept }}</pre>{% endif %}
<form method="post" class="form">{% csrf_token %}
{% part "field" field=form.text %}
<button type="submit" class="button button--primary" id="send">Enviar</button></form></div>{% endblock %}
{% block scripts %}{{ form.media }}{% endblock %}"""

START = {"value": ""}


class ComposerForm(forms.Form):
    text = RichTextField(label="Sua reflexão", required=True)


@composer_page
def composer(request: HttpRequest) -> HttpResponse:
    form = ComposerForm(request.POST or None, initial={"text": START["value"]})
    kept = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form, "kept": kept}, request))


urlpatterns = [path("compor/", composer, name="composer"), path("", include("site_config.urls"))]
