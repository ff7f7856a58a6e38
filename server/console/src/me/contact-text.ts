// The words of where one is written to.
import { inBoth } from '../text/language.js'

export const contactText = inBoth(
  {
    title: 'Where you are told',
    lead: 'When a phone is added or removed, or a login is reported, an e-mail goes to both addresses. One of them outside of your work, if you have one.',
    none: 'No address yet: you hear of changes on your phones only.',
    edit: 'Change',
    mayNot: 'These are kept by your help desk.',
    first: 'First address',
    second: 'Second address',
    locale: 'Language of e-mails',
    locales: { en: 'English', de: 'German' },
    save: 'Save',
    formerTold: 'Addresses that were there before are told about the change.',
    saved: 'Saved. The addresses from before are told.',
    bad: 'This is no mail address: something like anna@example.org is expected.',
    changed: 'Somebody changed this meanwhile. This is how it is now; change it again if you like.',
  },
  {
    title: 'Wo du davon erfährst',
    lead: 'Kommt ein Handy dazu, wird eines entfernt oder eine Anmeldung gemeldet, geht eine E-Mail an beide Adressen. Eine davon am besten außerhalb deiner Arbeit.',
    none: 'Noch keine Adresse: von Änderungen erfährst du nur auf deinen Handys.',
    edit: 'Ändern',
    mayNot: 'Diese pflegt dein Helpdesk.',
    first: 'Erste Adresse',
    second: 'Zweite Adresse',
    locale: 'Sprache der E-Mails',
    locales: { en: 'Englisch', de: 'Deutsch' },
    save: 'Speichern',
    formerTold: 'Adressen, die vorher da waren, erfahren von der Änderung.',
    saved: 'Gespeichert. Die Adressen von vorher erfahren davon.',
    bad: 'Das ist keine E-Mail-Adresse: erwartet wird etwas wie anna@example.org.',
    changed: 'Das hat inzwischen jemand geändert. So ist es jetzt; ändere es noch einmal, wenn du magst.',
  },
)
