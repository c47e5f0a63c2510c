Feature: The Microsoft account

  A backup belongs to a Microsoft account: it lies in that account's OneDrive, and whoever signs in with the account can
  restore it when a phone is set up.
  Where nobody is signed in, there is nowhere for a backup to go.

  @GEN-01 @precondition
  Rule: A phone is backed up only while it is signed in with a Microsoft account

    @GEN-01.01
    Scenario: Without an account no automatic backup is made
      Given Ann's phone lacks only an account for an automatic backup
      When 2 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone is signed in, it makes one automatic backup

    @GEN-01.02
    Scenario: Without an account a manual backup is refused, and the reason is said
      Given Ann's phone lacks only an account and power for an automatic backup
      When Ann taps Back up now
      Then it is refused, because nobody is signed in
      And nothing has left Ann's phone
      And as soon as Ann's phone is signed in, Back up now makes one manual backup

    # The help page leaves this open; each phone declares which of the two it does: GEN-01.03 or GEN-01.04.

    @GEN-01.03 @choice:toggle_without_account:allowed
    Scenario: Settings backup can be turned on without an account, and nothing leaves the phone until someone signs in
      Given Ann's phone lacks only an account and Settings backup for an automatic backup
      When Ann turns Settings backup on
      Then on Ann's phone, Settings backup is on
      And nothing has left Ann's phone
      And as soon as Ann's phone is signed in, it makes one automatic backup

    @GEN-01.04 @choice:toggle_without_account:refused
    Scenario: Settings backup cannot be turned on without an account
      Given Ann's phone lacks only an account and Settings backup for an automatic backup
      When Ann turns Settings backup on
      Then it is refused, because nobody is signed in
      And on Ann's phone, Settings backup is off
      And as soon as Ann's phone is signed in, Settings backup can be turned on

    @GEN-01.05
    Scenario Outline: An automatic backup during which the sign-in lapses fails, and nothing of it is kept
      Given Ann's phone, backed up before, is at <point> of an automatic backup
      When the sign-in to Ann's account lapses
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because the sign-in has lapsed
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has a valid sign-in again, it makes one automatic backup

      Examples:
        | row           | point        | why                                    |
        | at-0-percent  | 0 %          | it has begun, and sent nothing         |
        | at-50-percent | 50 %         | half of it is in OneDrive already      |
        | before-commit | the very end | all is sent, and it does not count yet |

    @GEN-01.06
    Scenario: A manual backup during which the sign-in lapses fails, and nothing of it is kept
      Given Ann's phone, backed up before, is at 50 % of a manual backup
      When the sign-in to Ann's account lapses
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because the sign-in has lapsed
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone has a valid sign-in again, Back up now makes one manual backup

    @GEN-01.07
    Scenario: A backup during which the phone is signed out is aborted, and nothing of it is kept
      Given Ann's phone, backed up before, is at 50 % of an automatic backup
      When Ann's phone is signed out
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has been aborted, because the phone was signed out
      And Ann's phone has its earlier backups and no other
      And as soon as Ann's phone is signed in, it makes one automatic backup

    @GEN-01.08
    Scenario: However long the sign-in has lapsed, no automatic backup is made
      Given Ann's phone lacks only a valid sign-in for an automatic backup
      When 30 days pass
      Then nothing has left Ann's phone
      And as soon as Ann's phone has a valid sign-in again, it makes one automatic backup

    @GEN-01.09
    Scenario: While the sign-in has lapsed, a manual backup is refused, and the reason is said
      Given Ann's phone lacks only a valid sign-in and power for an automatic backup
      When 30 days pass
      And Ann taps Back up now
      Then it is refused, because the sign-in has lapsed
      And as soon as Ann's phone has a valid sign-in again, Back up now makes one manual backup

    @GEN-01.10
    Scenario: A backup goes to the account that the phone is signed in with, and to no other
      Given Ann's phone lacks only Wi-Fi for an automatic backup
      And Ben's phone lacks only Wi-Fi for an automatic backup
      When Ann's phone finds Wi-Fi
      Then the OneDrive of Ann's account holds one backup
      And the OneDrive of Ben's account holds no backup
