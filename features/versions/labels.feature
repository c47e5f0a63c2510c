Feature: What each version calls its options

  @VER-02 @label
  Rule: On Windows Phone 8 some options differ; a phone shows the options of its own version and no other
    Icons may differ, too; how they look, no test can show.

    @VER-02.01 @profile:windows-phone-8.1
    Scenario Outline: On Windows Phone 8.1 nothing is called <label>
      Given on Ann's phone all options are on
      When Ann looks through all pages
      Then there is nothing called <label>
      And there is a <kind> called <own>

      Examples:
        | row         | label       | kind   | own                 | why                                         |
        | advanced    | Advanced    | page   | Manage backups      | the page on which backups are deleted       |
        | chat-backup | Chat backup | switch | Text message backup | only Windows Phone 8 has a choice for chats |

    @VER-02.02 @profile:windows-phone-8
    Scenario: On Windows Phone 8 nothing is called Manage backups
      Given on Ann's phone all options are on
      When Ann looks through all pages
      Then there is nothing called Manage backups
      And there is a page called Advanced

    @VER-02.03 @profile:windows-phone-8
    Scenario: On Windows Phone 8 Chat backup stands among the options of text messages
      Given on Ann's phone all options are off
      When Ann opens App list > Settings > Backup > Text messages
      Then there is a switch called Text message backup
      And there is a switch called Chat backup
