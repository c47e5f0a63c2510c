Feature: Text messages on a new phone

  Saved messages are the account's. All of them come back to a phone that is set up with one of the account's backups, whichever it is, and
  whichever phone saved them. The messages of a phone that was never backed up may be offered on their own.

  @TXT-02 @behaviour
  Rule: Conversations come back when a new phone is set up

    # What comes back

    @TXT-02.01
    Scenario Outline: After Ann's phone saved <messages>, a new phone holds them all, unchanged
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved <messages>
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were
      And the text messages in OneDrive are what they were

      Examples:
        | row      | messages                                  | why                                               |
        | one      | an SMS                                    | one message is a conversation                     |
        | mms      | an MMS with a picture, a sound and a card | what is attached belongs to its message           |
        | group    | an MMS in a group                         | a group is a conversation of its own              |
        | same     | two messages that say the same            | neither of the two is the other's copy            |
        | scripts  | messages in many scripts                  | each letter has to come back                      |
        | long     | an SMS of 2,000 characters                | nothing is cut off                                |
        | talks    | three conversations                       | each message belongs to its own, in its own order |
        | many     | 1,000 messages                            | none is forgotten                                 |
        | capitals | messages of Ben and of BEN                | each of the two has a conversation of their own   |

    @TXT-02.02
    Scenario: Messages come back in the order in which they came, though a clock that was set back says otherwise
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved an SMS, and after its clock was set back by a day, another one
      When Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were

    @TXT-02.03
    Scenario: After a reset, the messages come back to the same phone
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann's phone is reset and set up with the newest backup of Ann's phone
      Then Ann's phone holds all messages of Ann's phone, as they were

    @TXT-02.04
    Scenario Outline: After Ann deleted <some>, the others come back
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann deletes <some> on Ann's phone
      And Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone that were not deleted, as they were

      Examples:
        | row          | some                      | why                                     |
        | first        | the first message         | what was deleted stays gone             |
        | every-second | every second message      | what is left keeps its order            |
        | conversation | the conversation with Ben | his group is another conversation |

    @TXT-02.05
    Scenario: Messages come back that were saved before the backup, and after it
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ann has turned Settings backup on
      When Ann taps Back up now
      And Ann exchanges three conversations
      And Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were

    @TXT-02.06 @choice:backups_offered:every_complete_one @choice:backups_kept:every_one
    Scenario: All messages come back with an older backup, too
      Given Ann's phone was backed up three times, each time with other content
      And Ann's phone has saved three conversations
      When Ann's new phone is set up on Wi-Fi with the oldest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were

    @TXT-02.07
    Scenario: Messages come back over cellular data, too
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann's new phone is set up on cellular data only with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were

    # Whose

    @TXT-02.08
    Scenario: Another account's messages do not come
      Given Ann's phone was backed up with its apps
      And Ben's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ben's phone has saved an SMS
      When Ben's new phone is set up on Wi-Fi with the newest backup of Ben's phone
      Then Ben's new phone holds all messages of Ben's phone, as they were

    @TXT-02.09
    Scenario Outline: With two phones of one account, the messages of both come back with the backup of <whose> phone
      Given Ann's phone was backed up with its apps
      And Ben's phone, of Ann's account, was backed up with its apps
      And Ann's phone has saved three conversations
      And Ben's phone has saved an SMS
      When Ann's new phone is set up on Wi-Fi with the newest backup of <whose> phone
      Then Ann's new phone holds all messages of Ann's phone and Ben's phone, as they were

      Examples:
        | row    | whose | why                                         |
        | first  | Ann's | messages are the account's, not the phone's |
        | second | Ben's | no message is lost, whichever is tapped     |

    @TXT-02.10
    Scenario: From a phone to the next, and from that to a third, no message is lost
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up with the newest backup of Ann's phone and has Text message backup on
      And Ann's new phone has saved an SMS
      And Ann's phone has saved another SMS
      When Ann's third phone is set up with the newest backup of Ann's phone
      Then Ann's third phone holds all messages of Ann's phone and Ann's new phone, as they were
      And all messages of Ann's phone and Ann's new phone are in OneDrive, each once

    # When

    @TXT-02.11
    Scenario: Whoever declines to restore gets no messages, and they stay in OneDrive
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann declines to restore a backup
      And Ann taps Done
      Then Ann's new phone holds no message
      And the text messages in OneDrive are what they were

    @TXT-02.12
    Scenario: If a security code is asked for, no message comes before it is entered, and all come after
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next
      Then Ann's new phone holds no message
      And nothing has come to Ann's new phone
      And once the right security code is entered and Next tapped on Ann's new phone, it holds all messages of Ann's phone

    @TXT-02.13
    Scenario: When the phone goes dead in the middle of a restore, no message is there yet, and all come once it is on again
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next, and at 99 % of the restore the phone goes dead
      Then Ann's new phone holds no message
      And once Ann's new phone is switched on, and the restore begun again if it has ended, it holds all messages of Ann's phone

    # Phones that saved messages and were never backed up.
    # The help page leaves this open; each phone declares which of the two it does: TXT-02.14 to .19 and .21, or TXT-02.20.

    @TXT-02.14 @choice:texts_only_phones:offered
    Scenario: The messages of a phone that was never backed up are offered on their own
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the messages of Ann's phone, and of no other phone, on their own
      And Ann's new phone offers no backup

    @TXT-02.15 @choice:texts_only_phones:offered
    Scenario: When messages are brought back on their own, nothing of a backup comes with them
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      When Ann's new phone is set up on Wi-Fi with the messages of Ann's phone on their own
      Then Ann's new phone holds all messages of Ann's phone, as they were
      And Ann's new phone holds nothing but messages
      And the set-up of Ann's new phone is over

    @TXT-02.16 @choice:texts_only_phones:offered
    Scenario: The messages of a phone that was backed up come with its backup, and are not offered on their own
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ben's phone, of Ann's account, on Wi-Fi, has Text message backup on
      And Ben's phone has saved an SMS
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the newest backup of Ann's phone and no other
      And Ann's new phone offers the messages of Ben's phone, and of no other phone, on their own

    @TXT-02.17 @choice:texts_only_phones:offered
    Scenario: The messages of another account's phone are not offered
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ben's phone, on Wi-Fi, has Text message backup on
      And Ben's phone has saved an SMS
      And Ben's new phone, on Wi-Fi, begins its set-up
      When Ben signs in on Ben's new phone
      Then Ben's new phone offers the messages of Ben's phone, and of no other phone, on their own

    @TXT-02.18 @choice:texts_only_phones:offered
    Scenario: A phone that has no messages left in OneDrive is not among those whose messages are offered
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ben's phone, of Ann's account, on Wi-Fi, has Text message backup on
      And Ben's phone has saved an SMS
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann deletes the last message on Ben's phone
      And Ann signs in on Ann's new phone
      Then Ann's new phone offers the messages of Ann's phone, and of no other phone, on their own

    @TXT-02.19 @choice:texts_only_phones:offered
    Scenario: Messages on their own, too, come only after the security code, if one is asked for
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      And Ann taps the messages of Ann's phone
      And Ann taps Next
      Then Ann's new phone asks for the security code
      And Ann's new phone holds no message
      And once the right security code is entered and Next tapped on Ann's new phone, it holds all messages of Ann's phone

    @TXT-02.21 @choice:texts_only_phones:offered
    Scenario: Messages on their own, too, are the account's: those of its other phones come with them
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ben's phone, of Ann's account, on Wi-Fi, has Text message backup on
      And Ben's phone has saved an SMS
      When Ann's new phone is set up on Wi-Fi with the messages of Ann's phone on their own
      Then Ann's new phone holds all messages of Ann's phone and Ben's phone, as they were

    @TXT-02.20 @choice:texts_only_phones:not_offered
    Scenario: The messages of a phone that was never backed up are not offered on their own, and stay in OneDrive
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      Then Ann's new phone offers the messages of no phone on their own
      And the text messages in OneDrive are what they were
      And once Ann's phone is backed up, and Ann's new phone reset and set up with that backup, it gets all messages of Ann's phone

    @TXT-02.24 @choice:texts_only_phones:offered
    Scenario: Once the messages of a phone are tapped, Next can be tapped
      Given Ann's phone, on Wi-Fi, has Text message backup on
      And Ann's phone has saved three conversations
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann signs in on Ann's new phone
      And Ann taps the messages of Ann's phone
      And Ann looks at the page that shows
      Then Next can be tapped

    # Afterwards, and elsewhere

    @TXT-02.22
    Scenario: A message that comes after a restore stands behind those that came back
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      And Ann's new phone has been set up with the newest backup of Ann's phone
      When another SMS comes to Ann's new phone
      Then Ann's new phone holds all messages of Ann's phone and Ann's new phone, as they were

    @TXT-02.23
    Scenario: In another time zone, messages come back with the times at which they came and went
      Given Ann's phone was backed up with its apps
      And Ann's phone has saved three conversations
      When Ann travels to Asia/Tokyo
      And Ann's new phone is set up on Wi-Fi with the newest backup of Ann's phone
      Then Ann's new phone holds all messages of Ann's phone, as they were
