"""Stub, to be written."""
