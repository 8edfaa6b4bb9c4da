"""The words of search in the admin: synonyms, everyday situations, a trial before saving, what was not found."""
