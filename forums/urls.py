from django.urls import path

from forums import views

app_name = "forums"
urlpatterns = [
    path("", views.boards, name="boards"),
    path("<int:board_id>/", views.board, name="board"),
    path("<int:board_id>/nova/", views.topic_new, name="topic_new"),
    path("t/<int:topic_id>/", views.topic, name="topic"),
    path("t/<int:topic_id>/resposta/", views.post_new, name="post_new"),
    path("t/<int:topic_id>/fixar/", views.topic_pin, name="topic_pin"),
    path("t/<int:topic_id>/fechar/", views.topic_lock, name="topic_lock"),
    path("t/<int:topic_id>/seguir/", views.topic_follow, name="topic_follow"),
    path("p/<int:post_id>/", views.post_edit, name="post_edit"),
]
