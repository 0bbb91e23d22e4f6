"""The only way to add a route: a rule, and the permission it needs."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.kernel.errors import Forbidden, NotFound, SignedOut
from contest.platform import judge_role
from contest.web import actor, second_factor

View = Callable[..., ResponseReturnValue]


class Pages:
    """The pages of one audience. A rule with <slug> is about an edition; the function gets it as `edition`.

    `sensitive`: pages about an edition ask for a second factor where the edition wants one. `blind`: the database
    itself refuses them what knows a name, where it can.
    """

    def __init__(self, name: str, *, prefix: str = "", sensitive: bool = False, blind: bool = False) -> None:
        self.sensitive = sensitive
        self.blind = blind
        self.blueprint = Blueprint(name, __name__, url_prefix=prefix or None)

    def page(
        self, rule: str, permission: Permission, *, methods: tuple[str, ...] = ("GET",)
    ) -> Callable[[View], View]:
        """Add a page that people with `permission` may ask for; everybody else gets one of three plain answers."""

        def add(function: View) -> View:
            @wraps(function)
            def guarded(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 -- whatever the rule's converters give
                edition = _edition(values)
                refusal = _refuse(permission, edition)
                if refusal is None and self.sensitive and edition is not None:
                    refusal = second_factor.lead(edition)
                if refusal is not None:
                    return refusal
                with self._rights():
                    return function(**values)

            guarded.permission = permission  # type: ignore[attr-defined]  # read by the architecture tests
            self.blueprint.add_url_rule(rule, function.__name__, guarded, methods=list(methods))
            return function

        return add

    def _rights(self) -> AbstractContextManager[None]:
        return judge_role.as_judge(actor.current().account_id) if self.blind else nullcontext()


def _edition(values: dict[str, Any]) -> EditionView | None:
    if "slug" not in values:
        return None
    edition = editions.by_slug(values.pop("slug"), now=clock.now())
    values["edition"] = edition
    return edition


def _refuse(permission: Permission, edition: EditionView | None) -> ResponseReturnValue | None:
    """Return a redirect to the sign-in page, raise SignedOut, NotFound or Forbidden, or return None: go on."""
    asking = actor.circumstances(edition)
    if allows(permission, asking):
        return None
    if asking.account_id is None:
        if request.method != "GET":
            raise SignedOut
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    if edition is not None and not asking.duties:
        raise NotFound(edition.slug)
    raise Forbidden
