"""Limits on guessing and on floods: how often a network, and how often an address, may try a form.

Counted by `limits`, the engine of Flask-Limiter, without the extension: that keeps its rules and its store in one
object of the process, counts a rule twice where two applications are built, and names a rule by the view's name.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address
from time import time
from typing import Any, Final

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from contest.kernel.errors import ContestError
from contest.settings import Settings
from contest.web import errors

View = Callable[..., ResponseReturnValue]
Key = Callable[[], str]

# A whole office may sit behind one address, so what goes well is not counted where that can be helped.
GUESSES_OF_A_NETWORK: Final = "30 per minute; 300 per hour"
GUESSES_OF_A_PERSON: Final = "10 per 15 minutes"


class TooOften(ContestError):
    """A limit is reached; `seconds` until the next attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Counters:
    """Counts in Redis where that is set, so that many processes count together; while it is away, each alone."""

    def __init__(self, redis_url: str | None) -> None:
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = self._own
        if redis_url:
            options = {"wrap_exceptions": True, "socket_connect_timeout": 1, "socket_timeout": 2}
            self._shared = MovingWindowRateLimiter(storage_from_string(redis_url, **options))

    def wait(self, item: RateLimitItem, *key: str) -> int:
        """Return the seconds until one more is allowed; 0 is now."""
        return int(self._try(lambda counter: self._wait(counter, item, key)))

    def count(self, item: RateLimitItem, *key: str) -> None:
        """Count one more."""
        self._try(lambda counter: counter.hit(item, *key))

    def _try(self, action: Callable[[MovingWindowRateLimiter], Any]) -> Any:  # noqa: ANN401 -- what the action gives
        try:
            return action(self._shared)
        except StorageError as error:
            current_app.logger.warning("counting attempts alone: %s", type(error.storage_error).__name__)
            return action(self._own)

    @staticmethod
    def _wait(counter: MovingWindowRateLimiter, item: RateLimitItem, key: tuple[str, ...]) -> int:
        if counter.test(item, *key):
            return 0
        return max(1, round(counter.get_window_stats(item, *key).reset_time - time()))


def init_app(app: Flask, settings: Settings) -> None:
    """Set the counters up, and say in plain words when a limit is reached."""
    app.extensions["contest_limits"] = Counters(settings.redis_url)
    app.register_error_handler(TooOften, _too_often)


# --- for what is counted -------------------------------------------------------------------------------------------


def network() -> str:
    """Return whence the request comes: the address, of IPv6 the /64 that one subscriber has."""
    remote = request.remote_addr or "127.0.0.1"
    try:
        address = ip_address(remote)
    except ValueError:  # a socket of this machine
        return remote
    return f"{int(address) >> 64:x}::" if isinstance(address, IPv6Address) else remote


def typed_address() -> str:
    """Return a key for the e-mail address that was typed into the form."""
    typed = request.form.get("email", "")[:320].strip().lower()
    return hashlib.sha256(typed.encode()).hexdigest()[:32]


# --- guards of pages -----------------------------------------------------------------------------------------------


def tries(allowance: str, key: Key = network) -> Callable[[View], View]:
    """Limit how often a form may be sent, well or in vain, for what `key` names."""
    return _guard(allowance, key, lambda _: True)


def guesses(allowance: str, key: Key = network) -> Callable[[View], View]:
    """Limit how often a form may be sent in vain, for what `key` names."""
    return _guard(allowance, key, lambda answer: answer.status_code == 422)


def _guard(allowance: str, key: Key, counts: Callable[[Response], bool]) -> Callable[[View], View]:
    items = parse_many(allowance)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:  # noqa: ANN401 -- whatever the rule's converters give
            if request.method != "POST" or not current_app.config.get("RATELIMIT_ENABLED", True):
                return view(**values)
            counters: Counters = current_app.extensions["contest_limits"]
            name = (view.__name__, key())
            wait = max(counters.wait(item, *name) for item in items)
            if wait:
                raise TooOften(wait)
            answer = make_response(view(**values))
            if counts(answer):
                for item in items:
                    counters.count(item, *name)
            return answer

        return guarded

    return guard


def _too_often(reached: TooOften) -> Response:
    minutes = max(1, -(-reached.seconds // 60))
    message = ngettext(
        "This was tried too often. Wait %(num)d minute, then try again.",
        "This was tried too often. Wait %(num)d minutes, then try again.",
        minutes,
    )
    answer = errors.page(429, message)
    answer.headers["Retry-After"] = str(reached.seconds)
    return answer
