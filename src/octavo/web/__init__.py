"""What readers and the operator see: pages rendered on the server, feeds of our own, machine files.

Reads the store through its functions alone and decides with `visible` what a viewer may see. Defines no tables
and never reaches for the network. English stands at `/`, every other interface language below its prefix.
"""
