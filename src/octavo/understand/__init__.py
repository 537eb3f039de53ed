"""Labels for one article: language, embedding, topics, places, names, hashtags, figures, quotations.

`label.label_articles` makes them all; each part is a module of its own, which knows nothing of other articles.
"""

VERSION = 2
"""Of the labels as a whole. It rises with any part, and stored labels of an earlier version are made anew."""
