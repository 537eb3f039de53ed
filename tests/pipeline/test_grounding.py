"""The checker as the pipeline puts it together."""

from octavo.core.grounding import Claim, GroundingCode, SourceArticle
from octavo.pipeline.grounding import check_claims


def test_claims_are_checked_against_articles() -> None:
    article = SourceArticle("a", "Harbour closed", "The flood closed the harbour of Velm on Tuesday.", "en")
    claims = [
        Claim("The flood closed the harbour of Velm.", "en"),
        Claim("The flood closed the harbour on Friday.", "en"),
    ]
    verdicts = check_claims(claims, [article])
    assert [verdict.reason.code for verdict in verdicts] == [GroundingCode.SUPPORTED, GroundingCode.DATE]
