"""The way in, and one's own account."""

from django.urls import path

from rapport.site.access import entrance, own

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign-in"),
    path("sign-in/code/", entrance.code, name="sign-in-code"),
    path("sign-in/passkey/", entrance.passkey, name="sign-in-passkey"),
    path("sign-in/passkey/question/", entrance.passkey_question, name="sign-in-passkey-question"),
    path("sign-in/forgotten/", entrance.forgotten, name="forgotten"),
    path("join/<str:token>/", entrance.join, name="join"),
    path("account/", own.home, name="account"),
    path("account/second-factor/", own.codes, name="account-codes"),
    path("account/recovery-codes/", own.recovery, name="account-recovery"),
    path("account/passkeys/", own.passkeys, name="account-passkeys"),
    path("account/passkeys/question/", own.passkey_question, name="account-passkey-question"),
    path("account/passkeys/<int:passkey_id>/remove/", own.remove_passkey, name="account-passkey-remove"),
    path("account/password/", own.password, name="account-password"),
    path("account/prove/", own.prove, name="account-prove"),
    path("account/sign-out/", entrance.sign_out, name="account-sign-out"),
]
