"""Judgement by rules and models: what may be said beside an article. Never touches the database."""
