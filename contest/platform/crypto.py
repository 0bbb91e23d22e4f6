"""The keys of this installation at work: sealing, signing, opaque keys. PyNaCl and hashlib only."""

import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.secret import SecretBox
from nacl.signing import SigningKey, VerifyKey

from contest.kernel.errors import ContestError
from contest.settings import Secrets, Settings

# Every sealed record has this length before encryption, so that size tells nothing about what is inside.
SEALED_RECORD = 512
LOCKED_RECORD = 1024
VERSION = b"\x01"
LOCK_OVERHEAD = len(VERSION) + SecretBox.NONCE_SIZE + SecretBox.MACBYTES  # bytes beside the padded content


class SealBroken(ContestError):
    """A sealed record cannot be opened: another key, or damaged."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """What can be done with the installation's secrets, so that the secrets themselves stay here."""

    secrets: Secrets

    def seal(self, content: bytes) -> bytes:
        """Encrypt up to 510 bytes; all results are equally long."""
        return _closed(self._box(), content, SEALED_RECORD)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt what `seal` made. Raises SealBroken."""
        return _opened(self._box(), sealed)

    def lock(self, purpose: str, content: bytes, length: int = LOCKED_RECORD) -> bytes:
        """Encrypt up to `length` - 2 bytes with a key for one purpose; all results of a length are equally long."""
        return _closed(self._box_for(purpose), content, length)

    def unlock(self, purpose: str, locked: bytes) -> bytes:
        """Decrypt what `lock` made for the same purpose. Raises SealBroken."""
        return _opened(self._box_for(purpose), locked)

    def opaque(self, purpose: str, value: str) -> str:
        """Return a key that is equal for equal values and tells nothing else: HMAC-SHA256, 128 bits, hex."""
        digest = hmac.new(
            bytes.fromhex(self.secrets.conflicts), f"{purpose}\0{value}".encode(), hashlib.sha256
        )
        return digest.hexdigest()[:32]

    def derived(self, purpose: str) -> str:
        """Return a key for one purpose, made of the sealing key and telling nothing about it: 256 bits, hex."""
        key = bytes.fromhex(self.secrets.sealing)
        return hmac.new(key, f"derived\0{purpose}".encode(), hashlib.sha256).hexdigest()

    def sign(self, message: bytes) -> str:
        """Sign with the installation's Ed25519 key; 64 bytes, hex."""
        return SigningKey(bytes.fromhex(self.secrets.signing)).sign(message).signature.hex()

    def verifies(self, message: bytes, signature: str) -> bool:
        """Tell whether `signature` was made by this installation for exactly this message."""
        try:
            VerifyKey(bytes.fromhex(self.public_key)).verify(message, bytes.fromhex(signature))
        except (BadSignatureError, ValueError):
            return False
        return True

    @property
    def public_key(self) -> str:
        """The Ed25519 public key, hex: anyone can check receipts with it."""
        return SigningKey(bytes.fromhex(self.secrets.signing)).verify_key.encode().hex()

    def _box(self) -> SecretBox:
        return SecretBox(bytes.fromhex(self.secrets.sealing))

    def _box_for(self, purpose: str) -> SecretBox:
        return SecretBox(bytes.fromhex(self.derived(purpose)))


def _closed(box: SecretBox, content: bytes, length: int) -> bytes:
    if len(content) > length - 2:
        raise ValueError("too long to be sealed")
    padded = len(content).to_bytes(2, "big") + content.ljust(length - 2, b"\0")
    return VERSION + bytes(box.encrypt(padded))


def _opened(box: SecretBox, closed: bytes) -> bytes:
    try:
        padded = box.decrypt(closed[1:])
    except (CryptoError, ValueError) as error:
        raise SealBroken("a seal cannot be opened with this installation's key") from error
    return padded[2 : 2 + int.from_bytes(padded[:2], "big")]


def keyring() -> Keyring:
    """Return the keyring of the running application."""
    settings: Settings = current_app.extensions["contest_settings"]
    return Keyring(settings.secrets)


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content`, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()
