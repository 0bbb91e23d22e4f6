"""What Flask-Security says, in our words: complete in both languages, what is wrong and how to mend it.

Addresses that are known and unknown are answered with the same sentence.
"""

from typing import Final

from contest.kernel.errors import N_

WRONG_PASSWORD: Final = N_(
    "This is not your present password. Type it again, or sign out and ask for a new one."
)

WRONG_CODE: Final = N_(
    "This is not the code that the app shows now, or it was used already. Wait for the next one and type that."
)
NO_PASSKEY: Final = N_("This passkey is not known here. Sign in with your password.")

MESSAGES: Final = {
    "ALREADY_CONFIRMED": (N_("This address is confirmed already. There is nothing more to do."), "info"),
    "ANONYMOUS_USER_REQUIRED": (N_("You are signed in already."), "info"),
    "API_ERROR": (N_("Please fill in this field."), "error"),
    "CONFIRMATION_EXPIRED": (
        N_(
            "This link has expired: it was good for %(within)s. Ask for a new one on the page of your account."
        ),
        "error",
    ),
    "CONFIRMATION_REQUEST": (
        N_(
            "If %(email)s has an account that is not confirmed yet, we have sent a message with a link to it."
            " Look into the folder for unwanted mail too."
        ),
        "info",
    ),
    "CONFIRMATION_REQUIRED": (
        N_("Confirm your e-mail address first: open the message that we sent to it."),
        "error",
    ),
    "CONFIRM_REGISTRATION": (
        N_("Thank you. We have sent a message to %(email)s: open it and follow what it says."),
        "success",
    ),
    "DISABLED_ACCOUNT": (
        N_("This account is closed. Write to the organisers if you need it again."),
        "error",
    ),
    "EMAIL_ALREADY_ASSOCIATED": (N_("Write an e-mail address like lan@example.org."), "error"),
    "EMAIL_CONFIRMED": (N_("Thank you. Your e-mail address is confirmed."), "success"),
    "EMAIL_NOT_PROVIDED": (N_("Please fill in this field."), "error"),
    "FORGOT_PASSWORD": (N_("Have you forgotten your password?"), "info"),
    "GENERIC_AUTHN_FAILED": (
        N_(
            "The e-mail address and the password do not belong together. Check both and try again,"
            " or ask for a new password."
        ),
        "error",
    ),
    "INVALID_CONFIRMATION_TOKEN": (
        N_("This link does not work: it is incomplete, or not the last one we sent. Ask for a new one."),
        "error",
    ),
    "INVALID_EMAIL_ADDRESS": (N_("Write an e-mail address like lan@example.org."), "error"),
    "INVALID_PASSWORD": (WRONG_PASSWORD, "error"),
    "INVALID_REDIRECT": (N_("The address to go on to is not on this site."), "error"),
    "INVALID_RECOVERY_CODE": (
        N_("This is none of your recovery codes, or was used already. Check it, or take another."),
        "error",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("This link does not work: it was used already, or is incomplete. Ask for a new one here."),
        "error",
    ),
    "PASSWORD_CHANGE": (
        N_("Your password is changed. On other devices you have to sign in again with the new one."),
        "success",
    ),
    "PASSWORD_IS_THE_SAME": (N_("The new password is the same as the present one. Choose another."), "error"),
    "PASSWORD_MISMATCH": (WRONG_PASSWORD, "error"),
    "PASSWORD_NOT_PROVIDED": (N_("Please fill in this field."), "error"),
    "PASSWORD_RESET_EXPIRED": (
        N_("This link has expired: it was good for %(within)s. Ask for a new one here."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your new password is set. Sign in with it."), "success"),
    "PASSWORD_RESET_REQUEST": (
        N_(
            "If there is an account for %(email)s, we have sent a message with a link to it. The link is good for"
            " one hour. Look into the folder for unwanted mail too."
        ),
        "info",
    ),
    "REAUTHENTICATION_REQUIRED": (N_("Sign in again to do this."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two passwords differ. Type both again."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (WRONG_CODE, "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("You are signed in."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Begin with your e-mail address and your password."), "info"),
    "UNAUTHENTICATED": (N_("Sign in to see this page."), "info"),
    "UNAUTHORIZED": (N_("You may not see this page."), "error"),
    "USER_DOES_NOT_EXIST": (N_("Write an e-mail address like lan@example.org."), "error"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (N_("This passkey is known here already."), "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (NO_PASSKEY, "error"),
    "WEBAUTHN_EXPIRED": (N_("That took too long. Begin again."), "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (NO_PASSKEY, "error"),
    "WEBAUTHN_NAME_INUSE": (N_("You have a passkey of this name already. Choose another name."), "error"),
    "WEBAUTHN_NAME_REQUIRED": (N_("Please fill in this field."), "error"),
    "WEBAUTHN_NO_VERIFY": (N_("The passkey could not be checked. Begin again."), "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (NO_PASSKEY, "error"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (N_("The passkey is added. You can sign in with it now."), "success"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (NO_PASSKEY, "error"),
}


def settings() -> dict[str, tuple[str, str]]:
    """Return the messages as settings of Flask-Security."""
    return {f"SECURITY_MSG_{name}": message for name, message in MESSAGES.items()}
