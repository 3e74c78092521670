"""Sentences for people, in English and Dutch: the core returns kinds and figures, this words them. No Flask."""
