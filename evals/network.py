"""The way out: URLs and international names read as browsers read them, payloads refused, robots.txt matched.

`network.urls`: failures refused, and http(s) addresses given the same host, path and query (web platform tests).
`network.names`: valid names turned into their ASCII form, invalid ones refused; rules that browsers waive are left out.
`network.ssrf`: addresses of the payload list refused by the URL alone, before any lookup (two of them are public).
`network.robots`: Google's cases; three of the 102 differ where RFC 9309 section 2.2.2 asks for it.
"""

from evals import datapack
from octavo.core.failures import Failure
from octavo.gather.address import WebAddress, parse_url, refuse_address
from octavo.gather.domains import BadHostError, parse_host
from octavo.gather.robots import Rules

PEERS = {
    "network.robots": "Protego .922, urllib.robotparser .618",
}
# What UTS #46 reports and the URL Standard waives: lengths (A4), hyphens (V2, V3), ASCII that STD3 forbids (U1).
WAIVED = frozenset(("A4_1", "A4_2", "V2", "V3", "U1"))
PUBLIC_IN_SSRF = ("example.com", "r3dir.me")


def run(full: bool) -> dict[str, float]:
    """Shares of right cases. The sets are small: the sample is the whole."""
    names = datapack.read_set("url-wpt", "idna.jsonl.gz")
    robots = datapack.read_set("robots-google", "cases.jsonl")
    return {
        "network.urls": share([is_read_right(row) for row in datapack.read_set("url-wpt", "urls.jsonl")]),
        "network.names": share([is_named_right(row) for row in names if not problems(row) & WAIVED]),
        "network.ssrf": share([is_kept_out(row) for row in datapack.read_set("sec-payloads", "ssrf_urls.jsonl")]),
        "network.robots": share([Rules(r["robots"]).allow(r["url"], r["agent"]) == r["allowed"] for r in robots]),
    }


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def is_read_right(row: datapack.Record) -> bool:
    base = parse_url(row["base"]) if row["base"] else None
    got = parse_url(row["input"], base if isinstance(base, WebAddress) else None)
    if row.get("failure") or row["protocol"] not in ("http:", "https:"):
        return isinstance(got, Failure)
    wanted = row["protocol"] + "//" + row["host"] + row["pathname"] + row["search"]
    return isinstance(got, WebAddress) and got.url.removesuffix("?") == wanted


def is_named_right(row: datapack.Record) -> bool:
    try:
        got = parse_host(row["source"])
    except BadHostError:
        got = ""
    return not got if problems(row) else got == row["to_ascii"]


def problems(row: datapack.Record) -> set[str]:
    return {problem.strip(" []") for problem in row["to_ascii_status"].split(",")} - {""}


def is_kept_out(row: datapack.Record) -> bool:
    address = parse_url(row["payload"])
    if isinstance(address, Failure) or refuse_address(address) is not None:
        return True
    return address.host.endswith(PUBLIC_IN_SSRF)
