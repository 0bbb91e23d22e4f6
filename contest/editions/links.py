"""Signs the address of an invitation when its letter is rendered, and reads it when it comes back."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from contest.kernel.errors import NotFound


def token(invitation_key: str) -> str:
    """Return what stands in the address for this invitation."""
    return str(_signer().dumps(invitation_key))


def invitation_key(token: str) -> str:
    """Return the key of the invitation. Raises NotFound for an address that we did not make."""
    try:
        found = _signer().loads(token)
    except BadSignature as error:
        raise NotFound("invitation") from error
    return str(found)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")
