"""A press whose clock is held, and a visitor of its publishers' sites."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from octavo.demo.press import Press

STARTED_AT = datetime(2024, 5, 14, 9, 30, tzinfo=UTC)


@dataclass
class HeldClock:
    at: datetime = STARTED_AT + timedelta(minutes=1)

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class ServedPress:
    """What a visitor of the publishers' sites sees."""

    press: Press
    clock: HeldClock
    port: int

    def get(self, url: str, **headers: str) -> Answer:
        """GET an address of a publisher, wherever the press listens."""
        host, _, path = url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", f"/{path}", headers={"Host": host} | headers)
        response = connection.getresponse()
        sent = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, response.read(), sent)
        connection.close()
        return answer
