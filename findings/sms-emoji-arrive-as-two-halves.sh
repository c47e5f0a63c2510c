#!/usr/bin/env bash
# python-messaging 0.5.13 and python-gsmmodem-new 0.13.0: an emoji in an SMS becomes two characters, neither of which can be written to a file.
#
# One would guess: an SMS in UCS-2 is decoded as UTF-16, as phones write it, so that a pair of units is one character.
# What happens: both decode unit by unit. The text has two lone surrogates: `len` says 4 where people see 3, `json.dumps` writes it without complaint (as \ud83d\ude00, which
# the next reader joins again), and encoding it as UTF-8 raises. smspdudecoder 2.2.0 reads the pair as one character.
# What it means: an adapter that hands such a text on fails at the transport, far from the cause; a comparison by code points calls the message changed.
# What backupspec does: a text with half a character is refused where it is read, in its own words and with its place, and joined pairs in \u escapes are one character.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet smspdudecoder==2.2.0 bitstring==4.4.0 python-messaging==0.5.13 python-gsmmodem-new==0.13.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import json

from gsmmodem.pdu import decodeSmsPdu
from messaging.sms import SmsDeliver
from smspdudecoder.easy import read_incoming_sms

# An incoming message "1😀2" from +46 70 555 00 00, in UCS-2, of 2014-06-02.
PDU = "00040B916407550500F0000841602001000000" + "08" + "0031" + "D83DDE00" + "0032"
for name, text in (
    ("smspdudecoder", read_incoming_sms(PDU)["content"]),
    ("python-messaging", SmsDeliver(PDU).text),
    ("python-gsmmodem-new", decodeSmsPdu(PDU)["text"]),
):
    try:
        encoded = text.encode().hex()
    except UnicodeEncodeError as error:
        encoded = type(error).__name__
    print(f"{name}: {len(text)} characters, UTF-8 {encoded}, JSON {json.dumps(text)}")
PYTHON
)
echo "$seen"
diff <(echo "$seen") - <<'EXPECTED'
smspdudecoder: 3 characters, UTF-8 31f09f988032, JSON "1\ud83d\ude002"
python-messaging: 4 characters, UTF-8 UnicodeEncodeError, JSON "1\ud83d\ude002"
python-gsmmodem-new: 4 characters, UTF-8 UnicodeEncodeError, JSON "1\ud83d\ude002"
EXPECTED
