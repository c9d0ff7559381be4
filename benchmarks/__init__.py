"""Measurements, each a program that prints its figures; nothing here asserts, and nothing in teachmeet imports it."""
