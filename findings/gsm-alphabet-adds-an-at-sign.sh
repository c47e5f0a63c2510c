#!/usr/bin/env bash
# smspdudecoder 2.2.0: seven characters packed in the GSM alphabet and unpacked again are eight; the eighth is `@`.
#
# One would guess: decode(encode(text)) == text, for every text of the alphabet.
# What happens: seven characters of 7 bits fill 49 bits, the eighth byte is padding, and 0 is the code of `@`. Only the count of characters, which stands in the message's head and not
# in its body, tells "1234567" from "1234567@". The codec is not given the count, so texts of 7, 15, 23 ... characters gain an `@`, and both texts have the same bytes.
# What it means: a backup that keeps the packed bytes of a message and not its length cannot give it back. Texts for a suite should have lengths around multiples of 8.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet smspdudecoder==2.2.0 bitstring==4.4.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from smspdudecoder.codecs import GSM

for text in ("123456", "1234567", "1234567@", "12345678", "123456789012345"):
    print(f"{text!r} -> {GSM.encode(text)} -> {GSM.decode(GSM.encode(text))!r}")
PYTHON
)
echo "$seen"
diff <(echo "$seen") - <<'EXPECTED'
'123456' -> 31D98C56B301 -> '123456'
'1234567' -> 31D98C56B3DD00 -> '1234567@'
'1234567@' -> 31D98C56B3DD00 -> '1234567@'
'12345678' -> 31D98C56B3DD70 -> '12345678'
'123456789012345' -> 31D98C56B3DD7039584C36A3D500 -> '123456789012345@'
EXPECTED
