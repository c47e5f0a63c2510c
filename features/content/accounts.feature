Feature: Accounts and their passwords in a backup

  A backup holds the accounts that are set up on the phone: those of email, social networks and app stores. It holds their passwords, too, in
  such a way that they come back to the phone, and nobody can read them on the way.

  What is shown is all that can be seen from outside of phones, of OneDrive and of its log, but for what a phone itself shows to its owner.

  @CON-03 @content @privacy
  Rule: A backup holds the passwords of the accounts; nobody can read them in it, nor anything else that is private

    @CON-03.01
    Scenario Outline: Passwords come back, and nobody can read them in anything that is shown: <passwords>
      Given Ann's phone, ready for a backup of everything, has <passwords>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the passwords back
      And no password of Ann's phone can be read in anything that is shown

      Examples:
        | row     | passwords                              | why                                                       |
        | plain   | the passwords of Mail and Work         | letters, digits and signs                                 |
        | scripts | passwords in many scripts              | letters of other scripts are stored in another way        |
        | quotes  | passwords with quotes and backslashes  | signs like these are often stored in another way          |
        | twice   | one password for two accounts          | neither of the two is the other's copy                    |
        | not-all | an account whose password is not saved | no other password takes the place of the missing one      |
        | many    | very many things                       | among hundreds of other things, there are seven passwords |

    @CON-03.02
    Scenario Outline: Of a phone with <things>, nothing private can be read in what lies in OneDrive
      Given Ann's phone, ready for a backup of everything, has <things>
      When Ann taps Back up now
      Then nothing private of Ann's phone can be read in what lies in OneDrive

      Examples:
        | row     | things                                | why                                                    |
        | plain   | what everybody has                    | calls, accounts, favourites and words are private, too |
        | scripts | passwords in many scripts             | letters of other scripts are stored in another way     |
        | quotes  | passwords with quotes and backslashes | signs like these are often stored in another way       |
        | titles  | favourites with names in many scripts | the title of a favourite tells as much as its address  |

    @CON-03.03
    Scenario Outline: A backup says that each saved password is encrypted, and to which one account it belongs: <passwords>
      Given Ann's phone, ready for a backup of everything, has <passwords>
      When Ann taps Back up now
      Then the newest backup of Ann's phone says that each of its passwords is encrypted, and belongs to one account

      Examples:
        | row     | passwords                              | why                                       |
        | plain   | the passwords of Mail and Work         | each account has a password that is saved |
        | not-all | an account whose password is not saved | one account has none                      |

    @CON-03.04
    Scenario: With Settings backup alone, too, no password can be read in anything that is shown
      Given Ann's phone, with Settings backup alone, lacks only power for an automatic backup
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the passwords back
      And no password of Ann's phone can be read in anything that is shown

    @CON-03.05
    Scenario Outline: When a backup fails at <point>, no password can be read in what is shown of it
      Given Ann's phone, with a local copy of all ten kinds of things, is at <point> of a manual backup
      When OneDrive goes down
      And the backup of Ann's phone goes on
      Then the backup of Ann's phone has failed, because OneDrive is down
      And Ann's phone has its earlier backups and no other
      And no password of Ann's phone can be read in anything that is shown

      Examples:
        | row           | point        | why                                            |
        | at-50-percent | 50 %         | half of it is in OneDrive already              |
        | before-commit | the very end | all is sent, and nobody can read what was sent |

    @CON-03.06 @choice:backups_kept:every_one
    Scenario: After a password is changed, the new backup has the new one, the earlier one the old, and neither can be read
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann changes the password of the account Work
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the passwords back
      And from the earlier backup of Ann's phone, a new phone gets the passwords back
      And no password of Ann's phone can be read in anything that is shown

  @CON-07 @content
  Rule: A backup holds the accounts that are set up on the phone

    @CON-07.01
    Scenario Outline: A new phone gets <accounts> back from a phone with <accounts>
      Given Ann's phone, ready for a backup of everything, has <accounts>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the accounts back
      # To show that nothing else is lost:
      And from the newest backup of Ann's phone, a new phone gets the favourites back

      Examples:
        | row  | accounts                     | why                                                |
        | none | no accounts                  | nobody need have one besides the Microsoft account |
        | two  | the accounts Mail and Work   | one for mail, and one for work                     |
        | same | two accounts of one provider | they differ in their addresses alone               |
        | many | twenty accounts              | each provider has its own                          |

    @CON-07.02
    Scenario Outline: The backup has one entry for each account, named by its provider: <accounts>
      Given Ann's phone, ready for a backup of everything, has <accounts>
      When Ann taps Back up now
      Then the newest backup of Ann's phone has one entry for each account, named by its provider

      Examples:
        | row  | accounts                     | why                            |
        | none | no accounts                  | the list is there, and empty   |
        | same | two accounts of one provider | two entries have the same name |
        | many | twenty accounts              | each provider has its own      |

    @CON-07.03 @choice:backups_kept:every_one
    Scenario: After an account is removed, the new backup lacks it, and the earlier one has it
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann removes the account Work
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the accounts back
      And from the earlier backup of Ann's phone, a new phone gets the accounts back
