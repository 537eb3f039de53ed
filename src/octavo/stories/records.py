"""Byte strings by row number, in blocks: a million of them without a million Python objects.

They only come at the end and are given back from the beginning, as articles do.
"""

from array import array

ROWS = 4_096
"""Of a block, which is given back at once."""


class Records:
    def __init__(self) -> None:
        self._blocks: dict[int, _Block] = {}
        self._end = 0

    def __len__(self) -> int:
        """Rows that were ever added."""
        return self._end

    def add(self, record: bytes) -> int:
        """The new row's number."""
        row, self._end = self._end, self._end + 1
        block = self._blocks.get(row // ROWS) or self._blocks.setdefault(row // ROWS, _Block())
        block.data += record
        block.ends.append(len(block.data))
        return row

    def __getitem__(self, row: int) -> bytes:
        """Raises KeyError for a row that was given back."""
        block, at = self._blocks[row // ROWS], row % ROWS
        return bytes(block.data[block.ends[at - 1] if at else 0 : block.ends[at]])

    def cut(self, first_row: int) -> None:
        """Give back the memory of whole blocks before `first_row`."""
        for number in [number for number in self._blocks if (number + 1) * ROWS <= first_row]:
            del self._blocks[number]


class _Block:
    __slots__ = ("data", "ends")

    def __init__(self) -> None:
        self.data = bytearray()
        self.ends = array("I")
