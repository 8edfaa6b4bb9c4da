"""Importing organisations from a file: read and check everything first, then apply in short transactions."""
