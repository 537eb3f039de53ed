"""The words of the newsroom as frozen value types, and the Protocols that have two implementations.

Core imports no other room, and nothing heavier than the standard library.
"""
