// The words of the backups in both languages.
import { inBoth } from '../text/language.js'

export const backupText = inBoth(
  {
    title: 'Backups',
    lead: 'Copies of the whole database, made while the server runs and checked before they count. They hold everything: keep them as safe as the server.',
    notSet:
      'No folder for backups is configured. Set backup.dir where the server is started; until then use the command line: countersign backup FILE.',
    make: 'Back up now',
    making: 'Copying and checking…',
    made: (name: string) => `${name} is made and checked.`,
    none: 'There is no backup yet.',
    table: 'Backups',
    name: 'File',
    when: 'Made',
    size: 'Size',
    megabytes: (size: string) => `${size} MB`,
    restore:
      'Restored on the command line, with the server stopped: countersign restore FILE. It checks the copy, its keys and its audit first.',
  },
  {
    title: 'Sicherungen',
    lead: 'Kopien der ganzen Datenbank, gemacht während der Server läuft und geprüft, bevor sie zählen. Sie enthalten alles: bewahr sie so sicher auf wie den Server.',
    notSet:
      'Kein Ordner für Sicherungen ist eingestellt. Setz backup.dir dort, wo der Server gestartet wird; bis dahin geht die Kommandozeile: countersign backup DATEI.',
    make: 'Jetzt sichern',
    making: 'Wird kopiert und geprüft …',
    made: (name) => `${name} ist gemacht und geprüft.`,
    none: 'Noch gibt es keine Sicherung.',
    table: 'Sicherungen',
    name: 'Datei',
    when: 'Gemacht',
    size: 'Größe',
    megabytes: (size) => `${size} MB`,
    restore:
      'Zurückgespielt wird an der Kommandozeile, bei angehaltenem Server: countersign restore DATEI. Es prüft vorher die Kopie, ihre Schlüssel und ihr Protokoll.',
  },
)
