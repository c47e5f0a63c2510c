#!/usr/bin/env bash
# One SMS, three libraries, three dates: smspdudecoder 2.2.0 reads the year 99 as 2099, python-messaging 0.5.13 and python-gsmmodem-new 0.13.0 as 1999; and only the
# last one keeps the offset from UTC.
#
# One would guess: the moment at which a message was sent is in the message, so that every reader of a phone's messages gets the same one.
# What happens: the time stamp of an SMS (3GPP TS 23.040, TP-SCTS) has two digits for the year and quarters of an hour for the zone. Where the century begins is the
# reader's choice, and two of three give the moment in UTC with the offset thrown away; one of them (python-messaging) without saying that it is UTC.
# What it means: messages imported from a SIM or a modem log may lie in the future, and two exports of one message differ. What backupspec does: a message's moment is
# a full date with its offset in the contract, and suites that give old dates give them as such.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet smspdudecoder==2.2.0 bitstring==4.4.0 python-messaging==0.5.13 python-gsmmodem-new==0.13.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from gsmmodem.pdu import decodeSmsPdu
from messaging.sms import SmsDeliver
from smspdudecoder.easy import read_incoming_sms

# An incoming message "hellohello" from +46 70 555 00 00 in the default alphabet; only its time stamp changes.
HEAD, TAIL = "00040B916407550500F00000", "0AE8329BFD4697D9EC37"
for name, stamp in (("year 99, UTC", "99012101758000"), ("2014, 5 h 45 min ahead", "41602001000032")):
    pdu = HEAD + stamp + TAIL
    message = SmsDeliver(pdu)
    print(name)
    print("  smspdudecoder      ", read_incoming_sms(pdu)["date"].isoformat())
    print("  python-messaging   ", message.data["date"].isoformat())
    print("  python-gsmmodem-new", decodeSmsPdu(pdu)["time"].isoformat())
    assert message.text == "hellohello"
PYTHON
)
echo "$seen"
diff <(echo "$seen") - <<'EXPECTED'
year 99, UTC
  smspdudecoder       2099-10-12T10:57:08+00:00
  python-messaging    1999-10-12T10:57:08
  python-gsmmodem-new 1999-10-12T10:57:08+00:00
2014, 5 h 45 min ahead
  smspdudecoder       2014-06-02T04:15:00+00:00
  python-messaging    2014-06-02T04:15:00
  python-gsmmodem-new 2014-06-02T10:00:00+05:45
EXPECTED
