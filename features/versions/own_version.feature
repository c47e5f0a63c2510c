Feature: Which version a phone keeps to

  What is said here of backups holds for Windows Phone 8.1, and for Windows Phone 8 where nothing else is said. Each phone keeps to the rules of
  its own version.

  @VER-01 @precondition
  Rule: A phone says which version it keeps to, and so does each of its backups

    @VER-01.01
    Scenario Outline: A phone that <what happens> says that it keeps to <version>
      Given Ann's phone, with all options on, made an automatic backup just now
      When Ann's phone <what happens>
      Then Ann's phone says that it keeps to <version>

      @profile:windows-phone-8.1
      Examples: Windows Phone 8.1
        | row               | what happens            | version           | why                                        |
        | is-signed-out-8.1 | is signed out           | Windows Phone 8.1 | a version is the phone's, not an account's |
        | is-offline-8.1    | is left with no network | Windows Phone 8.1 | nobody has to be asked                     |
        | is-reset-8.1      | is reset                | Windows Phone 8.1 | a reset puts settings back, not software   |

      @profile:windows-phone-8
      Examples: Windows Phone 8
        | row             | what happens            | version         | why                                        |
        | is-signed-out-8 | is signed out           | Windows Phone 8 | a version is the phone's, not an account's |
        | is-offline-8    | is left with no network | Windows Phone 8 | nobody has to be asked                     |
        | is-reset-8      | is reset                | Windows Phone 8 | a reset puts settings back, not software   |

    @VER-01.02
    Scenario Outline: Before anybody has signed in on it, and while it is set up, a phone says that it keeps to <version>
      Given nobody has ever signed in on Ann's phone
      When the set-up of Ben's phone begins
      Then Ann's phone says that it keeps to <version>
      And Ben's phone says that it keeps to <version>

      @profile:windows-phone-8.1
      Examples: Windows Phone 8.1
        | row | version           |
        | 8.1 | Windows Phone 8.1 |

      @profile:windows-phone-8
      Examples: Windows Phone 8
        | row | version         |
        | 8   | Windows Phone 8 |

    @VER-01.03
    Scenario Outline: A backup says that it was made by <version>
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And the newest backup of Ann's phone says that it was made by <version>

      @profile:windows-phone-8.1
      Examples: Windows Phone 8.1
        | row | version           | why                                            |
        | 8.1 | Windows Phone 8.1 | whoever restores it has to know by which rules |

      @profile:windows-phone-8
      Examples: Windows Phone 8
        | row | version         | why                                            |
        | 8   | Windows Phone 8 | whoever restores it has to know by which rules |
