"""What the admin changes one by one reaches the search index and the readers' caches too.

The store's own writes go past Django's signals and see to both themselves.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from octavo.core.protocols import SearchDocument
from octavo.store.briefs import forget_made_of
from octavo.store.changes import note_change
from octavo.store.label_queue import label_again, wait_for_labels
from octavo.store.models import Article, ArticleBody, Hashtag, Publisher, Section, SitePage
from octavo.store.search import search_index
from octavo.store.sql import query
from octavo.store.stories import take_out

_WORDS = (
    "SELECT a.id, a.title, b.text FROM store_article a JOIN store_articlebody b ON b.article_id = a.id WHERE a.id = %s"
)


def connect() -> None:
    for model in (Article, ArticleBody):
        pre_save.connect(_forget_words, sender=model)
        post_save.connect(_learn_words, sender=model)
        pre_delete.connect(_forget_words, sender=model)
    pre_delete.connect(_leave_story, sender=Article)
    for shown in (Article, ArticleBody, Hashtag, Publisher, Section, SitePage):
        post_save.connect(_note_change, sender=shown)
        post_delete.connect(_note_change, sender=shown)


def _forget_words(instance: Article | ArticleBody, **_: Any) -> None:
    if instance.pk:
        search_index().remove([instance.pk])


def _learn_words(instance: Article | ArticleBody, *, created: bool, **_: Any) -> None:
    if created and isinstance(instance, Article):
        wait_for_labels([(instance.pk, instance.shown_at)])
    else:
        label_again([instance.pk])
    search_index().add(SearchDocument(*row) for row in query(_WORDS, [instance.pk]))


def _leave_story(instance: Article, **_: Any) -> None:
    """And whatever quotes it, read or spoken."""
    forget_made_of([instance.pk])
    take_out([instance.pk])


def _note_change(**_: Any) -> None:
    note_change()
