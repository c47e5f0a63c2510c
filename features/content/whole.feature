Feature: What a backup holds

  With Settings backup and App backup on, a backup holds ten kinds of things: the apps, the data of apps, the passwords, the call history, the
  Start screen, the theme colour, the accounts, the favourites, the words of the dictionary, and the settings. Each of them comes back when a new
  phone is set up (RST-01).

  @CON-00 @content
  Rule: A backup holds each of the ten kinds of things, or says why not; whatever else it holds is named as an extra

    @CON-00.01
    Scenario: A backup of everything brings back everything
      Given Ann's phone, ready for a backup of everything, has what everybody has
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds all ten kinds of things
      And from the newest backup of Ann's phone, a new phone gets everything back

    @CON-00.02
    Scenario: From a phone with very many things, a new one gets everything back
      Given Ann's phone, ready for a backup of everything, has very many things
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds all ten kinds of things
      And from the newest backup of Ann's phone, a new phone gets everything back

    @CON-00.03
    Scenario Outline: A backup says that there was nothing to save of <kind>, and holds all that there is of the other kinds
      Given Ann's phone, ready for a backup of everything, has <nothing of it>
      When Ann taps Back up now
      Then the newest backup of Ann's phone says that there was nothing to save of <kind>
      And from the newest backup of Ann's phone, a new phone gets everything back

      Examples:
        | row        | kind                    | nothing of it        | why                                           |
        | apps       | the apps and their data | no apps              | without apps there is no data of apps, either |
        | app-data   | the data of apps        | no data of apps      | nobody has played yet                         |
        | passwords  | the passwords           | no passwords         | each is entered anew every time               |
        | calls      | the call history        | no calls             | it was cleared                                |
        | tiles      | the Start screen        | no tiles             | all were taken down                           |
        | theme      | the theme colour        | no colour of its own | the phone keeps to the colour it came with    |
        | accounts   | the accounts            | no accounts          | none was set up; so there is no password, either |
        | favourites | the favourites          | no favourites        | another browser keeps them                    |
        | dictionary | the dictionary          | no words of its own  | all that was written was known                |
        | settings   | the settings            | no settings          | the phone keeps to those it came with         |

    @CON-00.04
    Scenario: A backup that is made with App backup off says why it holds no apps
      Given Ann's phone, with Settings backup alone, lacks only power for an automatic backup
      When Ann taps Back up now
      Then the newest backup of Ann's phone holds all kinds of things but apps and their data
      And the newest backup of Ann's phone says that the apps and their data are not in it, because App backup is off
