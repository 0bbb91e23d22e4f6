"""The one family of errors that services and rules raise and web/errors.py turns into pages."""


def N_(message: str) -> str:  # noqa: N802 -- the extraction mark that Babel and gettext know
    """Mark a message for translation where it is written; it is translated where it is shown."""
    return message


class ContestError(Exception):
    """Base of everything we raise on purpose."""


class RuleBroken(ContestError):
    """A rule of the contest or of a form was broken, and the person can mend it.

    `message` is an untranslated sentence with %(name)s placeholders, `params` fill it, and `field` names the
    form field it belongs beside, where there is one.
    """

    def __init__(self, message: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
        self.field = field

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message

    @property
    def each(self) -> tuple["RuleBroken", ...]:
        """What is broken, one by one."""
        return (self,)


class RulesBroken(RuleBroken):
    """Several rules were broken at once; whoever shows one alone shows the first."""

    def __init__(self, broken: tuple[RuleBroken, ...]) -> None:
        super().__init__(broken[0].message, field=broken[0].field, **broken[0].params)
        self._each = broken

    @property
    def each(self) -> tuple[RuleBroken, ...]:
        return self._each


class Conflict(RuleBroken):
    """Somebody (or another tab) changed the thing meanwhile; nothing was overwritten."""


class NotFound(ContestError):
    """There is no such thing for this person; another's thing is the same as none."""


class SignedOut(ContestError):
    """A form came from somebody who is not signed in, or not any more."""


class Forbidden(ContestError):
    """The person is known and may not do this."""
