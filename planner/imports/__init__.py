"""Bytes and folders in, core records and Problems out; imports never touch storage."""
