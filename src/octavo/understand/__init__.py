"""Labels for an article's text. Today its language (`language`); each judgement names its version."""
