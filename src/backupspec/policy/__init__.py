"""The declarative policy: what it is made of, how it is read, and how it is said in words.

A policy is data. The processes that follow it are functions elsewhere; nothing here performs a backup.
"""
