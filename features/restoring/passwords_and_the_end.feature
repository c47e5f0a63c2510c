Feature: Passwords, and the end of set-up

  Accounts come back with their saved passwords. Where a password no longer works, the owner enters the new one: at once, or later.
  A phone may also ask for the password of every account, if it declares so. Ann has two accounts on her phone, called Mail and Work.

  @RST-10 @behaviour @label
  Rule: The passwords of restored accounts are entered, and then Next is tapped

    # Who is asked

    @RST-10.01
    Scenario: On a phone to which no account comes back, no password is asked for
      Given Ann's phone, with no accounts set up on it, was backed up
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then Ann's new phone shows the end of set-up

    # The help page leaves this open; each phone declares which of the two it does: RST-10.02, .04 and .05, or RST-10.03.

    @RST-10.02 @choice:passwords_asked_for:without_a_working_one
    Scenario: If every saved password works, none is asked for
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then Ann's new phone shows the end of set-up
      And on Ann's new phone, all accounts are there, and none waits for its password

    @RST-10.03 @choice:passwords_asked_for:every_account
    Scenario: The password of every account is asked for, whether or not the saved one works
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then Ann's new phone asks for the passwords of Mail and Work and no other

    @RST-10.04 @choice:passwords_asked_for:without_a_working_one
    Scenario Outline: Whichever password was changed since the backup is asked for, and no other: <names>
      Given Ann's phone was backed up with its apps
      And since then, Ann changed the password of <names>
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then Ann's new phone asks for the password of <names> and no other

      Examples:
        | row   | names         | why                      |
        | first | Mail          | that of Work still works |
        | last  | Work          | that of Mail still works |
        | both  | Mail and Work | neither works any more   |

    @RST-10.05 @choice:passwords_asked_for:without_a_working_one
    Scenario: A password that was never saved is asked for
      Given Ann's phone, with an account whose password is not saved on it, was backed up
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann taps Next
      Then Ann's new phone asks for the password of Work and no other

    # What is entered

    @RST-10.06
    Scenario: With the right passwords and Next, set-up goes on, and no account waits
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann enters the passwords of Mail and Work
      And Ann taps Next
      Then Ann's new phone shows the end of set-up
      And on Ann's new phone, all accounts are there, and none waits for its password

    @RST-10.07
    Scenario: A wrong password among right ones is asked for again, and the right ones count
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann enters the password of Mail, and a wrong one for Work
      Then it fails, because a password is wrong
      And Ann's new phone asks for the password of Work and no other

    @RST-10.08
    Scenario: After a wrong password, the right one is taken
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann enters the password of Mail, and a wrong one for Work
      And Ann enters the password of Work
      And Ann taps Next
      Then Ann's new phone shows the end of set-up
      And on Ann's new phone, all accounts are there, and none waits for its password

    @RST-10.09
    Scenario: While a password is missing, Next is refused: to leave it for later, there is Skip
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann enters the password of Mail
      And Ann taps Next
      Then it is refused, because a password is missing
      And Ann's new phone asks for the password of Work and no other

    @RST-10.10
    Scenario: The button that goes on with the passwords is called Next
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann enters the passwords of Mail and Work
      And Ann looks at the page that shows
      Then there is a button called Next
      And Next can be tapped

  @RST-11 @behaviour @label
  Rule: With Skip, all passwords that are still asked for are left for later

    @RST-11.01
    Scenario: After Skip, set-up goes on, every account is there, and each waits for its password
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann taps Skip
      Then Ann's new phone shows the end of set-up
      And on Ann's new phone, all accounts are there, and Mail and Work wait for their passwords

    @RST-11.02
    Scenario: A password that was entered before Skip counts; the other account waits
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann enters the password of Mail
      And Ann taps Skip
      Then Ann's new phone shows the end of set-up
      And on Ann's new phone, all accounts are there, and Work waits for its password

    @RST-11.03
    Scenario: After Skip and Done, set-up is over and does not show again; the accounts still wait
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann taps Skip
      And Ann taps Done
      And Ann's new phone is switched off
      And Ann's new phone is switched on
      And 2 days pass
      Then the set-up of Ann's new phone is over
      And on Ann's new phone, all accounts are there, and Mail and Work wait for their passwords

    # On which page of the phone passwords are entered after Done, the help page does not say.

    @RST-11.04
    Scenario: A password that was skipped can be entered after Done
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann taps Skip
      And Ann taps Done
      And Ann enters the password of Mail
      Then it is done
      And on Ann's new phone, all accounts are there, and Work waits for its password

    @RST-11.05
    Scenario: After Done, too, a wrong password is not taken, and the account stays
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann taps Skip
      And Ann taps Done
      And Ann enters the password of Mail, and a wrong one for Work
      Then it fails, because a password is wrong
      And on Ann's new phone, all accounts are there, and Work waits for its password

    @RST-11.06
    Scenario: The button that leaves the passwords for later is called Skip
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann looks at the page that shows
      Then there is a button called Skip
      And Skip can be tapped

  @RST-12 @behaviour @label
  Rule: Done ends set-up

    @RST-12.01
    Scenario: The button that ends set-up is called Done
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann taps Skip
      And Ann looks at the page that shows
      Then there is a button called Done
      And Done can be tapped

    @RST-12.02
    Scenario: After Done, set-up is over, and all that was restored stays
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann goes on to the end of set-up and taps Done
      Then it is done
      And the set-up of Ann's new phone is over
      And Ann's new phone holds what it held before

    @RST-12.03
    Scenario Outline: At <point> of the restore, Done is refused, and the restore goes on
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is at <point> of restoring Ann's phone
      When Ann taps Done
      Then it is refused, because the restore is not complete, and nothing of the backup is on Ann's new phone yet
      And Ann's new phone shows the restore
      And once Ann's new phone goes on, its restore is complete

      Examples:
        | row           | point        | why                                 |
        | at-0-percent  | 0 %          | nothing has come                    |
        | at-50-percent | 50 %         | half of it is there                 |
        | at-99-percent | 99 %         | hardly anything is missing          |
        | before-commit | the very end | all has come, and nothing is in use |

    @RST-12.04
    Scenario: Before anybody has signed in, Done is refused
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, begins its set-up
      When Ann taps Done
      Then it is refused, because it is too early for that
      And Ann's new phone shows sign-in

    @RST-12.05
    Scenario: While the backups show, Done is refused, and one can still be restored
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, shows the backups to choose from
      When Ann taps Done
      Then it is refused, because it is too early for that
      And Ann's new phone can still be set up with the newest backup of Ann's phone

    @RST-12.06
    Scenario: While passwords are asked for, Done is refused
      Given Ann's new phone asks for the passwords of Mail and Work
      When Ann taps Done
      Then it is refused, because it is too early for that
      And Ann's new phone asks for the passwords of Mail and Work and no other

    @RST-12.07
    Scenario: While the restore goes on, there is no button called Done
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, is at 50 % of restoring Ann's phone
      When Ann looks at the page that shows
      Then there is a button called Next
      And there is nothing called Done

    @RST-12.08 @choice:toggles_after_restore:as_in_the_backup
    Scenario: Before Done, a restored phone makes no backup by itself, even with Wi-Fi and power; after Done it does
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann's new phone is plugged in
      Then Ann's new phone has made no backup so far
      And once set-up is over, Ann's new phone makes one automatic backup

    @RST-12.09 @choice:toggles_after_restore:as_in_the_backup
    Scenario: Before Done, a manual backup is refused; after Done it is made
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann asks Ann's new phone for a backup
      Then it is refused, because set-up is not over
      And Ann's new phone has made no backup so far
      And once set-up is over, Back up now makes one manual backup of Ann's new phone

    # The restore turned Settings backup on. A new phone that was never backed up itself counts its three weeks from that moment (REM-01.05).

    @RST-12.10 @choice:toggles_after_restore:as_in_the_backup
    Scenario: Before Done, a phone does not prompt for a backup, however long that takes; after Done it does
      Given Ann's phone was backed up with its apps
      And Ann's new phone, on Wi-Fi, has restored Ann's phone
      When Ann's new phone is left alone for 22 days
      Then Ann's new phone shows no prompt so far
      And once set-up is over, Ann's new phone shows one prompt
