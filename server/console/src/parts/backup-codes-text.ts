// The words around a set of backup codes that is shown this one time.
import { inBoth } from '../text/language.js'

export const backupCodesText = inBoth(
  {
    lead: 'They are shown this one time. Print them, or keep them where you keep your passwords, but not on the phone that they stand in for.',
    handOver: (userId: string) =>
      `They are shown this one time. Print them and hand the sheet to ${userId}, best from hand to hand, never by mail.`,
    paperTitle: 'Backup codes',
    account: 'Account',
    server: 'Server',
    made: 'Made',
    use: 'When your phone is not at hand: type one of these codes where the login asks for a code. Each works once.',
    list: 'Your backup codes',
    copy: 'Copy',
    copied: 'Copied. Keep them where nobody else looks, and clear the clipboard.',
    copyFailed: 'Could not copy. They are marked now: copy them by hand.',
    download: 'Download',
    downloaded: 'Saved as a file. Move it to a safe place.',
    fileName: 'backup-codes.txt',
    print: 'Print',
    kept: 'I have kept them: they cannot be shown again',
    handed: 'I have the sheet for the person: it cannot be shown again',
    done: 'Done',
  },
  {
    lead: 'Sie werden nur dieses eine Mal gezeigt. Druck sie aus oder bewahre sie bei deinen Passwörtern auf, aber nicht auf dem Handy, für das sie einspringen.',
    handOver: (userId) =>
      `Sie werden nur dieses eine Mal gezeigt. Druck sie aus und gib das Blatt ${userId}, am besten von Hand zu Hand, nie per E-Mail.`,
    paperTitle: 'Backup-Codes',
    account: 'Konto',
    server: 'Server',
    made: 'Erstellt',
    use: 'Wenn dein Handy nicht zur Hand ist: tippe einen dieser Codes ein, wo die Anmeldung nach einem Code fragt. Jeder gilt einmal.',
    list: 'Deine Backup-Codes',
    copy: 'Kopieren',
    copied: 'Kopiert. Bewahre sie auf, wo sonst niemand hinsieht, und leere die Zwischenablage.',
    copyFailed: 'Kopieren ging nicht. Sie sind jetzt markiert: kopiere sie von Hand.',
    download: 'Herunterladen',
    downloaded: 'Als Datei gespeichert. Leg sie an einen sicheren Ort.',
    fileName: 'backup-codes.txt',
    print: 'Drucken',
    kept: 'Ich habe sie aufbewahrt: noch einmal zeigen geht nicht',
    handed: 'Ich habe das Blatt für die Person: noch einmal zeigen geht nicht',
    done: 'Fertig',
  },
)
