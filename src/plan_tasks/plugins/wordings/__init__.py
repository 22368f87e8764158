"""Wordings, which say what notices say."""
