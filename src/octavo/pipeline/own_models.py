"""A reader's own language model: whether its address may be asked at all, judged by itself and without the network."""

from octavo.core.failures import Failure
from octavo.gather.address import parse_url, refuse_address


def refusal(url: str) -> Failure | None:
    """None where the guard lets it be asked; what its name leads to is looked at whenever it is."""
    address = parse_url(url)
    return address if isinstance(address, Failure) else refuse_address(address)
