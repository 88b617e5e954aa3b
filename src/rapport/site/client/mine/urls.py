"""What is mine: see it, take it, erase it, leave."""

from django.urls import path

from rapport.site.client.mine import account, contact, views
from rapport.site.client.mine.choices import choices

urlpatterns = [
    path("mine/", views.held, name="mine"),
    path("mine/download/", views.download, name="mine-download"),
    path("mine/choices/", choices, name="mine-choices"),
    path("mine/contact/", contact.contact, name="mine-contact"),
    path("mine/contact/confirm/<str:token>/", contact.confirm),
    path("mine/contact/stop/<str:token>/", contact.stop),
    path("mine/account/", account.account, name="mine-account"),
    path("mine/account/remove/", account.remove, name="mine-account-remove"),
    path("mine/account/passkeys/", account.add_passkey, name="mine-passkey-add"),
    path("mine/account/passkeys/question/", account.passkey_question, name="mine-passkey-question"),
    path(
        "mine/account/passkeys/<int:passkey_id>/remove/", account.remove_passkey, name="mine-passkey-remove"
    ),
    path("mine/erase/", views.erase, name="mine-erase"),
    path("mine/sign-out/", views.sign_out, name="sign-out"),
    path("mine/leave/", views.leave, name="leave"),
]
