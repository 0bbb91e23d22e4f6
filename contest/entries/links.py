"""Signs the address at which a co-author answers when the letter is rendered, and reads it when it comes back."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from contest.kernel.errors import NotFound


def token(co_author_key: str) -> str:
    """Return what stands in the address."""
    return str(_signer().dumps(co_author_key))


def co_author_key(token: str) -> str:
    """Return the key of who was asked. Raises NotFound for an address that we did not make."""
    try:
        found = _signer().loads(token)
    except BadSignature as error:
        raise NotFound("co-author") from error
    return str(found)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="co-author")
