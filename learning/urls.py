from django.urls import include, path

app_name = "learning"
urlpatterns = [
    path("", include("learning.desk.urls")),
    path("", include("learning.courses.urls")),
    path("", include("learning.progress.urls")),
    path("", include("learning.work_changes.urls")),
    path("", include("learning.portfolio.urls")),
    path("", include("learning.reports.urls")),
    path("revisao/", include("learning.reviews.urls")),
    path("turmas/", include("learning.enrolment.urls")),
]
