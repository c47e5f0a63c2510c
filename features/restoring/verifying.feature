Feature: Verifying the account

  A backup holds what nobody else may have. So the owner of the account may have to show first who they are: by a security code that is
  sent to them. It works once, and for some time.

  @RST-08 @behaviour @label
  Rule: If the account has to be verified, the right security code is entered, then Next, before anything is downloaded

    # Asked, and not asked

    @RST-08.01
    Scenario: Where no code is asked for, the restore follows at once
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next
      Then Ann's new phone shows the restore
      And Ann's new phone holds all that was backed up of Ann's phone

    @RST-08.02
    Scenario: Where a code is asked for, nothing is downloaded before it is entered
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, is about to restore Ann's phone
      When Ann taps Next
      Then Ann's new phone asks for the security code
      And nothing has come to Ann's new phone
      And nothing of a backup is on Ann's new phone

    @RST-08.03
    Scenario: With the right code and Next, the backup comes back
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters the security code
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-08.04
    Scenario: Without a code, Next is refused, and nothing is downloaded
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann taps Next
      Then nothing is restored on Ann's new phone, because no right security code was entered
      And nothing has come to Ann's new phone

    @RST-08.05
    Scenario: The button that goes on once the code is right is called Next
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters the security code
      And Ann looks at the page that shows
      Then there is a button called Next
      And Next can be tapped

    # A wrong code

    @RST-08.06
    Scenario: A wrong code is called wrong, and nothing is downloaded
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters a wrong security code
      Then it is refused, because the security code is wrong
      And Ann's new phone asks for the security code
      And Ann's new phone says that the security code is wrong
      And nothing has come to Ann's new phone

    @RST-08.07
    Scenario: After a wrong code, Next is refused
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters a wrong security code
      And Ann taps Next
      Then nothing is restored on Ann's new phone, because no right security code was entered
      And nothing has come to Ann's new phone

    # The help page leaves this open; each phone declares which of the two it does: RST-08.08, or RST-08.09 and .16 with a number of its own.

    @RST-08.08 @choice:wrong_codes_allowed:any_number
    Scenario Outline: After a wrong code <times>, the right one works
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters a wrong security code <times>
      And Ann enters the security code
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

      Examples:
        | row     | times           | why                                 |
        | once    | once            | everybody mistypes once             |
        | twice   | twice           | it may happen again                 |
        | ten     | ten times       | the help page names no limit        |
        | hundred | a hundred times | no phone may declare a higher limit |

    @RST-08.09 @choice:wrong_codes_allowed:a_number
    Scenario: After the last wrong code that is allowed, not even the right one works, until a new one is sent
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters a wrong security code as often as is allowed
      And Ann enters the security code
      Then it is refused, because too many wrong codes were entered
      And nothing has come to Ann's new phone

    @RST-08.16 @choice:wrong_codes_allowed:a_number
    Scenario: After all wrong codes that are allowed but the last, the right one works
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters a wrong security code once less than is allowed
      And Ann enters the security code
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-08.10
    Scenario: After three wrong codes, a new code works, even where no more wrong ones are allowed
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters a wrong security code three times
      And Ann is sent a new security code and enters it
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

    # A code that is too old, or was used

    @RST-08.11
    Scenario Outline: After <duration>, a code that works for 10 minutes still works
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When <duration> pass
      And Ann enters the security code
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

      Examples:
        | row     | duration                 | why                    |
        | before  | 9 minutes and 59 seconds | a second is left       |
        | exactly | 10 minutes               | it works for that long |

    @RST-08.12
    Scenario: After 10 minutes and 1 second, a code that works for 10 minutes has expired, and nothing is downloaded
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When 10 minutes and 1 second pass
      And Ann enters the security code
      Then it is refused, because the security code has expired
      And nothing has come to Ann's new phone

    @RST-08.13
    Scenario: In the place of a code that has expired, a new one works
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When 11 minutes pass
      And Ann is sent a new security code and enters it
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-08.21
    Scenario: A clock set forward by 365 days makes no security code expire
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When the clock is set forward by 365 days
      And 10 minutes pass
      And Ann enters the security code
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone

    @RST-08.22
    Scenario: A clock set back by 365 days makes no security code work for longer
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When the clock is set back by 365 days
      And 10 minutes and 1 second pass
      And Ann enters the security code
      Then it is refused, because the security code has expired
      And nothing has come to Ann's new phone

    @RST-08.14
    Scenario: A code that was used on one phone does not work on another
      Given Ann's phone was backed up with its apps
      And since then, Ann's phone was reset
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's phone, on Wi-Fi, asks for the security code
      And Ann's new phone, on Wi-Fi, asks for the security code
      When the security code is entered on Ann's phone
      And the security code is entered on Ann's new phone
      Then it is refused, because the security code was used before
      And nothing has come to Ann's new phone

    # A code is a secret

    @RST-08.15
    Scenario: Whoever looks at all that is shown, the log included, can read no code in it
      Given Ann's phone was backed up with its apps
      And Ann's account has to be verified with a security code that works for 10 minutes
      And Ann's new phone, on Wi-Fi, asks for the security code
      When Ann enters the security code
      And Ann taps Next
      Then Ann's new phone holds all that was backed up of Ann's phone
      And no security code can be read in anything that is shown
