"""The bundled newsroom: invented publishers, their articles as data files, and a loopback press that serves them.

Nothing downstream knows of it. The press answers as publishers on the web would; Octavo gathers from it as from them.
"""
