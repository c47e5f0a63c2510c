Feature: Calls, looks, favourites, words and settings in a backup

  With Settings backup on, a backup holds what makes a phone somebody's own. A new phone that is set up from it shows the same calls, the same
  Start screen in the same colour and the same favourites, knows the same words, and has the same settings.

  @CON-04 @content
  Rule: A backup holds the call history

    @CON-04.01
    Scenario Outline: The call history comes back as it was, in the same order: <calls>
      Given Ann's phone, ready for a backup of everything, has <calls>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the call history back
      # To show that nothing else is lost:
      And from the newest backup of Ann's phone, a new phone gets the settings back

      Examples:
        | row          | calls                                                               | why                                            |
        | none         | no calls                                                            | an empty history comes back empty              |
        | doubled-hour | calls from both hours between two and three, when summer time ended | the clock showed the same twice, an hour apart |
        | two-zones    | a call from Tokyo, then one from Berlin at an earlier hour          | the later call has the earlier hour            |
        | same-second  | two calls from one number in one second                             | they look the same, and are two                |
        | many         | 2,000 calls                                                         | a history of years                             |

    @CON-04.02 @choice:backups_kept:every_one
    Scenario: After the call history is cleared, the new backup has none, and the earlier one still has it
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann clears the call history
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the call history back
      And from the earlier backup of Ann's phone, a new phone gets the call history back

  @CON-05 @content
  Rule: A backup holds the layout of the Start screen

    @CON-05.01
    Scenario Outline: The Start screen comes back as it was: <tiles>
      Given Ann's phone, ready for a backup of everything, has <tiles>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the Start screen back

      Examples:
        | row   | tiles                        | why                                          |
        | usual | the tiles that everybody has | a tile of the phone's own, and one of an app |
        | sizes | tiles of every size          | they stand in an order of somebody's own     |

    @CON-05.02
    Scenario: A tile of an app that can no longer be had is left out with its reason, and everything else comes back
      Given Ann's phone, ready for a backup of everything, has tiles of every size
      When Ann taps Back up now
      And the chess app can no longer be had on new phones
      Then from the newest backup of Ann's phone, a new phone gets everything back but the chess app, its data and its tile, and says why

    @CON-05.03 @choice:backups_kept:every_one
    Scenario: After the tiles are moved, the new backup has the new layout, and the earlier one the old
      Given Ann's phone, after a backup of everything, has tiles of every size
      When Ann moves the tiles
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the Start screen back
      And from the earlier backup of Ann's phone, a new phone gets the Start screen back

  @CON-06 @content
  Rule: A backup holds the theme colour

    @CON-06.01
    Scenario Outline: The theme colour comes back: <colour>
      Given Ann's phone, ready for a backup of everything, has <colour>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the theme colour back

      Examples:
        | row     | colour             | why                                 |
        | cobalt  | the colour cobalt  | everybody has cobalt                |
        | crimson | the colour crimson | nobody has it who has not chosen it |

    @CON-06.02
    Scenario: A colour that can no longer be had is left out with its reason, and everything else comes back
      Given Ann's phone, ready for a backup of everything, has what everybody has
      When Ann taps Back up now
      And the colour cobalt can no longer be had on new phones
      Then from the newest backup of Ann's phone, a new phone gets everything back but the colour cobalt, and says why

    @CON-06.03 @choice:backups_kept:every_one
    Scenario: After another colour is chosen, the new backup has the new one, and the earlier one the old
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann chooses the colour crimson
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the theme colour back
      And from the earlier backup of Ann's phone, a new phone gets the theme colour back

  @CON-08 @content
  Rule: A backup holds the favourites of Internet Explorer

    @CON-08.01
    Scenario Outline: Favourites come back as they were, in the same order: <favourites>
      Given Ann's phone, ready for a backup of everything, has <favourites>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the favourites back
      # To show that nothing else is lost:
      And from the newest backup of Ann's phone, a new phone gets the settings back

      Examples:
        | row     | favourites                             | why                               |
        | none    | no favourites                          | an empty list comes back empty    |
        | folders | favourites in folders within folders   | each stands where somebody put it |
        | twins   | favourites of one title in two folders | the folder tells them apart       |
        | scripts | favourites with names in many scripts  | a name is as good as any other    |
        | many    | 10,000 favourites                      | not one may be missing            |

    @CON-08.02 @choice:backups_kept:every_one
    Scenario: After a favourite is removed, the new backup lacks it, and the earlier one has it
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann removes the favourite News
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the favourites back
      And from the earlier backup of Ann's phone, a new phone gets the favourites back

  @CON-09 @content
  Rule: A backup holds the words that were added to the dictionary

    @CON-09.01
    Scenario Outline: The words of the dictionary come back as they were, in the same order: <words>
      Given Ann's phone, ready for a backup of everything, has <words>
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the dictionary back
      # To show that nothing else is lost:
      And from the newest backup of Ann's phone, a new phone gets the settings back

      Examples:
        | row       | words                                    | why                                          |
        | none      | no words of its own                      | an empty list comes back empty               |
        | languages | words in many languages                  | each word is of its language                 |
        | twice     | one word twice                           | what was added twice was added twice         |
        | shared    | one word in two languages                | it is known in the one and in the other      |
        | capitals  | words that differ only in their capitals | in some languages they are not the same word |

    @CON-09.02 @choice:backups_kept:every_one
    Scenario: After a word is added, the new backup has it, and the earlier one lacks it
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann adds a word to the dictionary
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the dictionary back
      And from the earlier backup of Ann's phone, a new phone gets the dictionary back

  @CON-10 @content
  Rule: A backup holds settings from all over the phone, but not photos or messages themselves

    @CON-10.01
    Scenario: Settings of ease of access come back, too, although they are none of the five that are named below
      Given Ann's phone, ready for a backup of everything, has settings of ease of access alone
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back

    @CON-10.02
    Scenario: A setting that can no longer be had is left out with its reason, and everything else comes back
      Given Ann's phone, ready for a backup of everything, has what everybody has
      When Ann taps Back up now
      And a setting of Speech can no longer be had on new phones
      Then from the newest backup of Ann's phone, a new phone gets everything back but the setting of Speech, and says why

    @CON-10.03 @choice:backups_kept:every_one
    Scenario: After a setting is changed, the new backup has it as it is now, and the earlier one as it was
      Given Ann's phone, after a backup of everything, has what everybody has
      When Ann changes a setting of the lock screen
      And Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back
      And from the earlier backup of Ann's phone, a new phone gets the settings back

    @CON-10.04
    Scenario: A photo and a text message make a backup no larger
      Given Ann's phone, on Wi-Fi and on battery, made a manual backup just now
      When Ann takes a photo
      And Ann receives a text message
      And Ann taps Back up now
      Then Ann's phone makes one more manual backup
      And the newest backup of Ann's phone holds as much as the one before

  @CON-10a @content
  Rule: Among the settings are those of photos

    @CON-10a.01
    Scenario: Settings of photos come back, even if they are the only ones
      Given Ann's phone, ready for a backup of everything, has settings of photos alone
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back

  @CON-10b @content
  Rule: Among the settings are those of messaging

    @CON-10b.01
    Scenario: Settings of messaging come back, even if they are the only ones
      Given Ann's phone, ready for a backup of everything, has settings of messaging alone
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back

  @CON-10c @content
  Rule: Among the settings are those of email and accounts

    @CON-10c.01
    Scenario: Settings of email and accounts come back, even if they are the only ones
      Given Ann's phone, ready for a backup of everything, has settings of email and accounts alone
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back

  @CON-10d @content
  Rule: Among the settings are those of the lock screen

    @CON-10d.01
    Scenario: Settings of the lock screen come back, even if they are the only ones
      Given Ann's phone, ready for a backup of everything, has settings of the lock screen alone
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back

  @CON-10e @content
  Rule: Among the settings are those of Speech

    @CON-10e.01
    Scenario: Settings of Speech come back, even if they are the only ones
      Given Ann's phone, ready for a backup of everything, has settings of Speech alone
      When Ann taps Back up now
      Then from the newest backup of Ann's phone, a new phone gets the settings back
