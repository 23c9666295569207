from django.urls import path

from learning.work_changes import views

urlpatterns = [
    path("mudancas/", views.work_changes, name="work_changes"),
    path("mudancas/nova/", views.change_new, name="change_new"),
    path("mudancas/<uuid:public_id>/", views.work_change, name="work_change"),
    path("mudancas/<uuid:public_id>/editar/<slug:section>/", views.change_edit, name="change_edit"),
    path("mudancas/<uuid:public_id>/etapa/", views.change_stage, name="change_stage"),
    path("mudancas/<uuid:public_id>/acompanhar/", views.change_follow_up, name="change_follow_up"),
    path("mudancas/<uuid:public_id>/equipe/", views.change_team, name="change_team"),
    path("mudancas/<uuid:public_id>/equipe/resposta/", views.change_answer, name="change_answer"),
    path("mudancas/<uuid:public_id>/evidencias/", views.change_evidence, name="change_evidence"),
    path(
        "mudancas/<uuid:public_id>/evidencias/<uuid:key>/", views.change_evidence_remove, name="change_evidence_remove"
    ),
    path("mudancas/<uuid:public_id>/conversa/", views.change_to_forum, name="change_to_forum"),
    path("mudancas/<uuid:public_id>/tentamos/", views.change_tried_too, name="change_tried_too"),
    path("mudancas/<uuid:public_id>/guardar/", views.change_remove, name="change_remove"),
    path("mudancas/<uuid:public_id>/recuperar/", views.change_restore, name="change_restore"),
    path("mudancas/<uuid:public_id>/categoria/", views.change_recode, name="change_recode"),
    path("mudancas/<uuid:public_id>/relato/", views.story_offer, name="story_offer"),
    path("relatos/", views.stories, name="stories"),
    path("relatos/<uuid:public_id>/resposta/", views.story_answer, name="story_answer"),
    path("relatos/<uuid:public_id>/retirar/", views.story_withdraw, name="story_withdraw"),
    path("relatos/<slug:slug>/", views.story, name="story"),
    path("relatos/<slug:slug>/imagem.png", views.story_picture, name="story_picture"),
]
