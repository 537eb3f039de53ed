"""The operator's pages: feeds and their health, publishers and terms, imports, jobs, disk, the pages of the site."""
