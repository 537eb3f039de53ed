"""Programs that pretend to speak: small scripts on a PATH of the test's own, which note what they were given."""

import json
import sys
from pathlib import Path
from typing import Any

VOICES = """Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  ar              --/M      Arabic             sem/ar
 5  de              --/M      German             gmw/de
 2  en-gb           --/M      English_(GB)       gmw/en               (en 2)
 3  en-us           --/M      English_(US)       gmw/en-US            (en 3)
 5  fr-fr           --/M      French_(France)    roa/fr               (fr 5)
 5  ja              --/M      Japanese           jpx/ja
 5  nb              --/M      Norwegian_Bokmal   gmq/nb               (no 5)
"""
_SPEAKS = """#!PYTHON
import json, math, os, struct, sys, wave
if "--voices" in sys.argv:
    print(VOICES)
    raise SystemExit
text = sys.stdin.buffer.read().decode("utf-8")
with open(LOG, "a", encoding="utf-8") as log:
    log.write(json.dumps({"argv": sys.argv[1:], "text": text, "environment": dict(os.environ)}) + "\\n")
EXTRA
with wave.open(sys.argv[-1], "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(RATE)
    tone = (int(9000 * math.sin(at / 9)) for at in range(RATE * len(text.split()) // 10))
    file.writeframes(b"".join(struct.pack("<h", one) for one in tone))
"""
_ENCODES = """#!PYTHON
import sys
data = open(sys.argv[-2], "rb").read()
open(sys.argv[-1], "wb").write(b"MARK" + data[: len(data) // 10])
"""


class Programs:
    """A directory of scripts. A tone of a tenth of a second stands for each word; an encoder keeps a tenth."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(exist_ok=True)
        self.directory = directory
        self.log = directory / "log.jsonl"

    def write(self, name: str, script: str) -> Path:
        file = self.directory / name
        file.write_text(script.replace("PYTHON", sys.executable), encoding="utf-8")
        file.chmod(0o755)
        return file

    def speaking(self, name: str = "espeak-ng", *, rate: int = 22_050, extra: str = "") -> Path:
        """`extra` is run when it has noted what it was given, before it writes."""
        script = _SPEAKS.replace("VOICES)", f"{VOICES!r})").replace("LOG", repr(str(self.log)))
        return self.write(name, script.replace("RATE", str(rate)).replace("EXTRA", extra))

    def encoding(self, name: str = "lame") -> Path:
        return self.write(name, _ENCODES)

    def runs(self) -> list[dict[str, Any]]:
        """What each speaking program was given, in order."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines]
