"""Notifications as readers meet them: the bell, what they choose, their devices, and the words of every message."""
