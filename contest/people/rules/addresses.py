"""E-mail addresses in one canonical form, so that a person cannot get two accounts by spelling one address twice."""

from email_validator import EmailNotValidError, validate_email

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

LONGEST = 254
LONGEST_TYPED = 320  # more is no address anyway, and need not be looked at


def canonical(value: str, *, field: str = "email") -> str:
    """Return the address in lower case, its domain in ASCII. Raises RuleBroken.

    Quoted and non-ASCII local parts are refused: hardly a mail server takes them, and both are used to deceive.
    """
    typed = text.one_line(value)[:LONGEST_TYPED]
    try:
        found = validate_email(
            typed, allow_smtputf8=False, allow_quoted_local=False, check_deliverability=False, strict=True
        )
    except EmailNotValidError as error:
        raise RuleBroken(N_("Write an e-mail address like lan@example.org."), field=field) from error
    return (found.ascii_email or "").lower()
