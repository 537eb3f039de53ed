"""`send_mail`: hand a letter to the operator's mail server, again later where that is away."""

import asyncio
import base64
import smtplib
import ssl

from octavo.core.accounts import AccountSettings, MailServer
from octavo.core.config import load
from octavo.core.failures import Failure, FailureCode
from octavo.core.protocols import Job
from octavo.pipeline.results import JobResult
from octavo.pipeline.tools import Tools

TIMEOUT_S = 30
REFUSED_FOR_GOOD = 500


class MailSender:
    """Is given no address guard: the operator named the server."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._server = load(AccountSettings).mail_server

    async def __call__(self, job: Job) -> JobResult:
        if self._server is None:
            return JobResult(job, failure=Failure(FailureCode.CONNECT, "OCTAVO_MAIL_URL names no mail server"))
        failure = await asyncio.to_thread(send, self._server, job.payload)
        if failure is None:
            return JobResult(job)
        return JobResult(job, failure=failure, retry_at=self._tools.retry_at(job, failure))


def send(server: MailServer, letter: dict[str, object]) -> Failure | None:
    """Hand the letter in. Never says in a failure whom it is to, nor what it says."""
    try:
        with _connect(server) as smtp:
            if server.tls == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if server.user:
                smtp.login(server.user, server.password)
            smtp.sendmail(str(letter["sender"]), _recipients(letter), base64.b64decode(str(letter["message"])))
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(max(code for code, _ in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except ssl.SSLError as error:
        return Failure(FailureCode.TLS, str(error)[:200])
    except TimeoutError:
        return Failure(FailureCode.TIMEOUT, "the mail server took too long")
    except (smtplib.SMTPException, OSError) as error:
        return Failure(FailureCode.CONNECT, f"{type(error).__name__}: {error}"[:200])
    return None


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.tls == "implicit":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)


def _recipients(letter: dict[str, object]) -> list[str]:
    to = letter["to"]
    return [str(one) for one in to] if isinstance(to, list) else []


def _refused(code: int) -> Failure:
    """RFC 5321: 4yz may pass, 5yz will not. As HTTP has it the other way round, the status is told in its terms."""
    status = 400 if code >= REFUSED_FOR_GOOD else 503
    return Failure(FailureCode.HTTP_STATUS, f"the mail server answered {code}", status=status)
