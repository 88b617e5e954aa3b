"""What coordinators see."""

from django.urls import include, path

from rapport.site.desk import courses, leaving, mails, people, referrals, trainees, views

urlpatterns = [
    path("", views.home, name="desk"),
    path("people/", people.people, name="desk-people"),
    path("people/invite/", people.invite, name="desk-invite"),
    path("people/<str:account_id>/link/", people.link, name="desk-link"),
    path("people/<str:account_id>/revoke/", people.revoke, name="desk-revoke"),
    path("courses/", courses.courses, name="desk-courses"),
    path("mails/", mails.mails, name="desk-mails"),
    path("capacity/", include("rapport.site.desk.capacity.urls")),
    path("leaving/", leaving.leaving, name="desk-leaving"),
    path("leaving/courses/<str:course_id>/end/", leaving.end, name="desk-leaving-end"),
    path("leaving/<str:provider_id>/", leaving.one, name="desk-leaving-one"),
    path("leaving/<str:provider_id>/hand-over/", leaving.hand_over, name="desk-hand-over"),
    path("trial/", views.trial, name="desk-trial"),
    path("trial/", include("rapport.site.desk.trials.urls")),
    path("referrals/", referrals.referrals, name="desk-referrals"),
    path("newsletter/", include("rapport.site.desk.newsletter.urls")),
    path("trainees/", trainees.trainees, name="desk-trainees"),
    path("trainees/<int:training_id>/end/", trainees.end, name="desk-trainee-end"),
    path("steps/", include("rapport.site.desk.steps.urls")),
    path("", include("rapport.site.desk.cases.urls")),
    path("policy/", include("rapport.site.desk.policy.urls")),
    path("reports/", include("rapport.site.desk.reports.urls")),
    path("verification/", include("rapport.site.desk.verification.urls")),
]
