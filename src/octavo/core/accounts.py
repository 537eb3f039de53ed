"""Settings of accounts and letters: who may sign up, how mail leaves, and who else vouches for a reader."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SignUp(StrEnum):
    """Who may make an account. `AUTO`: open on a private instance, which only its own person reaches; elsewhere by
    invitation, because whoever opens a newsroom to the world answers for what strangers write there."""

    AUTO = "auto"
    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in. `tls` is "implicit", "starttls" or "none"."""

    host: str
    port: int
    user: str
    password: str
    tls: str


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """`mail_url` is `smtp://user:password@host:587?tls=starttls` or `smtps://…`; empty, no letter is ever sent.

    The `oidc_…` settings name one OpenID Connect issuer whose people may sign in here; `oidc_sign_up` lets them make
    an account though sign-up is not open.
    """

    prefix: ClassVar[str] = "OCTAVO_"

    sign_up: SignUp = SignUp.AUTO
    mail_url: str = ""
    mail_from: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "OpenID Connect"
    oidc_sign_up: bool = False

    def __post_init__(self) -> None:
        if self.mail_url:
            _check_mail(self.mail_url, self.mail_from)
        if not (self.mail_from.isprintable() and self.oidc_name.isprintable()):
            raise ValueError("OCTAVO_MAIL_FROM and OCTAVO_OIDC_NAME must be one line each")
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("OCTAVO_OIDC_ISSUER needs OCTAVO_OIDC_CLIENT_ID")
        issuer = urlsplit(self.oidc_issuer)
        if self.oidc_issuer and (issuer.scheme not in {"http", "https"} or not issuer.hostname):
            raise ValueError("OCTAVO_OIDC_ISSUER must be an address such as https://id.example")
        if issuer.scheme == "http" and issuer.hostname not in LOOPBACK:
            raise ValueError("OCTAVO_OIDC_ISSUER must start with https://")

    @property
    def mail_server(self) -> MailServer | None:
        return mail_server(self.mail_url) if self.mail_url else None


def mail_server(url: str) -> MailServer:
    """Raises ValueError where `url` makes no sense."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    usual = "implicit" if parts.scheme == "smtps" else "none" if host in LOOPBACK else "starttls"
    tls = parse_qs(parts.query).get("tls", [usual])[-1]
    port = parts.port or PORTS.get(parts.scheme, 0)
    return MailServer(host, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def _check_mail(url: str, sender: str) -> None:
    wrong = ValueError("OCTAVO_MAIL_URL must be like smtp://user:password@mail.example:587?tls=starttls")
    try:
        server = mail_server(url)
    except ValueError as error:
        raise wrong from error
    if urlsplit(url).scheme not in PORTS or not server.host or server.tls not in {"implicit", "starttls", "none"}:
        raise wrong
    if server.password and server.tls == "none" and server.host not in LOOPBACK:
        raise ValueError("OCTAVO_MAIL_URL would send its password in the clear: leave tls=none out")
    if "@" not in sender:
        raise ValueError("OCTAVO_MAIL_URL needs OCTAVO_MAIL_FROM, the address that letters come from")
