Feature: Which software a phone has

  Some options differ from version to version, and some features may be missing. So people can see which version they have, and whether they could
  get another one.

  @VER-04 @warning
  Rule: A person can see which software version a phone has, and whether there is an update

    @VER-04.01
    Scenario Outline: A phone shows its software version, and that <update>
      Given Ann's phone has the software 8.10.12359, and no update is available
      When Ann's phone has the software <version>, and <update>
      Then Ann's phone shows the software <version>, and that <update>

      Examples:
        | row            | version    | update                                   | why                                      |
        | same           | 8.10.12359 | no update is available                   | nothing has changed                      |
        | update-there   | 8.10.12359 | an update is available                   | a new version has come out               |
        | update-unknown | 8.10.12359 | it is unknown whether there is an update | the phone could not ask                  |
        | updated        | 8.10.14219 | no update is available                   | the update was installed                 |
        | next-update    | 8.10.14219 | an update is available                   | it was installed, and there is a new one |

    @VER-04.02
    Scenario Outline: A version that is unknown is shown as unknown, never as the one before, and <update>
      Given Ann's phone has the software 8.10.12359, and an update is available
      When Ann's phone has software of an unknown version, and <update>
      Then Ann's phone shows its software as unknown, and that <update>

      Examples:
        | row     | update                                   | why                                            |
        | unknown | it is unknown whether there is an update | without a version, nobody may be able to tell  |
        | there   | an update is available                   | an update may be there whatever the version is |
        | none    | no update is available                   | the phone may know that it is up to date       |

    @VER-04.03
    Scenario: While its version is unknown, a phone still makes backups
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone has software of an unknown version, and it is unknown whether there is an update
      And Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And Ann's phone shows its software as unknown, and that it is unknown whether there is an update

    @VER-04.04
    Scenario: While its version is unknown, a phone still makes automatic backups
      Given Ann's phone, backed up before, lacks only Wi-Fi for an automatic backup
      When Ann's phone has software of an unknown version, and it is unknown whether there is an update
      And Ann's phone finds Wi-Fi
      Then Ann's phone makes one more automatic backup

    @VER-04.05
    Scenario: An update that is available keeps no backup from being made
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann's phone has the software 8.10.12359, and an update is available
      And Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And Ann's phone shows the software 8.10.12359, and that an update is available

    @VER-04.06
    Scenario: Each phone shows its own software
      Given Ben's phone has the software 8.10.14219, and no update is available
      And Ann's phone has the software 8.10.12359, and no update is available
      When Ann's phone has the software 8.10.12359, and an update is available
      Then Ann's phone shows the software 8.10.12359, and that an update is available
      And Ben's phone shows the software 8.10.14219, and that no update is available

    @VER-04.07
    Scenario: Before anybody has signed in, too, a phone shows its software
      Given nobody has ever signed in on Ann's phone
      When Ann's phone has the software 8.10.12359, and an update is available
      Then Ann's phone shows the software 8.10.12359, and that an update is available
